using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>Requests as HotChocolate gets them, and those that it never gets.</summary>
public sealed class RequestGateTests
{
    private const string Hash = "5e9c683c7b0a808441240660940ab16a0a000a16185e9c683c7b0a8084412406";
    private const string Text = "{ __typename }";

    // What stands in a row for what cannot be written there.
    private static readonly (string Mark, string Value)[] Marks =
    [
        ("HASHOFTEXT", HashOf(Text)),
        ("HASHOFNAME", HashOf("WalletOverview")),
        ("HASHOFUPPER", HashOf(Hash.ToUpperInvariant())),
        ("UPPER", Hash.ToUpperInvariant()),
        ("HASH", Hash),
        ("TEXT", Text),
    ];

    public static TheoryData<string, string> Bodies => new()
    {
        { """{"documentId":"HASH"}""", """{"id":"HASH"}""" },
        { """{"documentId":"sha256:HASH","variables":{"a":1.10}}""", """{"id":"HASH","variables":{"a":1.10}}""" },
        { """{"id":"HASH"}""", """{"id":"HASH"}""" },
        { """{"id":"sha256:HASH","query":null}""", """{"id":"HASH"}""" },
        { """{"id":"HASH","query":"","operationName":""}""", """{"id":"HASH"}""" },
        { """{"documentId":"HASH","query":""}""", """{"id":"HASH"}""" },
        { """{"query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""", """{"id":"HASH"}""" },
        { """{"documentId":"HASH","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""", """{"id":"HASH"}""" },
        // An id that no document has: HotChocolate takes no other form.
        { """{"documentId":"WalletOverview"}""", """{"id":"HASHOFNAME"}""" },
        { """{"documentId":"UPPER"}""", """{"id":"HASHOFUPPER"}""" },
        // Beside a text an id says nothing new, or is another client's word.
        { """{"query":"TEXT","documentId":"HASHOFTEXT"}""", """{"query":"TEXT"}""" },
        { """{"query":"TEXT","id":"client-7"}""", """{"query":"TEXT"}""" },
        { """{"query":"TEXT","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASHOFTEXT"}}}""", """{"query":"TEXT"}""" },
        { """{"query":"TEXT","operationName":"A","variables":{},"extensions":{"trace":1},"more":[]}""", """{"query":"TEXT","operationName":"A","variables":{}}""" },
        { """{"query":"{ a(b: \"\u00e4\ud83d\ude00\") }\n"}""", """{"query":"{ a(b: \"ä😀\") }\n"}""" },
        { """[{"query":"TEXT"},{"documentId":"HASH"}]""", """[{"query":"TEXT"},{"id":"HASH"}]""" },
        { """{"query":"TEXT","variables":[{"a":1},{"a":2}]}""", """{"query":"TEXT","variables":[{"a":1},{"a":2}]}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Post_Should_ReachTheEngineAsItReadsIt_When_ItIsARequest(string sent, string expected)
    {
        await using var host = await EdgeHost.StartAsync();

        using var response = await PostAsync(host, Filled(sent));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var seen = host.Seen.ShouldHaveSingleItem();
        JsonSerializer.Serialize(JsonDocument.Parse(seen.Body)).ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(Filled(expected))));
        seen.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(seen.Body));
    }

    [Fact]
    public async Task Post_Should_KeepTheTextByteForByte_When_ItIsRewritten()
    {
        const string Document = "{ a(b: \"ä 😀 \\u0041 <&> \\\\ \") # 'x'\n\t\r\n}";
        await using var host = await EdgeHost.StartAsync();

        using var response = await PostAsync(host, JsonSerializer.Serialize(new { query = Document }));

        JsonDocument.Parse(host.Seen.ShouldHaveSingleItem().Body).RootElement.GetProperty("query").GetString().ShouldBe(Document);
    }

    [Fact]
    public async Task Post_Should_LoseItsParameters_When_TheyWouldRunMoreThanTheBodySays()
    {
        await using var host = await EdgeHost.StartAsync();

        using var response = await PostAsync(host, Filled("""{"query":"TEXT"}"""), "/graphql?batchOperations=[a,b]");

        host.Seen.ShouldHaveSingleItem().Query.ShouldBe("");
    }

    [Theory]
    [InlineData("?query=%7Ba%7D", "?query=%7Ba%7D")]
    [InlineData("?query=%7Ba%7D&operationName=&variables=%7B%22a%22%3A1%7D&more=1", "?query=%7Ba%7D&variables=%7B%22a%22%3A1%7D")]
    [InlineData($"?documentId={Hash}", $"?id={Hash}")]
    [InlineData($"?documentId=sha256:{Hash}&query=", $"?id={Hash}")]
    [InlineData($"?id={Hash}&operationName=A", $"?id={Hash}&operationName=A")]
    [InlineData($"?extensions=%7B%22persistedQuery%22%3A%7B%22version%22%3A1%2C%22sha256Hash%22%3A%22{Hash}%22%7D%7D", $"?id={Hash}")]
    [InlineData("?sdl", "?sdl")]
    public async Task Get_Should_ReachTheEngineAsItReadsIt_When_ItIsARequest(string sent, string expected)
    {
        await using var host = await EdgeHost.StartAsync();

        using var response = await host.Client.GetAsync($"/graphql{sent}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Seen.ShouldHaveSingleItem().Query.ShouldBe(expected);
        response.Headers.Vary.ShouldBe(["Accept"]);
    }

    [Theory]
    [InlineData("""{"query":"TEXT","documentId":"HASH"}""", 400, "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"query":"TEXT","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""", 400, "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"documentId":"a","extensions":{"persistedQuery":{"version":1,"sha256Hash":"b"}}}""", 400, "REQUEST_INVALID")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"b"}}}""", 400, "REQUEST_INVALID")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1}}}""", 400, "REQUEST_INVALID")]
    [InlineData("""{"query":""}""", 400, "REQUEST_INVALID")]
    [InlineData("""{"query":"","id":"","documentId":""}""", 400, "REQUEST_INVALID")]
    [InlineData("""{"variables":{}}""", 400, "REQUEST_INVALID")]
    [InlineData("[]", 400, "REQUEST_INVALID")]
    [InlineData("[1]", 400, "REQUEST_INVALID")]
    [InlineData("""{"query":"{a}","variables":[1]}""", 400, "REQUEST_INVALID")]
    [InlineData("""[{"query":"{a}"},{"query":"{a}"},{"query":"{a}"},{"query":"{a}"}]""", 400, "LIMIT_EXCEEDED")]
    [InlineData("""{"query":"{a}","variables":[{},{},{},{}]}""", 400, "LIMIT_EXCEEDED")]
    [InlineData("""[{"query":"{a}","variables":[{},{}]},{"query":"{a}","variables":[{},{}]}]""", 400, "LIMIT_EXCEEDED")]
    [InlineData("""{"query":"{a}","variables":{"a":"12345"}}""", 400, "LIMIT_EXCEEDED")]
    [InlineData("""{"query":"{a}","variables":[{"a":"12345"}]}""", 400, "LIMIT_EXCEEDED")]
    public async Task Post_Should_BeRefused_When_TheEngineWouldTakeIt(string sent, int status, string code)
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions { MaxBatchSize = 3, MaxVariablesBytes = 12 });

        using var response = await PostAsync(host, Filled(sent));

        ((int)response.StatusCode).ShouldBe(status);
        (await CodeAsync(response)).ShouldBe(code);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        host.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""[{"query":"{a}"},{"query":"{a}","variables":[{},{}]}]""")]
    [InlineData("""{"query":"{a}","variables":[{},{},{}]}""")]
    [InlineData("""{"query":"{a}","variables":{"a":"1234"}}""")]
    public async Task Post_Should_ReachTheEngine_When_ItIsAtTheLimit(string sent)
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions { MaxBatchSize = 3, MaxVariablesBytes = 12 });

        using var response = await PostAsync(host, sent);

        host.Seen.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""[{"query":"{a}"}]""")]
    [InlineData("""{"query":"{a}","variables":[{}]}""")]
    public async Task Post_Should_BeRefused_When_ItIsAListAndBatchesAreOff(string sent)
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions());

        using var response = await PostAsync(host, sent);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(response)).ShouldBe("REQUEST_INVALID");
        host.Seen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK, null)]
    [InlineData(101, HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE")]
    public async Task Post_Should_BeRefused_When_ItIsOneByteBeyondTheLimit(int length, HttpStatusCode status, string? code)
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions { MaxBodyBytes = 100 });

        using var response = await PostAsync(host, Filled("""{"query":"TEXT"}""").PadRight(length));

        response.StatusCode.ShouldBe(status);
        host.Seen.Count.ShouldBe(code is null ? 1 : 0);
        if (code is not null)
            (await CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task Refusal_Should_HaveTheStatusOfAResult_When_TheClientTakesJsonOnly()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Client.DefaultRequestHeaders.Accept.Clear();

        using var response = await PostAsync(host, Filled("""{"query":"TEXT","documentId":"HASH"}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await CodeAsync(response)).ShouldBe("DOCUMENT_ID_MISMATCH");
    }

    [Theory]
    [InlineData("GraphQL-Preflight", HttpStatusCode.OK)]
    [InlineData("Apollo-Require-Preflight", HttpStatusCode.OK)]
    [InlineData("X-Other", HttpStatusCode.BadRequest)]
    public async Task Get_Should_NeedOneOfTwoHeaders_When_TheProfileWantsThem(string header, HttpStatusCode status)
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions { RequirePreflight = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7Ba%7D");
        request.Headers.Add(header, "1");

        using var response = await host.Client.SendAsync(request);

        response.StatusCode.ShouldBe(status);
        host.Seen.ShouldAllBe(seen => seen.Headers.ContainsKey("GraphQL-Preflight"));
        if (status != HttpStatusCode.OK)
            (await CodeAsync(response)).ShouldBe("PREFLIGHT_REQUIRED");
    }

    [Fact]
    public async Task Answer_Should_SayThatNothingIsThere_When_TheEngineKnowsNoSuchAddress()
    {
        await using var host = await EdgeHost.StartAsync(engine: context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        using var response = await host.Client.GetAsync("/graphql/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeAsync(response)).ShouldBe("NOT_FOUND");
    }

    private static async Task<HttpResponseMessage> PostAsync(EdgeHost host, string body, string address = "/graphql")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Client.PostAsync(address, content);
    }

    private static string Filled(string row) => Marks.Aggregate(row, (text, mark) => text.Replace(mark.Mark, mark.Value, StringComparison.Ordinal));

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
