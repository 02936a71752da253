using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Couverture.AspNetCore.Tests.ServerSentEvents;
using Couverture.AspNetCore.Tests.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>An empty string is treated as missing in every parameter and on every transport. Strawberry Shake sends an empty <c>query</c> with an id.</summary>
public sealed class EmptyStringTests : IAsyncLifetime
{
    private const string Greeting = "query Greeting { hello }";
    private const string Data = """{"data":{"hello":"Hello world"}}""";
    private const string GraphQL = "application/graphql-response+json";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("couverture-empty-");
    private GraphQLHost _host = null!;

    /// <summary>Requests that run the persisted document or their own document text.</summary>
    public static TheoryData<string> ValidRequests =>
    [
        """{"id":"HASH","query":""}""",
        """{"documentId":"HASH","query":""}""",
        """{"query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""",
        """{"id":"HASH","query":"","operationName":""}""",
        """{"id":"HASH","documentId":"","query":""}""",
        """{"id":"","documentId":"HASH","query":null}""",
        """{"documentId":"HASH","query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":""}}}""",
        """{"documentId":"","query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":"HASH"}}}""",
        """{"query":"TEXT","id":"","documentId":"","operationName":""}""",
        """{"query":"TEXT","documentId":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":""}}}""",
        """{"query":"TEXT","operationName":""}""",
    ];

    /// <summary>Requests that identify no document.</summary>
    public static TheoryData<string> InvalidRequests =>
    [
        """{"query":""}""",
        """{"id":""}""",
        """{"documentId":""}""",
        """{"query":"","id":"","documentId":"","operationName":""}""",
        """{"query":"","extensions":{"persistedQuery":{"version":1,"sha256Hash":""}}}""",
        """{"operationName":"Greeting","query":""}""",
    ];

    public async Task InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_directory.FullName, $"{Hash}.graphql"), Greeting);
        _host = await GraphQLHost.StartAsync(
            new GraphQLServerOptions { EnableBatching = true },
            services: services => services.AddGraphQL().AddFileSystemOperationDocumentStorage(_directory.FullName).ModifyRequestOptions(options => options.PersistedOperations.OnlyAllowPersistedDocuments = true));
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task Post_Should_RunTheDocument_When_OtherStringsAreEmpty(string request) =>
        (await _host.Client.GetResponseAsync(Post(FillPlaceholders(request), GraphQL))).Body.ShouldBe(Data);

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task Post_Should_BeRejected_When_EveryStringIsEmpty(string request) => ShouldBeRejected(await _host.Client.GetResponseAsync(Post(request, GraphQL)));

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task Batch_Should_RunTheDocument_When_OtherStringsAreEmpty(string request) =>
        (await _host.Client.GetResponseAsync(Post($"[{FillPlaceholders(request)},{FillPlaceholders(request)}]"))).Body.ShouldBe($"[{Data},{Data}]");

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task Batch_Should_BeRejected_When_EveryStringOfOneRequestIsEmpty(string request) =>
        ShouldBeRejected(await _host.Client.GetResponseAsync(Post($$"""[{"id":"{{Hash}}"},{{request}}]""", GraphQL)));

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task Get_Should_RunTheDocument_When_OtherStringsAreEmpty(string request) =>
        (await _host.Client.GetResponseAsync(Get(ToGetAddress(FillPlaceholders(request)), GraphQL))).Body.ShouldBe(Data);

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task Get_Should_BeRejected_When_EveryStringIsEmpty(string request) => ShouldBeRejected(await _host.Client.GetResponseAsync(Get(ToGetAddress(request), GraphQL)));

    [Theory]
    [InlineData("?query=")]
    [InlineData("?query=&id=&documentId=&extensions=")]
    public async Task Browser_Should_ReceiveTheIde_When_EveryStringIsEmpty(string query)
    {
        var response = await _host.Client.GetResponseAsync(Get("/graphql/" + query, "text/html,*/*;q=0.8"));

        response.Status.ShouldBe(HttpStatusCode.OK);
        response.ContentType.ShouldBe("text/html; charset=utf-8");
    }

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task Socket_Should_RunTheDocument_When_OtherStringsAreEmpty(string request)
    {
        using var client = await SocketClient.ConnectAsync(_host);

        await client.SendAsync($$"""{"id":"1","type":"subscribe","payload":{{FillPlaceholders(request)}}}""");

        (await client.ReadAsync()).ShouldBe($$"""{"id":"1","type":"next","payload":{{Data}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
    }

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task Socket_Should_BeClosedAsInvalid_When_EveryStringIsEmpty(string request)
    {
        using var client = await SocketClient.ConnectAsync(_host);

        await client.SendAsync($$"""{"id":"1","type":"subscribe","payload":{{request}}}""");

        var (code, reason) = await client.ReadCloseAsync();
        code.ShouldBe(4400);
        reason.ShouldNotBeNull().ShouldContain("`query`");
    }

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task EventStream_Should_ReturnTheResult_When_OtherStringsAreEmpty(string request) =>
        (await _host.Client.GetResponseAsync(Post(FillPlaceholders(request), "text/event-stream"))).Body.ShouldBe($":\n\nevent: next\ndata: {Data}\n\nevent: complete\ndata:\n\n");

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task EventStream_Should_BeRejected_When_EveryStringIsEmpty(string request) => ShouldBeRejected(await _host.Client.GetResponseAsync(Post(request, "text/event-stream")));

    [Theory]
    [MemberData(nameof(ValidRequests))]
    public async Task ReservedStream_Should_ReceiveTheResult_When_OtherStringsAreEmpty(string request)
    {
        var token = (await _host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;
        using var events = await EventReader.OpenAsync(_host, WithToken(token, Get("/graphql", "text/event-stream")));

        (await _host.Client.GetResponseAsync(WithToken(token, Post(WithOperationId(FillPlaceholders(request)), GraphQL)))).Status.ShouldBe(HttpStatusCode.Accepted);

        (await events.ReadAsync()).ShouldBe($$"""event: next data: {"id":"1","payload":{{Data}}}""");
    }

    [Theory]
    [MemberData(nameof(InvalidRequests))]
    public async Task ReservedStream_Should_RejectTheOperation_When_EveryStringIsEmpty(string request)
    {
        var token = (await _host.Client.GetResponseAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;

        ShouldBeRejected(await _host.Client.GetResponseAsync(WithToken(token, Post(WithOperationId(request), GraphQL))));
    }

    [Fact]
    public async Task OperationName_Should_BeRequired_When_ItIsEmptyAndTheDocumentHasTwoOperations()
    {
        const string Two = "query A { hello } query B { hello }";
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);

        var post = await host.Client.GetResponseAsync(Post($$"""{"query":"{{Two}}","operationName":""}""", GraphQL));
        var get = await host.Client.GetResponseAsync(Get($"/graphql?query={Uri.EscapeDataString(Two)}&operationName=", GraphQL));
        await client.SendAsync($$$"""{"id":"1","type":"subscribe","payload":{"query":"{{{Two}}}","operationName":""}}""");

        post.Status.ShouldBe(HttpStatusCode.BadRequest);
        get.Body.ShouldBe(post.Body);
        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain(post.Error.Message);
    }

    private static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Greeting)));

    private static string FillPlaceholders(string request) => request.Replace("HASH", Hash).Replace("TEXT", Greeting);

    /// <summary>Returns a GET address with the request's parameters.</summary>
    private static string ToGetAddress(string request) => "/graphql?" + string.Join('&', JsonDocument.Parse(request).RootElement.EnumerateObject().Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value.ToString())}"));

    /// <summary>Adds the operation id that a reserved stream requires.</summary>
    private static string WithOperationId(string request)
    {
        var json = JsonNode.Parse(request)!.AsObject();
        var extensions = json["extensions"] as JsonObject ?? [];
        extensions["operationId"] = "1";
        json["extensions"] = extensions;
        return json.ToJsonString();
    }

    private static HttpRequestMessage WithToken(string token, HttpRequestMessage request)
    {
        request.Headers.Add("X-GraphQL-Event-Stream-Token", token);
        return request;
    }

    private static void ShouldBeRejected(TestResponse response)
    {
        response.Status.ShouldBe(HttpStatusCode.BadRequest);
        response.Error.Code.ShouldBe("REQUEST_INVALID");
        response.Error.Message.ShouldContain("`query`");
        response.Error.Message.ShouldContain("empty");
    }
}
