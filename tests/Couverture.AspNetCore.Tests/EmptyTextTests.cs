using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Couverture.AspNetCore.Tests.ServerSentEvents;
using Couverture.AspNetCore.Tests.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

/// <summary>An empty text names nothing, wherever a request has it and however the request comes: Strawberry Shake sends an empty <c>query</c> beside an id.</summary>
public sealed class EmptyTextTests : IAsyncLifetime
{
    private const string Greeting = "query Greeting { hello }";
    private const string Data = """{"data":{"hello":"Hello world"}}""";
    private const string GraphQL = "application/graphql-response+json";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("couverture-empty-");
    private GraphQLHost _host = null!;

    /// <summary>Requests that run the persisted document, or the text that they have.</summary>
    public static TheoryData<string> Good =>
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

    /// <summary>Requests that name nothing at all.</summary>
    public static TheoryData<string> Bad =>
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
    [MemberData(nameof(Good))]
    public async Task Post_Should_RunTheDocument_When_OtherTextsAreEmpty(string request) =>
        (await _host.Client.AskAsync(Post(Filled(request), GraphQL))).Body.ShouldBe(Data);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Post_Should_BeRefused_When_EveryTextIsEmpty(string request) => Refused(await _host.Client.AskAsync(Post(request, GraphQL)));

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Batch_Should_RunTheDocument_When_OtherTextsAreEmpty(string request) =>
        (await _host.Client.AskAsync(Post($"[{Filled(request)},{Filled(request)}]"))).Body.ShouldBe($"[{Data},{Data}]");

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Batch_Should_BeRefused_When_EveryTextOfOneIsEmpty(string request) =>
        Refused(await _host.Client.AskAsync(Post($$"""[{"id":"{{Hash}}"},{{request}}]""", GraphQL)));

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Get_Should_RunTheDocument_When_OtherTextsAreEmpty(string request) =>
        (await _host.Client.AskAsync(Get(AddressOf(Filled(request)), GraphQL))).Body.ShouldBe(Data);

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Get_Should_BeRefused_When_EveryTextIsEmpty(string request) => Refused(await _host.Client.AskAsync(Get(AddressOf(request), GraphQL)));

    [Theory]
    [InlineData("?query=")]
    [InlineData("?query=&id=&documentId=&extensions=")]
    public async Task Browser_Should_GetThePage_When_EveryTextIsEmpty(string query)
    {
        var answer = await _host.Client.AskAsync(Get("/graphql/" + query, "text/html,*/*;q=0.8"));

        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.ContentType.ShouldBe("text/html; charset=utf-8");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Socket_Should_RunTheDocument_When_OtherTextsAreEmpty(string request)
    {
        using var client = await SocketClient.ConnectAsync(_host);

        await client.SendAsync($$"""{"id":"1","type":"subscribe","payload":{{Filled(request)}}}""");

        (await client.ReadAsync()).ShouldBe($$"""{"id":"1","type":"next","payload":{{Data}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"1","type":"complete"}""");
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Socket_Should_BeClosedAsInvalid_When_EveryTextIsEmpty(string request)
    {
        using var client = await SocketClient.ConnectAsync(_host);

        await client.SendAsync($$"""{"id":"1","type":"subscribe","payload":{{request}}}""");

        var (code, reason) = await client.ReadCloseAsync();
        code.ShouldBe(4400);
        reason.ShouldNotBeNull().ShouldContain("`query`");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Events_Should_Come_When_OtherTextsAreEmpty(string request) =>
        (await _host.Client.AskAsync(Post(Filled(request), "text/event-stream"))).Body.ShouldBe($":\n\nevent: next\ndata: {Data}\n\nevent: complete\ndata:\n\n");

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Events_Should_BeRefused_When_EveryTextIsEmpty(string request) => Refused(await _host.Client.AskAsync(Post(request, "text/event-stream")));

    [Theory]
    [MemberData(nameof(Good))]
    public async Task ReservedStream_Should_HaveTheResult_When_OtherTextsAreEmpty(string request)
    {
        var token = (await _host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;
        using var events = await EventReader.OpenAsync(_host, With(token, Get("/graphql", "text/event-stream")));

        (await _host.Client.AskAsync(With(token, Post(Named(Filled(request)), GraphQL)))).Status.ShouldBe(HttpStatusCode.Accepted);

        (await events.ReadAsync()).ShouldBe($$"""event: next data: {"id":"1","payload":{{Data}}}""");
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task ReservedStream_Should_RefuseTheOperation_When_EveryTextIsEmpty(string request)
    {
        var token = (await _host.Client.AskAsync(new HttpRequestMessage(HttpMethod.Put, "/graphql"))).Body;

        Refused(await _host.Client.AskAsync(With(token, Post(Named(request), GraphQL))));
    }

    [Fact]
    public async Task Operation_Should_BeAskedFor_When_ItsNameIsEmptyAndThereAreTwo()
    {
        const string Two = "query A { hello } query B { hello }";
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);

        var post = await host.Client.AskAsync(Post($$"""{"query":"{{Two}}","operationName":""}""", GraphQL));
        var get = await host.Client.AskAsync(Get($"/graphql?query={Uri.EscapeDataString(Two)}&operationName=", GraphQL));
        await client.SendAsync($$$"""{"id":"1","type":"subscribe","payload":{"query":"{{{Two}}}","operationName":""}}""");

        post.Status.ShouldBe(HttpStatusCode.BadRequest);
        get.Body.ShouldBe(post.Body);
        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain(post.Error.Message);
    }

    private static string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Greeting)));

    private static string Filled(string request) => request.Replace("HASH", Hash).Replace("TEXT", Greeting);

    /// <summary>The same request as parameters of an address.</summary>
    private static string AddressOf(string request) => "/graphql?" + string.Join('&', JsonDocument.Parse(request).RootElement.EnumerateObject().Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value.ToString())}"));

    /// <summary>The same request with an id for the operation, as a reserved stream needs it.</summary>
    private static string Named(string request)
    {
        var named = JsonNode.Parse(request)!.AsObject();
        var extensions = named["extensions"] as JsonObject ?? [];
        extensions["operationId"] = "1";
        named["extensions"] = extensions;
        return named.ToJsonString();
    }

    private static HttpRequestMessage With(string token, HttpRequestMessage request)
    {
        request.Headers.Add("X-GraphQL-Event-Stream-Token", token);
        return request;
    }

    private static void Refused(Answer answer)
    {
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Error.Code.ShouldBe("REQUEST_INVALID");
        answer.Error.Message.ShouldContain("`query`");
        answer.Error.Message.ShouldContain("empty");
    }
}
