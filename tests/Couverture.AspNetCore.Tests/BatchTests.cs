using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class BatchTests
{
    private const string Hello = """{"query":"{ hello }"}""";

    [Fact]
    public async Task Batch_Should_ReturnResultsInRequestOrder_When_Enabled()
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(
            """[{"query":"query($n:String){hello(name:$n)}","variables":{"n":"a"}},{"query":"{ nope }"},{"query":"{ broken }"},{"query":"mutation { touch }"},{"query":"subscription { spelled }"}]""",
            "application/graphql-response+json"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe(GraphQLResponse);
        response.Headers.CacheControl?.NoStore.ShouldBe(true);
        var results = JsonDocument.Parse(response.Body).RootElement;
        results.GetArrayLength().ShouldBe(5);
        results[0].GetRawText().ShouldBe("""{"data":{"hello":"Hello a"}}""");
        Code(results[1]).ShouldBe("GRAPHQL_VALIDATION_FAILED");
        Code(results[2]).ShouldBe("BROKEN");
        results[3].GetRawText().ShouldBe("""{"data":{"touch":1}}""");
        Code(results[4]).ShouldBe("GRAPHQL_OPERATION_NOT_ALLOWED");
    }

    [Fact]
    public async Task Batch_Should_ReturnAList_When_ItHasOneRequest()
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post($"[{Hello}]"));

        response.ContentType.ShouldBe(Json);
        response.Body.ShouldBe("""[{"data":{"hello":"Hello world"}}]""");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(11)]
    [InlineData(1000)]
    public async Task Batch_Should_BeRejected_When_BatchingIsDisabled(int requests)
    {
        await using var host = await GraphQLHost.StartAsync();

        var response = await host.Client.GetResponseAsync(Post(Batch(requests, """{"query":"mutation { touch }"}""")));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain("list");
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(3, HttpStatusCode.OK)]
    [InlineData(4, HttpStatusCode.BadRequest)]
    public async Task Batch_Should_BeRejectedAsAWhole_When_ItExceedsTheMaxBatchSize(int requests, HttpStatusCode status)
    {
        await using var host = await StartAsync(new GraphQLServerOptions { EnableBatching = true, MaxBatchSize = 3 });

        var response = await host.Client.GetResponseAsync(Post(Batch(requests, """{"query":"mutation { touch }"}""")));

        response.Status.ShouldBe(status);
        host.Schema.TouchCount.ShouldBe(status is HttpStatusCode.OK ? requests : 0);
        if (status is HttpStatusCode.BadRequest)
            response.Error.Code.ShouldBe("LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task Batch_Should_ShareOneFieldLimit_When_ItsRequestsSelectFields(int requests, bool isExecuted)
    {
        await using var host = await StartAsync(services: services => services.AddGraphQL().ModifyRequestOptions(options => options.Validation = new ValidationOptions { MaxFields = 6 }));

        var response = await host.Client.GetResponseAsync(Post(Batch(requests, """{"query":"mutation { a: touch b: touch }"}""")));

        var results = JsonDocument.Parse(response.Body).RootElement.EnumerateArray().ToList();
        results.Count.ShouldBe(requests);
        host.Schema.TouchCount.ShouldBe(isExecuted ? 2 * requests : 0);
        if (!isExecuted)
            results.ShouldAllBe(result => Code(result) == "LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData("[]", "empty")]
    [InlineData("[{\"query\":\"mutation { touch }\"},1]", "Request 2 of the batch must be a JSON object, but it is a number")]
    [InlineData("[{\"query\":\"mutation { touch }\"},{}]", "`query`")]
    [InlineData("[[{\"query\":\"mutation { touch }\"}]]", "Request 1 of the batch")]
    public async Task Batch_Should_BeRejectedAsAWhole_When_AnEntryIsNotARequest(string body, string part)
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(body));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain(part);
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Batch_Should_ReturnNotAcceptable_When_TheClientDoesNotAcceptJson()
    {
        await using var host = await StartAsync();

        (await host.Client.GetResponseAsync(Post($"[{Hello}]", "text/event-stream"))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    private static Task<GraphQLHost> StartAsync(GraphQLServerOptions? options = null, Action<IServiceCollection>? services = null) =>
        GraphQLHost.StartAsync(options ?? new GraphQLServerOptions { EnableBatching = true }, services: services);

    private static string Batch(int requests, string request) => $"[{string.Join(',', Enumerable.Repeat(request, requests))}]";

    private static string? Code(JsonElement result) => result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
