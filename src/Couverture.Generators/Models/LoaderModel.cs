namespace Couverture.Generators.Models;

/// <summary>A method that becomes a DataLoader.</summary>
/// <param name="Namespace">The namespace of the method; empty for the global one.</param>
/// <param name="Key">The method, fully qualified; findings are filed under it.</param>
/// <param name="Name">The loader's class name; its interface has an I before it.</param>
/// <param name="KeyType">The key as generated code writes it.</param>
/// <param name="ValueType">The value as generated code writes it.</param>
/// <param name="AreTypesPublic">Whether key and value allow a public interface.</param>
/// <param name="ReturnsExactly">Whether the method returns the very type that a batch must return.</param>
/// <param name="IsGroup">Whether the method returns a lookup, so that the loader gives all values of a key.</param>
/// <param name="Arguments">What follows the keys.</param>
/// <param name="MaxBatchSize">The most keys a batch may carry; 0 for the default.</param>
internal sealed record LoaderModel(
    string Namespace,
    string Key,
    string Name,
    string KeyType,
    string ValueType,
    bool AreTypesPublic,
    bool ReturnsExactly,
    bool IsGroup,
    EquatableArray<LoaderArgument> Arguments,
    int MaxBatchSize)
{
    public string InterfaceName => "I" + Name;

    public string Qualify(string name) => Namespace.Length == 0 ? "global::" + name : $"global::{Namespace}.{name}";
}

/// <summary>A parameter of a loader's method after the keys.</summary>
/// <param name="ServiceType">The service's type; null for the cancellation token.</param>
internal sealed record LoaderArgument(string? ServiceType);
