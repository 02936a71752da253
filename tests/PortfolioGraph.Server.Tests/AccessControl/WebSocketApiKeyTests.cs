using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Hosting;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>API keys on WebSockets. If the handshake has no key, the first message must have one before any operation runs. Each operation counts as a request.</summary>
public sealed class WebSocketApiKeyTests
{
    private const string Key = "a-key-of-the-wallet-page";
    private const string OtherKey = "the-other-key";
    private const string Acknowledged = """{"type":"connection_ack"}""";
    private const string Forbidden = "4403 Forbidden";

    public static TheoryData<string?, string> Payloads => new()
    {
        { $$"""{"X-Api-Key":"{{Key}}"}""", Acknowledged },
        { $$"""{"x-api-key":"{{Key}}"}""", Acknowledged },
        { $$"""{"Authorization":"Bearer {{Key}}"}""", Acknowledged },
        { $$"""{"authorization":"bearer {{Key}}"}""", Acknowledged },
        { $$"""{"authorization":"Basic abc","X-Api-Key":"{{Key}}"}""", Acknowledged },
        { $$"""{"X-Api-Key":"","authorization":"Bearer {{Key}}"}""", Acknowledged },
        { $$"""{"X-Api-Key":"wrong","authorization":"Bearer {{Key}}"}""", Forbidden },
        { $$"""{"X-Api-Key":"{{Key}}","x-api-key":"{{Key}}"}""", Forbidden },
        { $$"""{"X-Api-Key":"{{Key}}x"}""", Forbidden },
        { $$"""{"X-Api-Key":["{{Key}}"]}""", Forbidden },
        { $$$"""{"headers":{"X-Api-Key":"{{{Key}}}"}}""", Forbidden },
        { $$"""{"authorization":"{{Key}}"}""", Forbidden },
        { $$"""{"authorization":"Basic {{Key}}"}""", Forbidden },
        { """{"X-Api-Key":""}""", Forbidden },
        { """{"X-Api-Key":null}""", Forbidden },
        { """{"X-Api-Key":1}""", Forbidden },
        { "{}", Forbidden },
        { "null", Forbidden },
        { null, Forbidden },
    };

    [DiffersOnHotChocolate("it closes sockets with other codes and texts, and does not use TimeProvider")]
    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Socket_Should_BeAcknowledgedOnlyWithAKnownKey_When_TheKeyIsInItsPayload(string? payload, string response)
    {
        await using var graph = await StartAsync();
        using var socket = await OpenAsync(graph);

        await SendAsync(socket, payload is null ? """{"type":"connection_init"}""" : $$"""{"type":"connection_init","payload":{{payload}}}""");
        await SendAsync(socket, Subscribe("1"));

        (await ReadAsync(socket)).ShouldBe(response);
        if (response == Acknowledged)
            (await ReadAsync(socket)).ShouldStartWith("""{"id":"1","type":"next","payload":{"data":{"__typename":"Query"}""");
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(Key, StringComparison.Ordinal));
    }

    [DiffersOnHotChocolate("it closes sockets with other codes and texts, and does not use TimeProvider")]
    [Theory]
    [InlineData("X-Api-Key", Key, null, Acknowledged)]
    [InlineData("Authorization", "Bearer " + Key, null, Acknowledged)]
    [InlineData("X-Api-Key", "wrong", null, Forbidden)]
    [InlineData("X-Api-Key", "wrong", Key, Acknowledged)]
    [InlineData("Authorization", "Basic abc", Key, Acknowledged)]
    public async Task Socket_Should_RequireNoKeyInItsPayload_When_TheHandshakeHasAKey(string header, string value, string? inPayload, string response)
    {
        await using var graph = await StartAsync();
        using var socket = await OpenAsync(graph, headers => headers[header] = value);

        await SendAsync(socket, Init(inPayload));

        (await ReadAsync(socket)).ShouldBe(response);
    }

    [DiffersOnHotChocolate("it closes sockets with other codes and texts, and does not use TimeProvider")]
    [Fact]
    public async Task Operation_Should_NotRun_When_ItPrecedesTheKey()
    {
        await using var graph = await StartAsync();
        using var socket = await OpenAsync(graph);

        await SendAsync(socket, Subscribe("1", $$"""{ wallet(address: \"{{Wallets.Typical}}\") { valueUsd } }"""));

        (await ReadAsync(socket)).ShouldBe("4401 Unauthorized");
        graph.Calls.ShouldBeEmpty();
    }

    [DiffersOnHotChocolate("it closes sockets with other codes and texts, and does not use TimeProvider")]
    [Fact]
    public async Task Socket_Should_BeClosed_When_NoKeyArrivesInTime()
    {
        var time = new SteppedTimeProvider();
        await using var graph = await StartAsync(services => services.AddSingleton<TimeProvider>(time));
        using var socket = await OpenAsync(graph);
        await SendAsync(socket, """{"type":"ping"}""");
        (await ReadAsync(socket)).ShouldBe("""{"type":"pong"}""");

        time.Advance(TimeSpan.FromSeconds(10));

        (await ReadAsync(socket)).ShouldBe("4408 Connection initialisation timeout");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Operation_Should_CountAsARequestOfItsKey_When_ItRunsOnASocket(bool isInHandshake)
    {
        await using var graph = await StartAsync();
        using var socket = await ConnectAsync(graph, Key, isInHandshake);
        using var second = await ConnectAsync(graph, Key, isInHandshake);
        using var other = await ConnectAsync(graph, OtherKey, isInHandshake);

        List<string> responses = [];
        foreach (var (target, id) in new[] { (socket, "1"), (second, "2"), (socket, "3"), (other, "4") })
        {
            await SendAsync(target, Subscribe(id));
            responses.Add(await ReadAsync(target));
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7B__typename%7D") { Headers = { { "X-Api-Key", Key } } };
        using var byHttp = await graph.Client.SendAsync(request);

        responses[0].ShouldStartWith("""{"id":"1","type":"next",""");
        responses[1].ShouldStartWith("""{"id":"2","type":"next",""");
        responses[3].ShouldStartWith("""{"id":"4","type":"next",""");
        ((int)byHttp.StatusCode).ShouldBe(429);
        var error = JsonDocument.Parse(responses[2]).RootElement;
        // The completion of its previous operation comes first.
        error.GetProperty("type").GetString().ShouldBe("complete");
        error = JsonDocument.Parse(await ReadAsync(socket)).RootElement;
        error.GetProperty("type").GetString().ShouldBe("error");
        error.GetProperty("id").GetString().ShouldBe("3");
        var extensions = error.GetProperty("payload")[0].GetProperty("extensions");
        extensions.GetProperty("code").GetString().ShouldBe("RATE_LIMITED");
        extensions.GetProperty("retryAfter").GetInt32().ShouldBeInRange(1, 60);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Key_Should_IdentifyTheClientOfTheCallBudget_When_AnOperationRunsOnASocket(bool isInHandshake)
    {
        var loader = new BlockingStatusLoader();
        await using var graph = await StartAsync(services => services.AddSingleton<IDatasetLoader<Dataset, ServiceStatus>>(loader));
        using var socket = await ConnectAsync(graph, Key, isInHandshake);
        loader.Release();

        await SendAsync(socket, Subscribe("1", BlockingStatusLoader.Query));
        await ReadAsync(socket);

        loader.Caller.ShouldBe("wallet page");
    }

    [Theory]
    [InlineData("/report/" + Wallets.Typical + ".csv")]
    [InlineData("/graphql/index.html")]
    [InlineData("/graphql/x?query=%7B__typename%7D")]
    public async Task Handshake_Should_RequireAKey_When_ItCannotBecomeASocket(string path)
    {
        await using var graph = await StartAsync();
        var client = graph.CreateWebSocketClient();

        var opening = client.ConnectAsync(new Uri($"ws://localhost{path}"), CancellationToken.None);

        (await opening.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldContain("401");
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Socket_Should_RequireNoKey_When_NoKeyIsConfigured()
    {
        await using var graph = await GraphServer.StartAsync();
        using var socket = await OpenAsync(graph);

        await SendAsync(socket, """{"type":"connection_init","payload":{"X-Api-Key":"whatever"}}""");

        (await ReadAsync(socket)).ShouldBe(Acknowledged);
    }

    // HotChocolate creates the interceptor with the services of the schema, which do not include those of the application.
    [Fact]
    public void Interceptor_Should_HaveNoConstructorParameters_When_AnEngineCreatesIt() => typeof(WebSocketApiKeyInterceptor).GetConstructors().ShouldHaveSingleItem().GetParameters().ShouldBeEmpty();

    private static Task<GraphServer> StartAsync(Action<IServiceCollection>? services = null) => GraphServer.StartAsync(services: services, settings: new Dictionary<string, string>
    {
        ["Server:ApiKeys:0:Name"] = "wallet page",
        ["Server:ApiKeys:0:Hash"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
        ["Server:ApiKeys:0:RequestsPerMinute"] = "2",
        ["Server:ApiKeys:1:Name"] = "other",
        ["Server:ApiKeys:1:Hash"] = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(OtherKey))),
    });

    private static string Init(string? key) => key is null ? """{"type":"connection_init"}""" : $$$"""{"type":"connection_init","payload":{"X-Api-Key":"{{{key}}}"}}""";

    private static string Subscribe(string id, string query = "{ __typename }") => $$$"""{"id":"{{{id}}}","type":"subscribe","payload":{"query":"{{{query}}}"}}""";

    private static Task<WebSocket> OpenAsync(GraphServer graph, Action<IHeaderDictionary>? configure = null)
    {
        var client = graph.CreateWebSocketClient();
        client.SubProtocols.Add("graphql-transport-ws");
        client.ConfigureRequest = request => configure?.Invoke(request.Headers);
        return client.ConnectAsync(new Uri("ws://localhost/graphql"), CancellationToken.None);
    }

    private static async Task<WebSocket> ConnectAsync(GraphServer graph, string key, bool isInHandshake)
    {
        var socket = await OpenAsync(graph, headers =>
        {
            if (isInHandshake)
                headers[ApiKeys.HeaderName] = key;
        });
        await SendAsync(socket, Init(isInHandshake ? null : key));
        (await ReadAsync(socket)).ShouldBe(Acknowledged);
        return socket;
    }

    private static Task SendAsync(WebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    // Returns a message, or the close code and reason.
    private static async Task<string> ReadAsync(WebSocket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (result.MessageType is WebSocketMessageType.Close)
                return $"{(int)result.CloseStatus!.Value} {result.CloseStatusDescription}";
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
            if (result.EndOfMessage)
                return text.ToString();
        }
    }
}
