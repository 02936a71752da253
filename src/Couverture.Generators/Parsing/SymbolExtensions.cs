using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Reads the attributes of symbols.</summary>
internal static class SymbolExtensions
{
    /// <summary>Returns the Couverture attribute with the given class name; null if the symbol does not have it.</summary>
    public static AttributeData? FindAttribute(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(a =>
            a.AttributeClass is { } c && c.Name == attribute && IsCouvertureType(c));

    public static bool HasAttribute(this ISymbol symbol, string attribute) => symbol.FindAttribute(attribute) is not null;

    /// <summary>Returns the first constructor argument of an attribute as a string; null if the attribute is missing.</summary>
    public static string? AttributeText(this ISymbol symbol, string attribute) =>
        symbol.FindAttribute(attribute) is { ConstructorArguments.Length: > 0 } data ? data.ConstructorArguments[0].Value as string : null;

    /// <summary>Returns a named argument that is an array of strings; empty if the argument is missing.</summary>
    public static EquatableArray<string> NamedStrings(this AttributeData attribute, string name) => attribute.NamedArguments
        .Where(a => a.Key == name && a.Value is { Kind: TypedConstantKind.Array, IsNull: false })
        .SelectMany(a => a.Value.Values)
        .Select(v => v.Value)
        .OfType<string>()
        .ToEquatable();

    /// <summary>Returns a named argument, or <paramref name="defaultValue"/> if the argument is missing.</summary>
    public static T NamedArgument<T>(this AttributeData attribute, string name, T defaultValue)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value)
                return value;
        }

        return defaultValue;
    }

    /// <summary>Returns the reason of <c>[GraphQLDeprecated]</c>, else of <c>[Obsolete]</c>; null if the member is not deprecated.</summary>
    public static string? DeprecationReason(this ISymbol symbol)
    {
        if (symbol.AttributeText("GraphQLDeprecatedAttribute") is { } reason)
            return reason;
        if (Obsolete(symbol) is not { } obsolete)
            return null;
        return obsolete.ConstructorArguments.Length > 0 && obsolete.ConstructorArguments[0].Value is string text ? text : "No longer supported";
    }

    /// <summary>Whether <c>[Obsolete]</c> makes every use of a member a compiler error, including uses in generated code.</summary>
    public static bool IsObsoleteError(this ISymbol symbol) =>
        Obsolete(symbol) is { ConstructorArguments: { Length: 2 } arguments } && arguments[1].Value is true;

    /// <summary>Whether a type is in the namespace System or Microsoft, or in a namespace below them.</summary>
    public static bool IsFrameworkType(this ITypeSymbol type)
    {
        var containingNamespace = type.ContainingNamespace;
        while (containingNamespace is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            containingNamespace = containingNamespace.ContainingNamespace;
        return containingNamespace?.Name is "System" or "Microsoft";
    }

    private static AttributeData? Obsolete(ISymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute");

    private static bool IsCouvertureType(INamedTypeSymbol attribute)
    {
        var containingNamespace = attribute.ContainingNamespace;
        while (containingNamespace is { ContainingNamespace.IsGlobalNamespace: false })
            containingNamespace = containingNamespace.ContainingNamespace;
        return containingNamespace?.Name == "Couverture";
    }
}
