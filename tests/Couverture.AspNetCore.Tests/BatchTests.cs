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
        (response.Headers.CacheControl?.NoStore).ShouldBe(true);
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

        var response = await host.Client.GetResponseAsync(Post($"[{string.Join(',', Enumerable.Range(0, requests).Select(i => $$"""{"query":"mutation M{{i}} { a: touch b: touch }"}"""))}]"));

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

    [Theory]
    [InlineData("multipart/mixed")]
    [InlineData("text/html")]
    public async Task Batch_Should_ReturnNotAcceptable_When_TheClientAcceptsNoFormatForBatches(string accept)
    {
        await using var host = await StartAsync();

        (await host.Client.GetResponseAsync(Post($"[{Hello}]", accept))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    // What HotChocolate Fusion sends by default.
    private const string FusionAccept = "application/jsonl; charset=utf-8, text/event-stream; charset=utf-8, application/graphql-response+json; charset=utf-8, application/json; charset=utf-8";

    private const string Sets = """{"query":"query($n:String){hello(name:$n)}","variables":[{"n":"a"},{"n":1},{"n":"b"}]}""";

    [Theory]
    [InlineData(FusionAccept, "application/jsonl; charset=utf-8")]
    [InlineData("application/jsonl", "application/jsonl; charset=utf-8")]
    [InlineData("application/json;q=0.5, application/jsonl", "application/jsonl; charset=utf-8")]
    [InlineData("application/graphql-response+jsonl, application/jsonl;q=0.5", "application/graphql-response+jsonl; charset=utf-8")]
    public async Task VariableBatch_Should_ReturnOneResultPerLine_When_TheClientNamesJsonLines(string accept, string contentType)
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(Sets, accept));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe(contentType);
        (response.Headers.CacheControl?.NoStore).ShouldBe(true);
        response.Body.ShouldEndWith("\n");
        ShouldBeTheResultsOfSets(response.Body.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json, application/json", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json, application/jsonl;q=0.5", "application/json; charset=utf-8")]
    [InlineData("multipart/mixed, application/json", "application/json; charset=utf-8")]
    public async Task VariableBatch_Should_ReturnAList_When_TheClientPrefersJson(string? accept, string contentType)
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(Sets, accept));

        response.ContentType.ShouldBe(contentType);
        ShouldBeTheResultsOfSets(JsonDocument.Parse(response.Body).RootElement.EnumerateArray().Select(result => result.GetRawText()));
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream, application/json;q=0.5")]
    public async Task VariableBatch_Should_ReturnEvents_When_TheClientPrefersThem(string accept)
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(Sets, accept));

        response.ContentType.ShouldBe("text/event-stream; charset=utf-8");
        response.Body.ShouldEndWith("event: complete\ndata:\n\n");
        ShouldBeTheResultsOfSets(response.Body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line["data: ".Length..]));
    }

    [Fact]
    public async Task RequestBatch_Should_HaveRequestIndexes_When_ResultsAreLines()
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post($$"""[{{Hello}},{"query":"{ nope }"},{{Hello}}]""", FusionAccept));

        var results = response.Body.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).OrderBy(result => result.GetProperty("requestIndex").GetInt32()).ToList();
        results.Count.ShouldBe(3);
        results[0].GetRawText().ShouldBe("""{"requestIndex":0,"data":{"hello":"Hello world"}}""");
        Code(results[1]).ShouldBe("GRAPHQL_VALIDATION_FAILED");
        results[2].GetProperty("requestIndex").GetInt32().ShouldBe(2);
    }

    [Theory]
    [InlineData("application/jsonl")]
    [InlineData("application/json")]
    public async Task Batch_Should_HaveBothIndexes_When_ARequestOfAListHasAListOfVariables(string accept)
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post($"[{Hello},{Sets}]", accept));

        var lines = accept is "application/jsonl" ? response.Body.TrimEnd('\n').Split('\n') : [.. JsonDocument.Parse(response.Body).RootElement.EnumerateArray().Select(result => result.GetRawText())];
        lines.Length.ShouldBe(4);
        lines.ShouldContain("""{"requestIndex":0,"data":{"hello":"Hello world"}}""");
        lines.ShouldContain("""{"requestIndex":1,"variableIndex":2,"data":{"hello":"Hello b"}}""");
    }

    [Fact]
    public async Task VariableBatch_Should_AcceptNull_When_ASetHasNoVariables()
    {
        await using var host = await StartAsync();

        (await host.Client.GetResponseAsync(Post("""{"query":"{ hello }","variables":[null,{}]}"""))).Body
            .ShouldBe("""[{"variableIndex":0,"data":{"hello":"Hello world"}},{"variableIndex":1,"data":{"hello":"Hello world"}}]""");
    }

    [Theory]
    [InlineData("""{"query":"mutation { touch }","variables":[]}""", "empty")]
    [InlineData("""{"query":"mutation { touch }","variables":[{},1]}""", "`variables[1]` must be an object, but it is a number")]
    [InlineData("""{"variables":[{}]}""", "`query`")]
    [InlineData("""[{"query":"mutation { touch }","variables":[{},{}]},{"query":"mutation { touch }","variables":[{},{}]}]""", "at most 3 operations (MaxBatchSize)")]
    [InlineData("""{"query":"mutation { touch }","variables":[{},{},{},{}]}""", "at most 3 operations (MaxBatchSize)")]
    public async Task VariableBatch_Should_BeRejectedAsAWhole_When_ItIsInvalid(string body, string part)
    {
        await using var host = await StartAsync(new GraphQLServerOptions { EnableBatching = true, MaxBatchSize = 3 });

        var response = await host.Client.GetResponseAsync(Post(body));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain(part);
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task VariableBatch_Should_BeRejected_When_BatchingIsDisabled()
    {
        await using var host = await GraphQLHost.StartAsync();

        var response = await host.Client.GetResponseAsync(Post("""{"query":"mutation { touch }","variables":[{}]}"""));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Message.ShouldContain("`variables` is a list");
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Request_Should_BeOneLine_When_TheClientAcceptsOnlyJsonLines()
    {
        await using var host = await StartAsync();

        var response = await host.Client.GetResponseAsync(Post(Hello, "application/jsonl"));

        response.ContentType.ShouldBe("application/jsonl; charset=utf-8");
        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    // The second set has a number for a string: one error result, and the other results are not affected.
    private static void ShouldBeTheResultsOfSets(IEnumerable<string> texts)
    {
        var results = texts.Select(text => JsonDocument.Parse(text).RootElement).OrderBy(result => result.GetProperty("variableIndex").GetInt32()).ToList();
        results.Count.ShouldBe(3);
        results[0].GetRawText().ShouldBe("""{"variableIndex":0,"data":{"hello":"Hello a"}}""");
        Code(results[1]).ShouldBe("GRAPHQL_VARIABLE_INVALID");
        results[1].GetProperty("variableIndex").GetInt32().ShouldBe(1);
        results[2].GetRawText().ShouldBe("""{"variableIndex":2,"data":{"hello":"Hello b"}}""");
    }

    private static Task<GraphQLHost> StartAsync(GraphQLServerOptions? options = null, Action<IServiceCollection>? services = null) =>
        GraphQLHost.StartAsync(options ?? new GraphQLServerOptions { EnableBatching = true }, services: services);

    private static string Batch(int requests, string request) => $"[{string.Join(',', Enumerable.Repeat(request, requests))}]";

    private static string? Code(JsonElement result) => result.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();
}
