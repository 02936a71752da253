using System.Buffers;
using System.Text;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Calls tools: runs the operation of a tool with the arguments as its variables.</summary>
/// <param name="graph">The endpoint of the graph.</param>
/// <param name="http">The request of the client.</param>
/// <param name="logger">The log of faults.</param>
internal sealed class McpOperations(GraphEndpoint graph, IHttpContextAccessor http, ILogger<McpOperations> logger)
{
    /// <summary>
    /// Runs the operation. The result has the response of the graph as structured content and as text. It is an error if the response has no data or an argument is not valid, so that a model
    /// can correct it.
    /// </summary>
    /// <param name="tool">The tool.</param>
    /// <param name="arguments">The arguments; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async Task<CallToolResult> CallAsync(McpTool tool, IDictionary<string, JsonElement>? arguments, CancellationToken cancellationToken)
    {
        // The graph ignores variables that the operation does not have, and a default would silently take the place of a misspelled argument.
        if (arguments?.Keys.FirstOrDefault(name => !tool.Variables.Contains(name)) is { } unknown)
            return McpResults.CreateError(EngineErrorCodes.VariableInvalid, $"The tool {tool.Name} has no argument `{unknown}`. {DescribeArguments(tool)}");
        try
        {
            var response = await graph.RunAsync(http.HttpContext!, Write(tool, arguments), cancellationToken);
            using var json = JsonDocument.Parse(response);
            return McpResults.Create(json.RootElement.Clone(), Encoding.UTF8.GetString(response.Span), arguments);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogError(exception, "A tool of /mcp failed unexpectedly.");
            return McpResults.CreateError(EngineErrorCodes.Internal, "An unexpected error occurred. The log of the server has the details.");
        }
    }

    private static byte[] Write(McpTool tool, IDictionary<string, JsonElement>? arguments)
    {
        var body = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(body, RequestRewriter.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("documentId", tool.DocumentId);
        writer.WriteString("operationName", tool.Name);
        writer.WriteStartObject("variables");
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            writer.WritePropertyName(name);
            // Unchanged, so that the graph judges it.
            writer.WriteRawValue(value.GetRawText());
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenSpan.ToArray();
    }

    private static string DescribeArguments(McpTool tool) =>
        tool.Variables.Count == 0 ? "It has no arguments." : $"Its arguments are {string.Join(", ", tool.Variables.Order(StringComparer.Ordinal))}.";
}
