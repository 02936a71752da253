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
    public async Task Parts_Should_ComeOneAfterAnother_When_TheClientTakesThem(string accept)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        host.Schema.Later.SetResult();

        var answer = await host.Client.AskAsync(Post(Deferred, accept));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("multipart/mixed; boundary=\"-\"");
        answer.Headers.CacheControl?.NoStore.ShouldBe(true);
        answer.Body.ShouldBe(string.Concat(
            "\r\n---",
            Part,
            """{"data":{"hello":"Hello world"},"pending":[{"id":"0","path":[],"label":"l"}],"hasNext":true}""",
            "\r\n---",
            Part,
            """{"incremental":[{"id":"0","data":{"later":"at last"}}],"completed":[{"id":"0"}],"hasNext":false}""",
            "\r\n-----\r\n"));
    }

    [Fact]
    public async Task Part_Should_BeWholeForTheClient_When_TheNextIsNotThere()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using var response = await host.Client.SendAsync(Post(Deferred, "multipart/mixed"), HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        (await ReadAsync(body, "\"hasNext\":true}\r\n---")).ShouldContain("Hello world");
        host.Schema.Later.SetResult();

        (await ReadAsync(body, "\r\n-----\r\n")).ShouldContain("at last");
    }

    [Fact]
    public async Task Items_Should_ComeInParts_When_AListIsStreamed()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var answer = await host.Client.AskAsync(Post(Streamed, "multipart/mixed"));

        answer.Body.ShouldContain("{\"data\":{\"letters\":[\"a\"]},\"pending\":[{\"id\":\"0\",\"path\":[\"letters\"]}],\"hasNext\":true}");
        answer.Body.ShouldContain("\"items\":[\"b\",\"c\"]");
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
    public async Task Answer_Should_BeWhole_When_TheClientDoesNotNameThisForm(string? accept)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        host.Schema.Later.SetResult();

        var answer = await host.Client.AskAsync(Post(Deferred, accept));

        answer.ContentType.ShouldBe(Json);
        answer.Body.ShouldBe("""{"data":{"hello":"Hello world","later":"at last"}}""");
    }

    [Fact]
    public async Task Answer_Should_BeWhole_When_PartsAreSwitchedOff()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync(new GraphQLServerOptions { EnableMultipartResponses = false });
        host.Schema.Later.SetResult();

        (await host.Client.AskAsync(Post(Deferred, "multipart/mixed, application/json"))).Body.ShouldBe("""{"data":{"hello":"Hello world","later":"at last"}}""");
        (await host.Client.AskAsync(Post(Deferred, "multipart/mixed"))).Status.ShouldBe(HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("{ hello }", "{\"data\":{\"hello\":\"Hello world\"}}")]
    [InlineData("subscription { spelled }", "GRAPHQL_OPERATION_NOT_ALLOWED")]
    public async Task Answer_Should_BeOnePart_When_ItIsASingleResultAndTheClientTakesNothingElse(string query, string content)
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var answer = await host.Client.AskAsync(Post(JsonSerializer.Serialize(new { query }), "multipart/mixed"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Body.ShouldStartWith($"\r\n---{Part}{{");
        answer.Body.ShouldEndWith("}\r\n-----\r\n");
        answer.Body.ShouldContain(content);
    }

    [Fact]
    public async Task Answer_Should_BeJson_When_NothingIsDeferred()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();

        var answer = await host.Client.AskAsync(Post("""{"query":"{ hello ... @defer(if: false) { a: hello } }"}""", "multipart/mixed, application/json"));

        answer.ContentType.ShouldBe(Json);
        answer.Body.ShouldBe("""{"data":{"hello":"Hello world","a":"Hello world"}}""");
    }

    [Fact]
    public async Task Work_Should_BeCancelled_When_TheClientLeavesBetweenParts()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using (var response = await host.Client.SendAsync(Post("""{"query":"{ hello ... @defer { waits } }"}""", "multipart/mixed"), HttpCompletionOption.ResponseHeadersRead))
            await host.Schema.Waiting.Task;

        await host.Schema.Cancelled.Task;
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
