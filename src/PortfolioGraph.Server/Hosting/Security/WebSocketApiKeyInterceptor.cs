using System.Text.Json;
using Microsoft.Extensions.Primitives;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Checks API keys on WebSockets, for which browsers cannot set headers. A WebSocket that was opened without a key must send one in the payload of
/// <c>connection_init</c>, in members named like the headers. Each operation counts as a request of its key.
/// </summary>
/// <remarks>
/// The interceptor resolves services from the request, because HotChocolate creates interceptors with the services of the schema. HotChocolate also
/// wraps exceptions of interceptors as unexpected errors; the code in <c>Engine/HotChocolate</c> unwraps the rejection of an operation.
/// </remarks>
internal sealed class WebSocketApiKeyInterceptor : DefaultSocketSessionInterceptor
{
    private const string Authorization = "Authorization";

    /// <inheritdoc />
    public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        var keys = context.RequestServices.GetRequiredService<ApiKeys>();
        if (keys.AreRequired && context.User.Identity?.Name is null)
        {
            var payload = connectionInitMessage.As<Dictionary<string, JsonElement>>();
            if (keys.FindUser(ReadMember(payload, ApiKeys.HeaderName), ReadMember(payload, Authorization)) is not { } user)
                return new(ConnectionStatus.Reject("Forbidden"));
            context.User = user;
        }

        return base.OnConnectAsync(session, connectionInitMessage, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default)
    {
        // Not disposed, because the scope belongs to the asynchronous flow of the operation and ends with it. An asynchronous method would end the scope when it returns.
        if (session.Connection.HttpContext.User.Identity?.Name is { } name)
            _ = CallerScope.Begin(name);
        return CountAsync(session.Connection.HttpContext);
    }

    private static async ValueTask CountAsync(HttpContext context)
    {
        if (await context.RequestServices.GetRequiredService<RequestLimits>().CountOperationAsync(context) is not { } wait)
            return;

        throw new GraphQLException(ErrorBuilder.New()
            .SetMessage(RequestLimits.FormatRateLimitMessage(wait))
            .SetCode(GraphErrorCodes.RateLimited)
            .SetExtension("retryAfter", wait)
            .Build());
    }

    // Like headers, names are case-insensitive. A repeated name yields several values, which count as none.
    private static StringValues ReadMember(Dictionary<string, JsonElement>? payload, string name) => new(
        [.. (payload ?? []).Where(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString() : null)]);
}
