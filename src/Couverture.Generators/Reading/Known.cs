using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>The names that the generator looks for.</summary>
internal static class Known
{
    public const string QueryType = "Couverture.Types.QueryTypeAttribute";
    public const string MutationType = "Couverture.Types.MutationTypeAttribute";
    public const string SubscriptionType = "Couverture.Types.SubscriptionTypeAttribute";
    public const string ObjectType = "Couverture.Types.ObjectTypeAttribute`1";
    public const string InterfaceType = "Couverture.Types.InterfaceTypeAttribute`1";
    public const string ExtendType = "Couverture.Types.ExtendObjectTypeAttribute`1";
    public const string ExtendName = "Couverture.Types.ExtendObjectTypeAttribute";
    public const string DataLoader = "Couverture.DataLoaders.DataLoaderAttribute";
    public const string DataLoaderDefaults = "DataLoaderDefaultsAttribute";
    public const string Module = "ModuleAttribute";

    /// <summary>The runtime types that the engine binds to scalars of its own.</summary>
    private static readonly HashSet<string> Scalars =
    [
        "string", "bool", "byte", "short", "int", "float", "double", "decimal",
        "global::System.DateTime", "global::System.DateTimeOffset", "global::System.Uri",
    ];

    public static bool IsScalar(string key) => Scalars.Contains(key);

    public static AttributeData? Find(this ISymbol symbol, string attribute) =>
        symbol.GetAttributes().FirstOrDefault(a =>
            a.AttributeClass is { } c && c.Name == attribute && IsOfCouverture(c));

    public static bool Has(this ISymbol symbol, string attribute) => symbol.Find(attribute) is not null;

    /// <summary>The first constructor argument of an attribute that takes one text.</summary>
    public static string? Text(this ISymbol symbol, string attribute) =>
        symbol.Find(attribute) is { ConstructorArguments.Length: > 0 } data ? data.ConstructorArguments[0].Value as string : null;

    /// <summary>A named argument that is an array of texts; empty where it is not given.</summary>
    public static EquatableArray<string> NamedTexts(this AttributeData attribute, string name) =>
        attribute.NamedArguments.Where(a => a.Key == name && a.Value is { Kind: TypedConstantKind.Array, IsNull: false }).SelectMany(a => a.Value.Values).Select(v => v.Value).OfType<string>().ToEquatable();

    public static T Named<T>(this AttributeData attribute, string name, T otherwise)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Value is T value)
                return value;
        }

        return otherwise;
    }

    /// <summary>Why a member is deprecated: <c>[GraphQLDeprecated]</c>, else <c>[Obsolete]</c>.</summary>
    public static string? Deprecation(this ISymbol symbol)
    {
        if (symbol.Text("GraphQLDeprecatedAttribute") is { } reason)
            return reason;
        if (Obsolete(symbol) is not { } obsolete)
            return null;
        return obsolete.ConstructorArguments.Length > 0 && obsolete.ConstructorArguments[0].Value is string text ? text : "No longer supported";
    }

    /// <summary>Whether <c>[Obsolete]</c> makes the use of a member an error, also in generated code.</summary>
    public static bool IsForbidden(this ISymbol symbol) =>
        Obsolete(symbol) is { ConstructorArguments: { Length: 2 } arguments } && arguments[1].Value is true;

    /// <summary>Whether the members of a namespace, or of one within it, belong to the framework.</summary>
    public static bool IsOfFramework(this ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name is "System" or "Microsoft";
    }

    private static AttributeData? Obsolete(ISymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.ToDisplayString() == "System.ObsoleteAttribute");

    private static bool IsOfCouverture(INamedTypeSymbol attribute)
    {
        var space = attribute.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "Couverture";
    }
}
