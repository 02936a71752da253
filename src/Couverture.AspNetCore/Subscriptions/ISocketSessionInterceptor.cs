using Couverture.Execution;

namespace Couverture.AspNetCore.Subscriptions;

/// <summary>Accepts or rejects socket connections and their operations.</summary>
public interface ISocketSessionInterceptor
{
    /// <summary>Handles <c>connection_init</c>, before any operation of the connection. A rejected socket is closed with 4403.</summary>
    /// <param name="session">The socket session.</param>
    /// <param name="connectionInitMessage">The message's payload.</param>
    /// <param name="cancellationToken">Signals that the client has disconnected.</param>
    ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default);

    /// <summary>
    /// Handles an operation before it is executed. The operation sees values that are set in an <see cref="AsyncLocal{T}"/> before the first
    /// asynchronous wait.
    /// </summary>
    /// <param name="session">The socket session.</param>
    /// <param name="operationSessionId">The operation's id on the socket.</param>
    /// <param name="requestBuilder">The request.</param>
    /// <param name="cancellationToken">Signals that the operation is cancelled.</param>
    /// <exception cref="GraphQLException">The operation is rejected; the client receives the errors.</exception>
    ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default);
}
