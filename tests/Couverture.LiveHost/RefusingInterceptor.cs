using System.Text.Json;
using Couverture.AspNetCore.Subscriptions;

namespace Couverture.LiveHost;

/// <summary>Refuses the sockets that ask for it.</summary>
internal sealed class RefusingInterceptor : DefaultSocketSessionInterceptor
{
    /// <inheritdoc />
    public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default) =>
        new(connectionInitMessage.As<Dictionary<string, JsonElement>>()?.ContainsKey("refuse") is true ? ConnectionStatus.Reject() : ConnectionStatus.Accept());
}
