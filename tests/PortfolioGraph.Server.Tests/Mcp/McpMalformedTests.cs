using System.Net;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>A message that is not valid gets an error of JSON-RPC with a code, and leaves no trace of its content.</summary>
public sealed class McpMalformedTests
{
    private const string Secret = "d8da6bf26964af9d7eed9e03e53415d37aa96045";

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"0xd8da6bf26964af9d7eed9e03e53415d37aa96045":1,"0xd8da6bf26964af9d7eed9e03e53415d37aa96045":2}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"0xd8da6bf26964af9d7eed9e03e53415d37aa96045":1,"0xd8da6bf26964af9d7eed9e03e53415d37aa96045":2}}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"WalletTokens","arguments":{"address":"\ud800"}}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"WalletTokens","arguments":{"\ud800":1}}}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"clientInfo":{"name":"\udc00","version":"1"}}}""", -32700)]
    [InlineData("null", -32600)]
    [InlineData("[]", -32600)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":5}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/cancelled","params":[1]}""", -32602)]
    public async Task Message_Should_BeRejectedWithACode_When_ItIsNotAMessage(string json, int code)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        foreach (var version in (string?[])[null, "2025-11-25", "2026-07-28"])
        {
            using var response = await McpGraph.PostAsync(graph, json, request => Use(request, version));

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            await ShouldBeErrorAsync(response, code, "REQUEST_INVALID");
        }

        graph.Calls.ShouldBeEmpty();
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Message_Should_BeRejectedWithACode_When_ItIsTooDeep()
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, $$"""{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a": {{new string('[', 70) + new string(']', 70)}} } }""");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await ShouldBeErrorAsync(response, -32700, "REQUEST_INVALID");
    }

    [Theory]
    [InlineData("initialize", null)]
    [InlineData("initialize", "{}")]
    [InlineData("initialize", "[]")]
    [InlineData("initialize", "5")]
    [InlineData("initialize", """{"protocolVersion":5}""")]
    [InlineData("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":5,"version":"1"}}""")]
    [InlineData("ping", "[1]")]
    [InlineData("tools/list", """{"cursor":5}""")]
    [InlineData("tools/call", null)]
    [InlineData("tools/call", "{}")]
    [InlineData("tools/call", "[1]")]
    [InlineData("tools/call", """{"name":5}""")]
    [InlineData("tools/call", """{"name":"WalletTokens","arguments":5}""")]
    [InlineData("tools/call", """{"name":"WalletTokens","arguments":[]}""")]
    [InlineData("tools/call", """{"name":"WalletTokens","arguments":"x"}""")]
    [InlineData("prompts/get", """{"name":"explain_portfolio","arguments":[]}""")]
    [InlineData("prompts/get", """{"name":5}""")]
    [InlineData("resources/read", null)]
    [InlineData("resources/read", "{}")]
    [InlineData("resources/read", """{"uri":5}""")]
    public async Task Request_Should_GetInvalidParameters_When_TheirTypesAreWrong(string method, string? parameters)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);
        var json = parameters is null ? $$"""{"jsonrpc":"2.0","id":"seven","method":"{{method}}"}""" : $$"""{"jsonrpc":"2.0","id":"seven","method":"{{method}}","params": {{parameters}} }""";

        using var response = await McpGraph.PostAsync(graph, json);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ShouldBeErrorAsync(response, -32602, "REQUEST_INVALID")).GetProperty("id").GetString().ShouldBe("seven");
    }

    [Theory]
    [InlineData("no/such/method", "{}")]
    [InlineData("subscriptions/listen", "{}")]
    [InlineData("logging/setLevel", """{"level":"debug"}""")]
    [InlineData("resources/subscribe", """{"uri":"portfoliograph://errors"}""")]
    [InlineData("resources/unsubscribe", """{"uri":"portfoliograph://errors"}""")]
    [InlineData("completion/complete", """{"ref":{"type":"ref/prompt","name":"explain_risks"},"argument":{"name":"address","value":""}}""")]
    public async Task Request_Should_GetMethodNotFound_When_TheServerDoesNotHaveTheMethod(string method, string parameters)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params": {{parameters}} }""");

        ((int)response.StatusCode).ShouldBeLessThan(500);
        await ShouldBeErrorAsync(response, -32601, "NOT_FOUND");
    }

    // The newest version sends what a handshake sent before with each request. The library reports some of these errors without a code.
    [Theory]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":5}""")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":5,"io.modelcontextprotocol/clientCapabilities":{}}""")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":5,"version":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045"},"io.modelcontextprotocol/clientCapabilities":{}}""")]
    [InlineData("""{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"a","version":"1"},"io.modelcontextprotocol/clientCapabilities":[]}""")]
    public async Task Request_Should_GetAnError_When_ItsMetadataIsInvalid(string metadata)
    {
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);

        using var response = await McpGraph.PostAsync(graph, $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta": {{{metadata}}} } }""", static request => Use(request, "2026-07-28"));

        ((int)response.StatusCode).ShouldBeLessThan(500);
        await ShouldBeErrorAsync(response, null, null);
        graph.Logs.Lines.ShouldNotContain(line => line.Contains(Secret, StringComparison.OrdinalIgnoreCase));
    }

    private static void Use(HttpRequestMessage request, string? version)
    {
        if (version is not null)
            request.Headers.Add("MCP-Protocol-Version", version);
        if (version == "2026-07-28")
            request.Headers.Add("Mcp-Method", "tools/list");
    }

    private static async Task<JsonElement> ShouldBeErrorAsync(HttpResponseMessage response, int? code, string? name)
    {
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldNotContain(Secret);
        var message = JsonElement.Parse(response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? text[text.IndexOf('{', StringComparison.Ordinal)..].TrimEnd() : text);
        message.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
        var error = message.GetProperty("error");
        if (code is not null)
            error.GetProperty("code").GetInt32().ShouldBe(code.Value, text);
        if (name is not null)
        {
            error.TryGetProperty("data", out var data).ShouldBeTrue(text);
            data.GetProperty("code").GetString().ShouldBe(name);
        }

        return message;
    }
}
