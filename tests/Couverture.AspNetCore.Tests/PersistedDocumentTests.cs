using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>Documents identified by an id: documents of the storage, and documents registered by earlier requests.</summary>
public sealed class PersistedDocumentTests : IDisposable
{
    private const string Greeting = "query Greeting($name: String) { hello(name: $name) }\n";
    private const string Spelling = "subscription Spelling { spelled }";
    private const string Unregistered = "{ letters }";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("couverture-documents-");

    public PersistedDocumentTests()
    {
        foreach (var text in (string[])[Greeting, Spelling])
            File.WriteAllText(Path.Combine(_directory.FullName, $"{Hash(text)}.graphql"), text);
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("""{"documentId":"HASH"}""")]
    [InlineData("""{"documentId":"sha256:HASH"}""")]
    [InlineData("""{"id":"HASH"}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""")]
    [InlineData("""{"documentId":"HASH","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""")]
    [InlineData("""{"documentId":"HASH","query":"TEXT"}""")]
    [InlineData("""{"query":"TEXT"}""")]
    [InlineData("""{"query":"query Greeting($name: String) {\n  hello(name: $name)\n}"}""")]
    public async Task Post_Should_RunTheDocument_When_ItIsIdentifiedInAnySupportedWay(string body)
    {
        await using var host = await StartAsync(onlyPersisted: true);

        var response = await host.Client.GetResponseAsync(Post(body.Replace("HASH", Hash(Greeting)).Replace("TEXT", Greeting.Replace("\n", "\\n")), "application/graphql-response+json"));

        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Theory]
    [InlineData("documentId=HASH&variables={\"name\":\"you\"}")]
    [InlineData("id=HASH&variables={\"name\":\"you\"}")]
    [InlineData("extensions={\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"HASH\"}}&variables={\"name\":\"you\"}")]
    public async Task Get_Should_RunTheDocument_When_ItIsIdentifiedInAnySupportedWay(string query)
    {
        await using var host = await StartAsync(onlyPersisted: true);

        // The Accept header of a browser: this address must still not serve the IDE.
        var response = await host.Client.GetResponseAsync(Get("/graphql?" + Uri.EscapeDataString(query.Replace("HASH", Hash(Greeting))).Replace("%3D", "=").Replace("%26", "&"), "text/html,*/*;q=0.8"));

        response.Body.ShouldBe("""{"data":{"hello":"Hello you"}}""");
    }

    [Fact]
    public async Task EventStream_Should_ReturnResults_When_TheSubscriptionIsIdentifiedById()
    {
        await using var host = await StartAsync(onlyPersisted: true);

        var response = await host.Client.GetResponseAsync(Post($$"""{"documentId":"{{Hash(Spelling)}}"}""", "text/event-stream"));

        response.Body.ShouldContain("""data: {"data":{"spelled":"b"}}""");
    }

    [Fact]
    public async Task Socket_Should_RunTheDocument_When_ItIsIdentifiedById()
    {
        await using var host = await StartAsync(onlyPersisted: true);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(host.SocketAddress, CancellationToken.None);

        await SendAsync(socket, """{"type":"connection_init"}""");
        (await ReceiveAsync(socket)).ShouldContain("connection_ack");
        await SendAsync(socket, $$$"""{"type":"subscribe","id":"1","payload":{"documentId":"{{{Hash(Greeting)}}}"}}""");
        (await ReceiveAsync(socket)).ShouldContain("""{"data":{"hello":"Hello world"}}""");
        (await ReceiveAsync(socket)).ShouldContain("complete");
        await SendAsync(socket, """{"type":"subscribe","id":"2","payload":{"query":"{ letters }"}}""");
        (await ReceiveAsync(socket)).ShouldContain("DOCUMENT_NOT_TRUSTED");
    }

    [Theory]
    [InlineData("{ letters }")]
    [InlineData("{ this is no document")]
    [InlineData("query Greeting($name: String) { hello(name: $name) __typename }")]
    public async Task Post_Should_BeRejected_When_TheDocumentIsNotTrusted(string text)
    {
        await using var host = await StartAsync(onlyPersisted: true);

        var response = await host.Client.GetResponseAsync(Post(JsonSerializer.Serialize(new { query = text }), "application/graphql-response+json"));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Code.ShouldBe("DOCUMENT_NOT_TRUSTED");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Document_Should_BeRegistered_When_AnyDocumentMayRun(bool onlyPersisted)
    {
        await using var host = await StartAsync(onlyPersisted);
        var byHash = $$$$"""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{{Hash(Unregistered)}}}}"}}}""";

        var unknown = await host.Client.GetResponseAsync(Post(byHash, "application/graphql-response+json"));
        var sent = await host.Client.GetResponseAsync(Post($$$$"""{"query":"{{{{Unregistered}}}}","extensions":{"persistedQuery":{"version":1,"sha256Hash":"{{{{Hash(Unregistered)}}}}"}}}""", "application/graphql-response+json"));
        var known = await host.Client.GetResponseAsync(Post(byHash, "application/graphql-response+json"));

        unknown.Error.ShouldBe(("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"));
        if (onlyPersisted)
        {
            sent.Error.Code.ShouldBe("DOCUMENT_NOT_TRUSTED");
            known.Error.Code.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
            return;
        }

        sent.Body.ShouldBe("""{"data":{"letters":["a","b","c"]}}""");
        known.Body.ShouldBe(sent.Body);
    }

    [Fact]
    public async Task Document_Should_BeEvicted_When_TheCacheIsFull()
    {
        await using var host = await StartAsync(onlyPersisted: false, options => options.MaxCachedDocuments = 1);

        await host.Client.GetResponseAsync(Post("""{"query":"{ letters }"}"""));
        await host.Client.GetResponseAsync(Post("""{"query":"{ hello }"}"""));
        var response = await host.Client.GetResponseAsync(Post($$"""{"documentId":"{{Hash(Unregistered)}}"}""", "application/graphql-response+json"));
        var persisted = await host.Client.GetResponseAsync(Post($$"""{"documentId":"{{Hash(Greeting)}}"}""", "application/graphql-response+json"));

        response.Error.Code.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
        persisted.Body.ShouldContain("Hello world");
    }

    [Fact]
    public async Task Document_Should_NotBeFound_When_RegistrationIsDisabled()
    {
        await using var host = await StartAsync(onlyPersisted: false, options => options.PersistedOperations.AllowAutomaticDocuments = false);

        await host.Client.GetResponseAsync(Post("""{"query":"{ letters }"}"""));
        var response = await host.Client.GetResponseAsync(Post($$"""{"documentId":"{{Hash(Unregistered)}}"}""", "application/graphql-response+json"));

        response.Error.Code.ShouldBe("PERSISTED_QUERY_NOT_FOUND");
    }

    [Theory]
    [InlineData("""{"query":"{ letters }","documentId":"0000"}""", "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"query":"{ hello }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""", "DOCUMENT_ID_MISMATCH")]
    [InlineData("""{"documentId":"no hash"}""", "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData("""{"documentId":"../../../../etc/passwd"}""", "PERSISTED_QUERY_NOT_FOUND")]
    [InlineData("""{"documentId":1}""", "REQUEST_INVALID")]
    [InlineData("""{"documentId":"HASH","extensions":{"persistedQuery":{"version":1,"sha256Hash":"0000"}}}""", "REQUEST_INVALID")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"HASH"}}}""", "REQUEST_INVALID")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1}}}""", "REQUEST_INVALID")]
    [InlineData("""{"extensions":{"persistedQuery":"HASH"}}""", "REQUEST_INVALID")]
    [InlineData("""{"extensions":{}}""", "REQUEST_INVALID")]
    public async Task Post_Should_ReturnTheErrorCode_When_TheDocumentIdIsInvalid(string body, string code)
    {
        await using var host = await StartAsync(onlyPersisted: false);

        var response = await host.Client.GetResponseAsync(Post(body.Replace("HASH", Hash(Greeting)), "application/graphql-response+json"));

        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Code.ShouldBe(code);
    }

    [Fact]
    public async Task Post_Should_IgnoreTheShortId_When_TheDocumentTextIsSent()
    {
        await using var host = await StartAsync(onlyPersisted: false);

        var response = await host.Client.GetResponseAsync(Post("""{"id":7,"query":"{ hello }"}"""));

        response.Body.ShouldBe("""{"data":{"hello":"Hello world"}}""");
    }

    [Fact]
    public async Task Start_Should_Fail_When_AFileIsNotNamedByItsHash()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, $"{Hash(Unregistered)}.graphql"), Greeting);

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => StartAsync(onlyPersisted: false));

        failure.Message.ShouldContain($"{Hash(Unregistered)}.graphql");
    }

    [Fact]
    public async Task Start_Should_Fail_When_TheDirectoryIsMissing() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => GraphQLHost.StartAsync(services: services => services.AddGraphQL().AddFileSystemOperationDocumentStorage("no-such-directory"))))
            .Message.ShouldContain("no-such-directory");

    private Task<GraphQLHost> StartAsync(bool onlyPersisted, Action<Execution.RequestExecutorOptions>? configure = null) =>
        GraphQLHost.StartAsync(services: services => services.AddGraphQL()
            .AddFileSystemOperationDocumentStorage(_directory.FullName)
            .ModifyRequestOptions(options =>
            {
                options.PersistedOperations.OnlyAllowPersistedDocuments = onlyPersisted;
                configure?.Invoke(options);
            }));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return Encoding.UTF8.GetString(buffer, 0, received.Count);
    }
}
