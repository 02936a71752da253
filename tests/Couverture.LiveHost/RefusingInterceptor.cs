using System.Text.Json;
using Couverture.AspNetCore.Subscriptions;

namespace Couverture.LiveHost;

/// <summary>Rejects connections whose payload has a member <c>refuse</c>.</summary>
internal sealed class RefusingInterceptor : DefaultSocketSessionInterceptor
{
    /// <inheritdoc />
    public override ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default) =>
        new(connectionInitMessage.As<Dictionary<string, JsonElement>>()?.ContainsKey("refuse") is true ? ConnectionStatus.Reject() : ConnectionStatus.Accept());
}
