namespace Couverture.Generators.Models;

/// <summary>A method that becomes a DataLoader.</summary>
/// <param name="Namespace">The namespace of the method; empty for the global namespace.</param>
/// <param name="Key">The fully qualified method name; also the key of its location, for diagnostics.</param>
/// <param name="Name">The class name of the DataLoader; the interface name adds the prefix I.</param>
/// <param name="KeyType">The key type as written in generated code.</param>
/// <param name="ValueType">The value type as written in generated code.</param>
/// <param name="AreTypesPublic">Whether the key and value types are public, so that the interface can be public.</param>
/// <param name="ReturnsExactly">Whether the method returns exactly the type that the generated override returns.</param>
/// <param name="IsGroup">Whether the method returns a lookup, so that the DataLoader returns all values of a key.</param>
/// <param name="Arguments">The parameters after the keys.</param>
/// <param name="MaxBatchSize">The maximum number of keys in a batch; 0 for the default.</param>
internal sealed record DataLoaderModel(
    string Namespace,
    string Key,
    string Name,
    string KeyType,
    string ValueType,
    bool AreTypesPublic,
    bool ReturnsExactly,
    bool IsGroup,
    EquatableArray<DataLoaderArgument> Arguments,
    int MaxBatchSize)
{
    public string InterfaceName => "I" + Name;

    public string Qualify(string name) => Namespace.Length == 0 ? "global::" + name : $"global::{Namespace}.{name}";
}

/// <summary>A parameter of a DataLoader method after the keys.</summary>
/// <param name="ServiceType">The service type; null for the cancellation token.</param>
internal sealed record DataLoaderArgument(string? ServiceType);
