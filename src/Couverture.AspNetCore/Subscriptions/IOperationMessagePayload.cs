namespace Couverture.AspNetCore.Subscriptions;

/// <summary>The payload of a client's message.</summary>
public interface IOperationMessagePayload
{
    /// <summary>Deserializes the payload, a JSON object; returns null if the message has no payload.</summary>
    /// <typeparam name="T">The target type.</typeparam>
    /// <exception cref="System.Text.Json.JsonException">The payload does not match the type.</exception>
    T? As<T>()
        where T : class;
}
