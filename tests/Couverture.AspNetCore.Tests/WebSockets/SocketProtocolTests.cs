using System.Net.WebSockets;

namespace Couverture.AspNetCore.Tests.WebSockets;

/// <summary>The messages and close codes of the <c>graphql-transport-ws</c> protocol.</summary>
public sealed class SocketProtocolTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task Subscribe_Should_SendResultsAndComplete_When_TheSourceEnds()
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SubscribeAsync("1\"ä", "subscription { spelled }");

        (await client.ReadAsync()).ShouldBe("""{"id":"1\u0022\u00E4","type":"next","payload":{"data":{"spelled":"a"}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"1\u0022\u00E4","type":"next","payload":{"data":{"spelled":"b"}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"1\u0022\u00E4","type":"complete"}""");
        await client.CloseAsync();
        client.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Theory]
    [InlineData("{ hello }", """{"data":{"hello":"Hello world"}}""")]
    [InlineData("{ broken }", """{"errors":[{"message":"Broken on purpose.","locations":[{"line":1,"column":3}],"path":["broken"],"extensions":{"code":"BROKEN"}}],"data":null}""")]
    public async Task Subscribe_Should_SendOneResult_When_TheOperationIsAQuery(string query, string result)
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SubscribeAsync("q", query);

        (await client.ReadAsync()).ShouldBe($$"""{"id":"q","type":"next","payload":{{result}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"q","type":"complete"}""");
    }

    [Fact]
    public async Task Subscribe_Should_SendPartsAsResults_When_TheOperationDefers()
    {
        await using var host = await GraphQLHost.StartIncrementalAsync();
        using var client = await SocketClient.ConnectAsync(host);

        await client.SubscribeAsync("d", "{ hello ... @defer { later } }");

        (await client.ReadAsync()).ShouldBe("""{"id":"d","type":"next","payload":{"data":{"hello":"Hello world"},"pending":[{"id":"0","path":[]}],"hasNext":true}}""");
        host.Schema.DeferredGate.SetResult();
        (await client.ReadAsync()).ShouldBe("""{"id":"d","type":"next","payload":{"incremental":[{"id":"0","data":{"later":"at last"}}],"completed":[{"id":"0"}],"hasNext":false}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"d","type":"complete"}""");
    }

    [Theory]
    [InlineData("{ ", "GRAPHQL_SYNTAX")]
    [InlineData("{ nope }", "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("subscription { refused }", "REFUSED")]
    public async Task Subscribe_Should_SendOnlyAnError_When_TheRequestFails(string query, string code)
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SubscribeAsync("e", query);
        var message = JsonDocument.Parse((await client.ReadAsync())!).RootElement;
        await client.SubscribeAsync("e", "{ hello }");

        message.GetProperty("type").GetString().ShouldBe("error");
        message.GetProperty("id").GetString().ShouldBe("e");
        message.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe(code);
        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("Hello world");
    }

    [Fact]
    public async Task Subscribe_Should_EndWithAGenericError_When_TheSourceFails()
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SubscribeAsync("f", "subscription { failing }");

        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("first");
        var error = (await client.ReadAsync()).ShouldNotBeNull();
        error.ShouldStartWith("""{"id":"f","type":"error","payload":[{""");
        error.ShouldContain("INTERNAL_ERROR");
        error.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Operations_Should_BeMultiplexed_When_OneWaits()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);

        await client.SubscribeAsync("waiting", "subscription { noted }");
        await client.SubscribeAsync("quick", "{ hello }");

        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("quick");
        (await client.ReadAsync()).ShouldBe("""{"id":"quick","type":"complete"}""");
        await host.Schema.Notes.Writer.WriteAsync("now");
        (await client.ReadAsync()).ShouldBe("""{"id":"waiting","type":"next","payload":{"data":{"noted":"now"}}}""");
    }

    [Fact]
    public async Task Complete_Should_EndTheSourceAndFreeTheId_When_TheClientSendsIt()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("n", "subscription { noted }");
        await host.Schema.SourceStarted.WaitAsync();

        await client.SendAsync("""{"id":"n","type":"complete"}""");
        await host.Schema.SourceEnded.WaitAsync();
        await client.SubscribeAsync("n", "{ hello }");

        (await client.ReadAsync()).ShouldBe("""{"id":"n","type":"next","payload":{"data":{"hello":"Hello world"}}}""");
        (await client.ReadAsync()).ShouldBe("""{"id":"n","type":"complete"}""");
    }

    [Fact]
    public async Task Complete_Should_CancelAQuery_When_ItIsInFlight()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);
        await client.SubscribeAsync("w", "{ waits }");
        await host.Schema.ResolverStarted.Task;

        await client.SendAsync("""{"id":"w","type":"complete"}""");

        await host.Schema.ResolverCancelled.Task;
        await client.SubscribeAsync("h", "{ hello }");
        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("\"h\"");
    }

    [Theory]
    [InlineData("""{"id":"unknown","type":"complete"}""")]
    [InlineData("""{"type":"pong"}""")]
    [InlineData("""{"type":"pong","payload":{"a":1}}""")]
    public async Task Message_Should_BeIgnored_When_ItHasNoEffect(string message)
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SendAsync(message);
        await client.SubscribeAsync("h", "{ hello }");

        (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("Hello world");
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":null}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":{"at":[1,"2"]}}""", """{"type":"pong","payload":{"at":[1,"2"]}}""")]
    public async Task Ping_Should_ReceiveAPong_When_SentBeforeInitialization(string ping, string pong)
    {
        using var client = await SocketClient.OpenAsync(shared.Host);

        await client.SendAsync(ping);

        (await client.ReadAsync()).ShouldBe(pong);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"connection_ack"}""")]
    [InlineData("""{"type":"next","id":"1","payload":{}}""")]
    [InlineData("""{"type":"start","id":"1","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"CONNECTION_INIT"}""")]
    [InlineData("""{"type":"connection_init","payload":[]}""")]
    [InlineData("""{"type":"ping","payload":"now"}""")]
    [InlineData("""{"type":"ping","type":"ping"}""")]
    [InlineData("""{"type":"complete"}""")]
    [InlineData("""{"type":"complete","id":7}""")]
    public async Task Socket_Should_BeClosedAsInvalid_When_AMessageIsInvalid(string message)
    {
        using var client = await SocketClient.OpenAsync(shared.Host);

        await client.SendAsync(message);

        var (code, reason) = await client.ReadCloseAsync();
        code.ShouldBe(4400);
        reason.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""")]
    [InlineData("""{"type":"subscribe","id":"1"}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":null}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":"{ hello }"}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":[]}}""")]
    public async Task Socket_Should_BeClosedAsInvalid_When_ASubscribeIsMalformed(string message)
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SendAsync(message);

        (await client.ReadCloseAsync()).Code.ShouldBe(4400);
    }

    [Fact]
    public async Task Socket_Should_BeClosedAsInvalid_When_AMessageIsBinary()
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SendAsync([0x7b, 0x7d], WebSocketMessageType.Binary);

        (await client.ReadCloseAsync()).Code.ShouldBe(4400);
    }

    [Fact]
    public async Task Socket_Should_BeClosed_When_TextIsNotUtf8()
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SendAsync([0x22, 0xff, 0x22], WebSocketMessageType.Text);

        (await client.ReadCloseAsync()).Code.ShouldBe((int)WebSocketCloseStatus.InvalidPayloadData);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public async Task Socket_Should_EnforceTheLimitToTheByte_When_AMessageIsLarge(int length, bool isAccepted)
    {
        await using var host = await GraphQLHost.StartAsync(new GraphQLServerOptions { MaxRequestBodySize = 1000 });
        using var client = await SocketClient.ConnectAsync(host);

        await client.SendAsync("""{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}""".PadRight(length));

        if (isAccepted)
            (await client.ReadAsync()).ShouldNotBeNull().ShouldContain("Hello world");
        else
            (await client.ReadCloseAsync()).Code.ShouldBe((int)WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task Socket_Should_BeClosedAsUnauthorized_When_TheClientSubscribesBeforeTheAcknowledgment()
    {
        using var client = await SocketClient.OpenAsync(shared.Host);

        await client.SubscribeAsync("1", "mutation { touch }");

        (await client.ReadCloseAsync()).ShouldBe((4401, "Unauthorized"));
        shared.Host.Schema.TouchCount.ShouldBe(0);
    }

    [Fact]
    public async Task Socket_Should_BeClosed_When_AnIdIsInUse()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var client = await SocketClient.ConnectAsync(host);
        var id = new string('ä', 100);
        await client.SubscribeAsync(id, "subscription { noted }");

        await client.SubscribeAsync(id, "{ hello }");

        var (code, reason) = await client.ReadCloseAsync();
        code.ShouldBe(4409);
        reason.ShouldNotBeNull().ShouldStartWith("Subscriber for ä");
        Encoding.UTF8.GetByteCount(reason).ShouldBeLessThanOrEqualTo(123);
        await host.Schema.SourceEnded.WaitAsync();
    }

    [Fact]
    public async Task Socket_Should_BeClosed_When_ItIsInitializedTwice()
    {
        using var client = await SocketClient.ConnectAsync(shared.Host);

        await client.SendAsync("""{"type":"connection_init"}""");

        (await client.ReadCloseAsync()).ShouldBe((4429, "Too many initialisation requests"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task Socket_Should_BeClosed_When_TheSubprotocolIsNotSupported(string? protocol)
    {
        using var raw = await RawSocket.OpenAsync(shared.Host, protocol);

        (await raw.ReadCloseCodeAsync()).ShouldBe(4406);
    }
}
