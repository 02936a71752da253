using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;

namespace PortfolioGraph.Server.Hosting;

/// <summary>A response of <c>/mcp</c> with an error of JSON-RPC, whose <c>data.code</c> is one of ERRORS.md.</summary>
internal static class McpError
{
    /// <summary>Writes the response.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">The error of JSON-RPC.</param>
    /// <param name="code">The code of ERRORS.md.</param>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="id">The id of the message: a string or a number. Null if it is unknown.</param>
    public static Task WriteAsync(HttpContext context, int status, McpErrorCode error, string code, string message, JsonElement? id)
    {
        var response = new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = (int)error, ["message"] = message, ["data"] = new JsonObject { ["code"] = code } },
            ["id"] = id is null ? null : JsonValue.Create(id.Value),
            ["jsonrpc"] = "2.0",
        };
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(response, context.RequestAborted);
    }
}

/// <summary>Thrown if a message cannot be handled.</summary>
/// <param name="error">The error of JSON-RPC.</param>
/// <param name="code">The code of ERRORS.md.</param>
/// <param name="message">What is wrong and what to do. It does not repeat what the client sent.</param>
/// <param name="id">The id of the message, if it is a request: a string or a number.</param>
internal sealed class McpMessageException(McpErrorCode error, string code, string message, JsonElement? id = null) : Exception(message)
{
    /// <summary>Writes the response. A request that can be read has a response of JSON-RPC, anything else only the status.</summary>
    /// <param name="context">The request.</param>
    public Task WriteAsync(HttpContext context) => McpError.WriteAsync(context, id is null ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, error, code, Message, id);
}
