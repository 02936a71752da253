namespace Couverture.AspNetCore.Subscriptions;

/// <summary>What comes with a message of a client.</summary>
public interface IOperationMessagePayload
{
    /// <summary>The payload, an object of JSON, read as a type; null where the message has none.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="System.Text.Json.JsonException">It cannot be read so.</exception>
    T? As<T>()
        where T : class;
}
