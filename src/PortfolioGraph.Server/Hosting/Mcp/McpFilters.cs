using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Corrects messages that the library of the protocol writes itself.</summary>
internal static class McpFilters
{
    /// <summary>Adds the filters.</summary>
    /// <param name="filters">The filters of the server.</param>
    public static void Add(McpServerFilters filters) => filters.Message.OutgoingFilters.Add(static next => (context, cancellationToken) =>
    {
        switch (context.JsonRpcMessage)
        {
            case JsonRpcError { Error: { Data: null } error }:
                error.Data = new JsonObject { ["code"] = GetCode((McpErrorCode)error.Code) };
                break;
            // The library announces logs on its own, but this server sends none.
            case JsonRpcResponse { Result: JsonObject result } when result["capabilities"] is JsonObject capabilities:
                capabilities.Remove("logging");
                break;
        }

        return next(context, cancellationToken);
    });

    private static string GetCode(McpErrorCode error) => error switch
    {
        McpErrorCode.MethodNotFound => EngineErrorCodes.NotFound,
        McpErrorCode.InternalError => EngineErrorCodes.Internal,
        _ => EngineErrorCodes.HttpRequestInvalid,
    };
}
