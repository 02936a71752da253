using System.Text;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Mcp;

/// <summary>Uses the endpoint for assistants of a server in memory.</summary>
internal static class McpGraph
{
    /// <summary>A setting that enables the endpoint.</summary>
    public static readonly Dictionary<string, string> Enabled = new() { ["Server:Mcp"] = "true" };

    /// <summary>Connects the client of the SDK.</summary>
    /// <param name="graph">The server.</param>
    /// <param name="headers">Headers of every request, such as a key.</param>
    /// <param name="version">The version of the protocol. Null for the newest.</param>
    public static async Task<McpClient> ConnectAsync(GraphServer graph, IDictionary<string, string>? headers = null, string? version = null)
    {
        var options = new HttpClientTransportOptions { Endpoint = new Uri("http://localhost/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers };
        return await McpClient.CreateAsync(new HttpClientTransport(options, graph.CreateClient(), ownsHttpClient: true), new McpClientOptions { ProtocolVersion = version });
    }

    /// <summary>Starts a server with the endpoint, and runs a test with a connected client.</summary>
    /// <param name="test">The test.</param>
    /// <param name="settings">Settings besides <see cref="Enabled"/>.</param>
    public static async Task RunAsync(Func<GraphServer, McpClient, Task> test, params (string Name, string Value)[] settings)
    {
        await using var graph = await GraphServer.StartAsync(With(settings));
        await using var client = await ConnectAsync(graph);
        await test(graph, client);
    }

    /// <summary>Returns <see cref="Enabled"/> with further settings.</summary>
    /// <param name="settings">The settings.</param>
    public static Dictionary<string, string> With(params (string Name, string Value)[] settings) =>
        new(Enabled.Concat(settings.Select(static setting => KeyValuePair.Create(setting.Name, setting.Value))));

    /// <summary>Returns an object's members as arguments.</summary>
    /// <param name="variables">The object.</param>
    public static IReadOnlyDictionary<string, object?> ArgumentsOf(object variables) =>
        JsonSerializer.SerializeToElement(variables).EnumerateObject().ToDictionary(static member => member.Name, static member => (object?)member.Value, StringComparer.Ordinal);

    /// <summary>Returns the response of the graph in a result, which has it twice.</summary>
    /// <param name="result">The result.</param>
    public static JsonElement ResponseOf(CallToolResult result)
    {
        var text = result.Content.ShouldHaveSingleItem().ShouldBeOfType<TextContentBlock>().Text;
        var response = result.StructuredContent.ShouldNotBeNull();
        JsonElement.DeepEquals(JsonElement.Parse(text), response).ShouldBeTrue("the text differs from the structured content");
        return response;
    }

    /// <summary>Returns the codes of the errors in a result.</summary>
    /// <param name="result">The result.</param>
    public static IReadOnlyList<string?> CodesOf(CallToolResult result) => new GraphResponse(default, ResponseOf(result)).Codes;

    /// <summary>Sends a message as a client that is not the SDK's.</summary>
    /// <param name="graph">The server.</param>
    /// <param name="json">The body.</param>
    /// <param name="change">Changes the request.</param>
    public static async Task<HttpResponseMessage> PostAsync(GraphServer graph, string json, Action<HttpRequestMessage>? change = null)
    {
        using var client = graph.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        change?.Invoke(request);
        return await client.SendAsync(request);
    }
}
