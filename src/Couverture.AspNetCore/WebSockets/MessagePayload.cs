using System.Text.Json;
using Couverture.AspNetCore.Subscriptions;

namespace Couverture.AspNetCore.WebSockets;

/// <inheritdoc cref="IOperationMessagePayload"/>
/// <param name="payload">The payload; null for none.</param>
internal sealed class MessagePayload(JsonElement? payload) : IOperationMessagePayload
{
    public T? As<T>()
        where T : class => payload?.Deserialize<T>(JsonSerializerOptions.Web);
}
