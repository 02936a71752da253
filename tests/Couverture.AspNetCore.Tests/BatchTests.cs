using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class BatchTests
{
    private const string Hello = """{"query":"{ hello }"}""";

    [Fact]
    public async Task Batch_Should_BeAnsweredInItsOrder_When_Enabled()
    {
        await using var host = await StartAsync();

        var answer = await host.Client.AskAsync(Post(
            """[{"query":"query($n:String){hello(name:$n)}","variables":{"n":"a"}},{"query":"{ nope }"},{"query":"{ broken }"},{"query":"mutation { touch }"},{"query":"subscription { spelled }"}]""",
            "application/graphql-response+json"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe(GraphQLResponse);
        answer.Headers.CacheControl?.NoStore.ShouldBe(true);
        var results = JsonDocument.Parse(answer.Body).RootElement;
        results.GetArrayLength().ShouldBe(5);
        results[0].GetRawText().ShouldBe("""{"data":{"hello":"Hello a"}}""");
        Code(results[1]).ShouldBe("GRAPHQL_VALIDATION_FAILED");
        Code(results[2]).ShouldBe("BROKEN");
        results[3].GetRawText().ShouldBe("""{"data":{"touch":1}}""");
        Code(results[4]).ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task Batch_Should_BeAList_When_ItHasOneRequest()
    {
        await using var host = await StartAsync();

        var answer = await host.Client.AskAsync(Post($"[{Hello}]"));

        answer.ContentType.ShouldBe(Json);
        answer.Body.ShouldBe("""[{"data":{"hello":"Hello world"}}]""");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(1000)]
    public async Task Batch_Should_BeRefused_When_NotEnabled(int requests)
    {
        await using var host = await GraphQLHost.StartAsync();

        var answer = await host.Client.AskAsync(Post(Batch(requests, """{"query":"mutation { touch }"}""")));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldContain("list");
        host.Schema.Touched.ShouldBe(0);
    }

    [Theory]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.BadRequest)]
    public async Task Batch_Should_BeRefusedWhole_When_ItHasMoreRequestsThanItMay(int requests, HttpStatusCode status)
    {
        await using var host = await StartAsync(new GraphQLServerOptions { EnableBatching = true, MaxBatchSize = 3 });

        var answer = await host.Client.AskAsync(Post(Batch(requests, """{"query":"mutation { touch }"}""")));

        answer.Status.ShouldBe(status);
        host.Schema.Touched.ShouldBe(status is HttpStatusCode.OK ? requests : 0);
        if (status is HttpStatusCode.BadRequest)
            answer.Error.Code.ShouldBe("LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Batch_Should_BeCountedWhole_When_ItsRequestsSelectFields(int requests, bool isExecuted)
    {
        await using var host = await StartAsync(services: services => services.AddGraphQL().ModifyRequestOptions(options => options.Validation = new ValidationOptions { MaxFields = 6 }));

        var answer = await host.Client.AskAsync(Post(Batch(requests, """{"query":"mutation { a: touch b: touch }"}""")));

        var results = JsonDocument.Parse(answer.Body).RootElement.EnumerateArray().ToList();
        results.Count.ShouldBe(requests);
        host.Schema.Touched.ShouldBe(isExecuted ? 2 * requests : 0);
        if (!isExecuted)
            results.ShouldAllBe(result => Code(result) == "LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData("[]", "empty")]
    [InlineData("[{\"query\":\"mutation { touch }\"},1]", "Request 2 of the batch must be a JSON object, but it is a number")]
    [InlineData("[{\"query\":\"mutation { touch }\"},{}]", "`query`")]
    [InlineData("[[{\"query\":\"mutation { touch }\"}]]", "Request 1 of the batch")]
    public async Task Batch_Should_BeRefusedWhole_When_APartOfItIsNoRequest(string body, string part)
    {
        await using var host = await StartAsync();

        var answer = await host.Client.AskAsync(Post(body));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Message.ShouldContain(part);
        host.Schema.Touched.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_Should_NotBeAcceptable_When_TheClientTakesNoJson()
    {
        await using var host = await StartAsync();

        (await host.Client.AskAsync(Post($"[{Hello}]", "text/event-stream"))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    private static Task<GraphQLHost> StartAsync(GraphQLServerOptions? options = null, Action<IServiceCollection>? services = null) =>
        GraphQLHost.StartAsync(options ?? new GraphQLServerOptions { EnableBatching = true }, services: services);

    private static string Batch(int requests, string request) => $"[{string.Join(',', Enumerable.Repeat(request, requests))}]";

    private static string? Code(JsonElement result) => result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
