using System.Text.Json;
using Microsoft.Extensions.Primitives;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Keys on WebSockets, to which pages cannot give headers. A socket that was opened without a key must bring one in the payload of
/// <c>connection_init</c>, under the names of the headers; each operation counts as a request of its key.
/// </summary>
/// <remarks>
/// It takes the application's services from the request: HotChocolate makes interceptors with the schema's. That engine also wraps what an
/// interceptor throws as an unexpected error; the folder of that engine takes the refusal of an operation out again.
/// </remarks>
internal sealed class WebSocketApiKeyInterceptor : DefaultSocketSessionInterceptor
{
    private const string Authorization = "Authorization";

    /// <inheritdoc />
    public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        var keys = context.RequestServices.GetRequiredService<ApiKeys>();
        if (keys.AreNeeded && context.User.Identity?.Name is null)
        {
            var payload = connectionInitMessage.As<Dictionary<string, JsonElement>>();
            if (keys.UserOf(Sent(payload, ApiKeys.Name), Sent(payload, Authorization)) is not { } user)
                return new(ConnectionStatus.Reject("Forbidden"));
            context.User = user;
        }

        return base.OnConnectAsync(session, connectionInitMessage, cancellationToken);
    }

    /// <inheritdoc />
    public override ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        if (context.RequestServices.GetRequiredService<RequestLimits>().CountOperation(context) is { } wait)
        {
            throw new GraphQLException(ErrorBuilder.New()
                .SetMessage(RequestLimits.MinuteIsUsedUp(wait))
                .SetCode(GraphErrorCodes.RateLimited)
                .SetExtension("retryAfter", wait)
                .Build());
        }

        // Not disposed of: it holds for the operation's own flow, which ends with it.
        if (context.User.Identity?.Name is { } name)
            _ = CallerScope.Begin(name);
        return base.OnRequestAsync(session, operationSessionId, requestBuilder, cancellationToken);
    }

    // As with headers the case of a name does not matter, and a name that comes twice says nothing.
    private static StringValues Sent(Dictionary<string, JsonElement>? payload, string name) => new(
        [.. (payload ?? []).Where(member => member.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(member => member.Value.ValueKind is JsonValueKind.String ? member.Value.GetString() : null)]);
}
