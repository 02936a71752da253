using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests.Multipart;

public sealed class MultipartTests
{
    private const string Deferred = """{"query":"{ hello ... @defer(label: \"l\") { later } }"}""";
    private const string Streamed = """{"query":"{ letters @stream(initialCount: 1) }"}""";
    private const string Part = "\r\nContent-Type: application/json; charset=utf-8\r\n\r\n";

    [Theory]
    [InlineData("multipart/mixed")]
    [InlineData("multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json,application/json;q=0.9")]
    [InlineData("Multipart/Mixed; boundary=x; IncrementalSpec=\"v0.2\"; q=0.1, application/json")]
    [InlineData("application/graphql-response+json, application/json, text/event-stream, multipart/mixed")]
    public async Task Parts_Should_BeSentInOrder_When_TheClientAcceptsThem(string accept)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        host.Schema.DeferredGate.SetResult();

        var response = await host.Client.GetResponseAsync(Post(Deferred, accept));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("multipart/mixed; boundary=\"-\"");
        response.Headers.CacheControl?.NoStore.ShouldBe(true);
        response.Body.ShouldBe(string.Concat(
            "\r\n---",
            Part,
            """{"data":{"hello":"Hello world"},"pending":[{"id":"0","path":[],"label":"l"}],"hasNext":true}""",
            "\r\n---",
            Part,
            """{"incremental":[{"id":"0","data":{"later":"at last"}}],"completed":[{"id":"0"}],"hasNext":false}""",
            "\r\n-----\r\n"));
    }

    [Fact]
    public async Task Part_Should_BeComplete_When_TheNextIsNotAvailable()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using var response = await host.Client.SendAsync(Post(Deferred, "multipart/mixed"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        (await ReadAsync(body, "\"hasNext\":true}\r\n---")).ShouldContain("Hello world");
        host.Schema.DeferredGate.SetResult();

        (await ReadAsync(body, "\r\n-----\r\n")).ShouldContain("at last");
    }

    [Fact]
    public async Task Items_Should_BeSentInParts_When_AListIsStreamed()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var response = await host.Client.GetResponseAsync(Post(Streamed, "multipart/mixed"));

        response.Body.ShouldContain("{\"data\":{\"letters\":[\"a\"]},\"pending\":[{\"id\":\"0\",\"path\":[\"letters\"]}],\"hasNext\":true}");
        response.Body.ShouldContain("\"items\":[\"b\",\"c\"]");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("multipart/*, application/json")]
    [InlineData("multipart/mixed;q=0, application/json")]
    [InlineData("multipart/mixed;deferSpec=20220824, application/json")]
    [InlineData("multipart/mixed;boundary=graphql;subscriptionSpec=1.0, application/json")]
    [InlineData("multipart/mixed;incrementalSpec=v0.1, application/json")]
    public async Task Response_Should_BeOneJsonResult_When_TheClientDoesNotRequestThisFormat(string? accept)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        host.Schema.DeferredGate.SetResult();

        var response = await host.Client.GetResponseAsync(Post(Deferred, accept));

        response.ContentType.ShouldBe(Json);
        response.Body.ShouldBe("""{"data":{"hello":"Hello world","later":"at last"}}""");
    }

    [Fact]
    public async Task Response_Should_BeOneJsonResult_When_MultipartIsDisabled()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync(new GraphQLServerOptions { EnableMultipartResponses = false });
        host.Schema.DeferredGate.SetResult();

        (await host.Client.GetResponseAsync(Post(Deferred, "multipart/mixed, application/json"))).Body.ShouldBe("""{"data":{"hello":"Hello world","later":"at last"}}""");
        (await host.Client.GetResponseAsync(Post(Deferred, "multipart/mixed"))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"Hello world\"}}")]
    [InlineData("subscription { spelled }", "GRAPHQL_OPERATION_NOT_ALLOWED")]
    public async Task Response_Should_HaveOnePart_When_ItIsASingleResultAndTheClientAcceptsOnlyMultipart(string query, string content)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var response = await host.Client.GetResponseAsync(Post(JsonSerializer.Serialize(new { query }), "multipart/mixed"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.Body.ShouldStartWith($"\r\n---{Part}{{");
        response.Body.ShouldEndWith("}\r\n-----\r\n");
        response.Body.ShouldContain(content);
    }

    [Fact]
    public async Task Response_Should_BeJson_When_NothingIsDeferred()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var response = await host.Client.GetResponseAsync(Post("""{"query":"{ hello ... @defer(if: false) { a: hello } }"}""", "multipart/mixed, application/json"));

        response.ContentType.ShouldBe(Json);
        response.Body.ShouldBe("""{"data":{"hello":"Hello world","a":"Hello world"}}""");
    }

    [Fact]
    public async Task Execution_Should_BeCancelled_When_TheClientDisconnectsBetweenParts()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using (var response = await host.Client.SendAsync(Post("""{"query":"{ hello ... @defer { waits } }"}""", "multipart/mixed"), HttpCompletionOption.ResponseHeadersRead))
            await host.Schema.ResolverStarted.Task;

        await host.Schema.ResolverCancelled.Task;
        await host.DisposeAsync();
        host.Errors.ShouldBeEmpty();
    }

    private static async Task<string> ReadAsync(Stream body, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            (await body.ReadAsync(buffer)).ShouldBe(1);
            text.Append((char)buffer[0]);
        }
        return text.ToString();
    }
}
