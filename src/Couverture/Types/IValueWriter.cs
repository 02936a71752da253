using System.Text.Json;

namespace Couverture.Types;

/// <summary>A scalar that writes values of a value type to responses without boxing them. It writes what <see cref="ScalarType.TrySerialize"/> returns for the same value.</summary>
/// <typeparam name="T">The type of the values.</typeparam>
public interface IValueWriter<T>
{
    /// <summary>Writes a value.</summary>
    /// <param name="writer">Receives the JSON.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if nothing was written, because the value is not a value of this scalar.</returns>
    bool TryWrite(Utf8JsonWriter writer, T value);
}
