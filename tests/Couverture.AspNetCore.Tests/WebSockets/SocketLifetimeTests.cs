using System.Net.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>The handshake, keep-alive, limits and close of sockets.</summary>
public sealed class SocketLifetimeTests
{
    private static readonly TimeSpan OneMillisecond = TimeSpan.FromMilliseconds(1);

    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public async Task Socket_Should_BeClosed_When_ItIsNotInitializedInTime()
    {
        await using var host = await StartAsync(new GraphQLServerOptions { Sockets = { ConnectionInitializationTimeout = TimeSpan.FromSeconds(3) } });
        using var client = await SocketClient.OpenAsync(host);
        await PingAsync(client);

        _time.Advance(TimeSpan.FromSeconds(3) - OneMillisecond);
        await PingAsync(client);
        _time.Advance(OneMillisecond);

        (await client.ReadCloseAsync()).ShouldBe((4408, "Connection initialisation timeout"));
    }

    [Fact]
    public async Task Socket_Should_StayOpen_When_TheClientAnswersPings()
    {
        await using var host = await StartAsync(new GraphQLServerOptions());
        using var client = await SocketClient.ConnectAsync(host);
        _time.Advance(TimeSpan.FromSeconds(10));

        for (var i = 0; i < 3; i++)
        {
            (await client.ReadAsync()).ShouldBe("""{"type":"ping"}""");
            await client.SendAsync("""{"type":"pong"}""");
            await PingAsync(client);
            _time.Advance(TimeSpan.FromSeconds(12));
        }

        (await client.ReadAsync()).ShouldBe("""{"type":"ping"}""");
    }

    [Fact]
    public async Task Socket_Should_BeAborted_When_TheClientIsSilentBetweenPings()
    {
        await using var host = await StartAsync(new GraphQLServerOptions());
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("n", "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await client.ReadAsync()).ShouldBe("""{"type":"ping"}""");

        await _time.AdvanceUntilAsync(host.Schema.SourceEnded.WaitAsync(), TimeSpan.FromSeconds(12));

        await Should.ThrowAsync<WebSocketException>(client.ReadAsync());
    }

    [Fact]
    public async Task Socket_Should_NotBePinged_When_KeepAliveIsDisabled()
    {
        await using var host = await StartAsync(new GraphQLServerOptions { Sockets = { KeepAliveInterval = null } });
        using var client = await SocketClient.ConnectAsync(host);

        _time.Advance(TimeSpan.FromHours(1));

        await PingAsync(client);
    }

    [Fact]
    public async Task Subscriptions_Should_End_When_TheClientClosesTheSocket()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", "subscription { noted }");
        await client.SubscribeAsync("2", "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();
        await host.Schema.SourceStarted.WaitAsync();

        await client.CloseAsync();

        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
        await host.Schema.SourceEnded.WaitAsync();
        await host.Schema.SourceEnded.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Subscriptions_Should_End_When_TheConnectionIsLost()
    {
        await using var host = await GraphQLHost.StartAsync();
        using (var client = await SocketClient.ConnectAsync(host))
        {
            await client.SubscribeAsync("1", "subscription { noted }");
            await host.Schema.SourceStarted.WaitAsync();
            client.Socket.Abort();
        }

        await host.Schema.SourceEnded.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Source_Should_Pause_When_TheClientDoesNotRead()
    {
        await using var host = await StartAsync(new GraphQLServerOptions());
        using var client = await RawSocket.OpenAsync(host, "graphql-transport-ws", receiveBuffer: 4096);
        await client.SendAsync("""{"type":"connection_init"}""");
        await client.SendAsync("""{"id":"1","type":"subscribe","payload":{"query":"subscription { endless }"}}""");

        var emitted = await WaitUntilSourcePausesAsync(host);

        // The limit is what fits into the buffers at both ends of the connection; the source is endless.
        emitted.ShouldBeLessThan(2000);
        await _time.AdvanceUntilAsync(host.Schema.SourceEnded.WaitAsync(), TimeSpan.FromSeconds(12));
        await client.ReadToEndAsync();
    }

    [Fact]
    public async Task Subscribe_Should_BeRejected_When_MaxOperationsIsReached()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { Sockets = { MaxOperations = 2 } });
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("1", "subscription { noted }");
        await client.SubscribeAsync("2", "subscription { noted }");

        await client.SubscribeAsync("3", "mutation { touch }");

        var error = (await client.ReadAsync()).ShouldNotBeNull();
        error.ShouldStartWith("""{"id":"3","type":"error","payload":[{"message":""");
        error.ShouldContain("LIMIT_EXCEEDED");
        host.Schema.TouchCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("same", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task Handshake_Should_BeRejected_When_TheOriginIsAnotherHost(string? origin, bool isOpened)
    {
        await using var host = await GraphQLHost.StartAsync();

        var opening = SocketClient.OpenAsync(host, origin: origin == "same" ? $"http://{host.SocketAddress.Authority}" : origin);

        if (isOpened)
            (await opening).Dispose();
        else
            (await Should.ThrowAsync<WebSocketException>(opening)).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Handshake_Should_UseIsOriginAllowed_When_ItIsSet()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { Sockets = { IsOriginAllowed = (_, origin) => origin == "https://friend.example" } });

        (await SocketClient.OpenAsync(host, origin: "https://friend.example")).Dispose();
        (await Should.ThrowAsync<WebSocketException>(SocketClient.OpenAsync(host, origin: $"http://{host.SocketAddress.Authority}"))).Message.ShouldContain("403");
    }

    [Fact]
    public async Task Handshake_Should_BeRejected_When_SocketsAreDisabled()
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { Sockets = { Enable = false } });

        (await Should.ThrowAsync<WebSocketException>(SocketClient.OpenAsync(host))).Message.ShouldContain("404");
    }

    [Fact]
    public async Task Stop_Should_CloseSocketsAsGoingAway_When_TheServerShutsDown()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("n", "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();

        var stopping = host.StopAsync();
        var close = await client.ReadCloseAsync();
        await client.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

        close.ShouldBe(((int)WebSocketCloseStatus.EndpointUnavailable, "Going away"));
        await stopping;
        await host.Schema.SourceEnded.WaitAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_Should_AbortSockets_When_TheClientDoesNotCompleteTheClose()
    {
        await using var host = await StartAsync(new GraphQLServerOptions());
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("n", "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();

        await _time.AdvanceUntilAsync(host.StopAsync(), TimeSpan.FromSeconds(5));

        await host.Schema.SourceEnded.WaitAsync();
    }

    private Task<GraphQLHost> StartAsync(GraphQLServerOptions options) =>
        GraphQLHost.StartAsync(options, services: services => services.AddSingleton<TimeProvider>(_time));

    // A pong shows that the server has read all earlier messages.
    private static async Task PingAsync(SocketClient client)
    {
        await client.SendAsync("""{"type":"ping"}""");
        (await client.ReadAsync()).ShouldBe("""{"type":"pong"}""");
    }

    // The source emits events as fast as the server requests them. It has paused when no event was emitted while the server handled 50 requests.
    private static async Task<int> WaitUntilSourcePausesAsync(GraphQLHost host)
    {
        var (before, now) = (-1, 0);
        while (now == 0 || before != now)
        {
            for (var i = 0; i < 50; i++)
                (await host.Client.GetResponseAsync(Requests.Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
            (before, now) = (now, host.Schema.EmittedEvents);
        }
        return now;
    }
}
