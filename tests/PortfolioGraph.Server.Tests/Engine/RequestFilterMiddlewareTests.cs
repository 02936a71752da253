using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Couverture.Execution;
using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>Requests as HotChocolate receives them, and rejected requests.</summary>
public sealed class RequestFilterMiddlewareTests
{
    private const string Hash = "5e9c683c7b0a808441240660940ab16a0a000a16185e9c683c7b0a8084412406";
    private const string Text = "{ __typename }";

    // Placeholders for values that are not constant.
    private static readonly (string Name, string Value)[] Placeholders =
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
        // HotChocolate accepts hashes only, so another id becomes the hash of the id.
        { """{"documentId":"WalletOverview"}""", """{"id":"HASHOFNAME"}""" },
        { """{"documentId":"UPPER"}""", """{"id":"HASHOFUPPER"}""" },
        // An id next to a text is redundant, or a client's own `id`.
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
    public async Task Post_Should_BeRewrittenForTheEngine_When_ItIsARequest(string sent, string expected)
    {
        await using var host = await MiddlewareHost.StartAsync();

        using var response = await PostAsync(host, FillPlaceholders(sent));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var forwarded = host.Forwarded.ShouldHaveSingleItem();
        JsonSerializer.Serialize(JsonDocument.Parse(forwarded.Body)).ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(FillPlaceholders(expected))));
        forwarded.Headers.ContentLength.ShouldBe(Encoding.UTF8.GetByteCount(forwarded.Body));
    }

    // The texts and hashes are those of graphql-js and Apollo Client for the document `{ a(b: 1) { c } }` with the id `a-of-app`.
    public static TheoryData<string, string> TrustedBodies => new()
    {
        { """{"documentId":"sha256:a-of-app"}""", """{"id":"FILE"}""" },
        { """{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"a-of-app"}},"query":"{ a(b:1) { c } }"}""", """{"id":"PRINTED"}""" },
        { """{"id":"PRINTED"}""", """{"id":"PRINTED"}""" },
        { """{"id":"sha256:EXTENDED"}""", """{"id":"EXTENDED"}""" },
        { """{"query":"{a(b:1){c}}# minified"}""", """{"id":"PRINTED"}""" },
        { """{"query":"{ a(b: 1) { c __typename } }","operationName":"A"}""", """{"id":"EXTENDED","operationName":"A"}""" },
        // The engine rejects these texts.
        { """{"query":"{ a(b: 1) { __typename c } }"}""", """{"query":"{ a(b: 1) { __typename c } }"}""" },
        { """{"query":"{ a(b: 1) { c t: __typename } }"}""", """{"query":"{ a(b: 1) { c t: __typename } }"}""" },
        { """{"query":"{ a(b: 2) { c } }"}""", """{"query":"{ a(b: 2) { c } }"}""" },
        { """{"query":"{ a(b: 1) { c } "}""", """{"query":"{ a(b: 1) { c } "}""" },
    };

    [Theory]
    [MemberData(nameof(TrustedBodies))]
    public async Task Post_Should_HaveTheHashOfTheTrustedForm_When_OnlyTrustedDocumentsRun(string sent, string expected)
    {
        const string Document = "{ a(b: 1) { c } }";
        var documents = PersistedDocuments.Create([new("a-of-app", Document)], text => Utf8GraphQLParser.Parse(text));
        await using var host = await MiddlewareHost.StartAsync(ServerProfiles.Of(ServerProfile.Trusted), documents: documents);

        using var response = await PostAsync(host, Fill(sent));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        JsonSerializer.Serialize(JsonDocument.Parse(host.Forwarded.ShouldHaveSingleItem().Body)).ShouldBe(JsonSerializer.Serialize(JsonDocument.Parse(Fill(expected))));

        static string Fill(string body) => body
            .Replace("FILE", HashOf(Document), StringComparison.Ordinal)
            .Replace("PRINTED", HashOf("{\n  a(b: 1) {\n    c\n  }\n}"), StringComparison.Ordinal)
            .Replace("EXTENDED", HashOf("{\n  a(b: 1) {\n    c\n    __typename\n  }\n}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Should_KeepTheTextByteForByte_When_ItIsRewritten()
    {
        const string Document = "{ a(b: \"ä 😀 \\u0041 <&> \\\\ \") # 'x'\n\t\r\n}";
        await using var host = await MiddlewareHost.StartAsync();

        using var response = await PostAsync(host, JsonSerializer.Serialize(new { query = Document }));

        JsonDocument.Parse(host.Forwarded.ShouldHaveSingleItem().Body).RootElement.GetProperty("query").GetString().ShouldBe(Document);
    }

    [Fact]
    public async Task Post_Should_LoseItsQueryString_When_TheEngineWouldReadIt()
    {
        await using var host = await MiddlewareHost.StartAsync();

        using var response = await PostAsync(host, FillPlaceholders("""{"query":"TEXT"}"""), "/graphql?batchOperations=[a,b]");

        host.Forwarded.ShouldHaveSingleItem().Query.ShouldBe("");
    }

    [Theory]
    [InlineData("?query=%7Ba%7D", "?query=%7Ba%7D")]
    [InlineData("?query=%7Ba%7D&operationName=&variables=%7B%22a%22%3A1%7D&more=1", "?query=%7Ba%7D&variables=%7B%22a%22%3A1%7D")]
    [InlineData($"?documentId={Hash}", $"?id={Hash}")]
    [InlineData($"?documentId=sha256:{Hash}&query=", $"?id={Hash}")]
    [InlineData($"?id={Hash}&operationName=A", $"?id={Hash}&operationName=A")]
    [InlineData($"?extensions=%7B%22persistedQuery%22%3A%7B%22version%22%3A1%2C%22sha256Hash%22%3A%22{Hash}%22%7D%7D", $"?id={Hash}")]
    [InlineData("?sdl", "?sdl")]
    public async Task Get_Should_BeRewrittenForTheEngine_When_ItIsARequest(string sent, string expected)
    {
        await using var host = await MiddlewareHost.StartAsync();

        using var response = await host.Client.GetAsync($"/graphql{sent}");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Forwarded.ShouldHaveSingleItem().Query.ShouldBe(expected);
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
    public async Task Post_Should_BeRejected_When_TheRequestIsInvalid(string sent, int status, string code)
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { MaxBatchSize = 3, MaxVariablesBytes = 12 });

        using var response = await PostAsync(host, FillPlaceholders(sent));

        ((int)response.StatusCode).ShouldBe(status);
        (await CodeAsync(response)).ShouldBe(code);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        host.Forwarded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""[{"query":"{a}"},{"query":"{a}","variables":[{},{}]}]""")]
    [InlineData("""{"query":"{a}","variables":[{},{},{}]}""")]
    [InlineData("""{"query":"{a}","variables":{"a":"1234"}}""")]
    public async Task Post_Should_ReachTheEngine_When_ItIsAtTheLimit(string sent)
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { MaxBatchSize = 3, MaxVariablesBytes = 12 });

        using var response = await PostAsync(host, sent);

        host.Forwarded.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""[{"query":"{a}"}]""")]
    [InlineData("""{"query":"{a}","variables":[{}]}""")]
    public async Task Post_Should_BeRejected_When_ItIsAListAndBatchingIsOff(string sent)
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { MaxBatchSize = 0 });

        using var response = await PostAsync(host, sent);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await CodeAsync(response)).ShouldBe("REQUEST_INVALID");
        host.Forwarded.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(100, HttpStatusCode.OK, null)]
    [InlineData(101, HttpStatusCode.RequestEntityTooLarge, "REQUEST_TOO_LARGE")]
    public async Task Post_Should_BeRejected_When_ItIsOneByteTooLarge(int length, HttpStatusCode status, string? code)
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { MaxBodyBytes = 100 });

        using var response = await PostAsync(host, FillPlaceholders("""{"query":"TEXT"}""").PadRight(length));

        response.StatusCode.ShouldBe(status);
        host.Forwarded.Count.ShouldBe(code is null ? 1 : 0);
        if (code is not null)
            (await CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task Error_Should_HaveStatus200_When_TheClientSendsNoAcceptHeader()
    {
        await using var host = await MiddlewareHost.StartAsync();
        host.Client.DefaultRequestHeaders.Accept.Clear();

        using var response = await PostAsync(host, FillPlaceholders("""{"query":"TEXT","documentId":"HASH"}"""));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        (await CodeAsync(response)).ShouldBe("DOCUMENT_ID_MISMATCH");
    }

    [Theory]
    [InlineData("GraphQL-Preflight", HttpStatusCode.OK)]
    [InlineData("Apollo-Require-Preflight", HttpStatusCode.OK)]
    [InlineData("X-Other", HttpStatusCode.BadRequest)]
    public async Task Get_Should_NeedAPreflightHeader_When_TheProfileRequiresIt(string header, HttpStatusCode status)
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { RequirePreflight = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7Ba%7D");
        request.Headers.Add(header, "1");

        using var response = await host.Client.SendAsync(request);

        response.StatusCode.ShouldBe(status);
        host.Forwarded.ShouldAllBe(forwarded => forwarded.Headers.ContainsKey("GraphQL-Preflight"));
        if (status != HttpStatusCode.OK)
            (await CodeAsync(response)).ShouldBe("PREFLIGHT_REQUIRED");
    }

    [Fact]
    public async Task Response_Should_BeNotFound_When_TheEngineHasNoSuchPath()
    {
        await using var host = await MiddlewareHost.StartAsync(engine: context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });

        using var response = await host.Client.GetAsync("/graphql/nothing");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await CodeAsync(response)).ShouldBe("NOT_FOUND");
    }

    private static async Task<HttpResponseMessage> PostAsync(MiddlewareHost host, string body, string address = "/graphql")
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Client.PostAsync(address, content);
    }

    private static string FillPlaceholders(string row) => Placeholders.Aggregate(row, (text, placeholder) => text.Replace(placeholder.Name, placeholder.Value, StringComparison.Ordinal));

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString();

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
