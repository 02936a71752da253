using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Handles the requests of the protocol. A request that names something unknown, or has an invalid argument, fails with the JSON-RPC error -32602, whose <c>data.code</c> is one of ERRORS.md.</summary>
/// <param name="tools">The tools.</param>
/// <param name="operations">Calls tools.</param>
/// <param name="resources">The resources.</param>
/// <param name="prompts">The prompts.</param>
/// <param name="logger">The log of faults.</param>
internal sealed class McpHandlers(McpTools tools, McpOperations operations, McpResources resources, McpPrompts prompts, ILogger<McpHandlers> logger)
{
    // The lists change with the settings and documents of the server only, which need a restart.
    private static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(5);

    /// <summary>Sets the handlers.</summary>
    /// <param name="handlers">The handlers of the server.</param>
    public void Set(McpServerHandlers handlers)
    {
        handlers.ListToolsHandler = Guard<ListToolsRequestParams, ListToolsResult>((_, _) => new(new ListToolsResult { Tools = [.. tools.All.Select(static tool => tool.Definition)], TimeToLive = TimeToLive, CacheScope = CacheScope.Private }));
        handlers.CallToolHandler = Guard<CallToolRequestParams, CallToolResult>((request, cancellationToken) => CallToolAsync(request.Params, cancellationToken));
        handlers.ListResourcesHandler = Guard<ListResourcesRequestParams, ListResourcesResult>((_, _) => new(new ListResourcesResult { Resources = [.. resources.All], TimeToLive = TimeToLive, CacheScope = CacheScope.Private }));
        handlers.ReadResourceHandler = Guard<ReadResourceRequestParams, ReadResourceResult>((request, _) => new(ReadResource(request.Params)));
        handlers.ListPromptsHandler = Guard<ListPromptsRequestParams, ListPromptsResult>((_, _) => new(new ListPromptsResult { Prompts = [.. prompts.All], TimeToLive = TimeToLive, CacheScope = CacheScope.Private }));
        handlers.GetPromptHandler = Guard<GetPromptRequestParams, GetPromptResult>((request, _) => new(GetPrompt(request.Params)));
    }

    // The library would report a fault without a code, and its log is silenced.
    private McpRequestHandler<TParameters, TResult> Guard<TParameters, TResult>(McpRequestHandler<TParameters, TResult> handler) => async (request, cancellationToken) =>
    {
        try
        {
            return await handler(request, cancellationToken);
        }
        catch (Exception exception) when (exception is not (McpException or OperationCanceledException))
        {
            logger.LogError(exception, "A request to /mcp failed unexpectedly.");
            throw new McpProtocolException("An unexpected error occurred. The log of the server has the details.", exception, McpErrorCode.InternalError) { Data = { ["code"] = EngineErrorCodes.Internal } };
        }
    };

    private async ValueTask<CallToolResult> CallToolAsync(CallToolRequestParams? request, CancellationToken cancellationToken)
    {
        var tool = tools.Find(request?.Name) ?? throw Reject(EngineErrorCodes.NotFound, "There is no tool of this name. The request tools/list returns the names.");
        return await operations.CallAsync(tool, request!.Arguments, cancellationToken);
    }

    private ReadResourceResult ReadResource(ReadResourceRequestParams? request) => new()
    {
        Contents = [resources.Read(request?.Uri) ?? throw Reject(EngineErrorCodes.NotFound, "There is no resource of this URI. The request resources/list returns the URIs.")],
        TimeToLive = TimeToLive,
        CacheScope = CacheScope.Private,
    };

    private GetPromptResult GetPrompt(GetPromptRequestParams? request)
    {
        var arguments = (request?.Arguments ?? new Dictionary<string, JsonElement>()).ToDictionary(static argument => argument.Key, static argument => argument.Value.ToString(), StringComparer.Ordinal);
        try
        {
            return prompts.Get(request?.Name, arguments) ?? throw Reject(EngineErrorCodes.NotFound, "There is no prompt of this name. The request prompts/list returns the names.");
        }
        catch (McpArgumentException invalid)
        {
            throw Reject(invalid.Code, invalid.Message);
        }
    }

    private static McpProtocolException Reject(string code, string message) => new(message, McpErrorCode.InvalidParams) { Data = { ["code"] = code } };
}
