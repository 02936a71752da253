using Couverture.Execution;

namespace Couverture.AspNetCore.Subscriptions;

/// <summary>What an application has to say to sockets: whether one may begin, and whether an operation on it may run.</summary>
public interface ISocketSessionInterceptor
{
    /// <summary>Decides on a client's <c>connection_init</c>, before any operation of it; one that is not accepted is closed with 4403.</summary>
    /// <param name="session">The socket.</param>
    /// <param name="connectionInitMessage">The message.</param>
    /// <param name="cancellationToken">Is cancelled when the client has left.</param>
    ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default);

    /// <summary>
    /// Sees each operation before it runs. What it sets in an <see cref="AsyncLocal{T}"/> before its first wait, the operation sees.
    /// </summary>
    /// <param name="session">The socket.</param>
    /// <param name="operationSessionId">The operation's id on the socket.</param>
    /// <param name="requestBuilder">What is to run.</param>
    /// <param name="cancellationToken">Is cancelled when the operation is not wanted any more.</param>
    /// <exception cref="GraphQLException">The operation may not run; the client gets the errors.</exception>
    ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default);
}
