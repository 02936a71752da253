using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Parses C# types into the models of GraphQL types.</summary>
internal static class TypeParser
{
    private static readonly SymbolDisplayFormat WithNullability = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly Dictionary<string, ListForm> Collections = new()
    {
        ["System.Collections.Generic.IEnumerable`1"] = ListForm.Array,
        ["System.Collections.Generic.IReadOnlyCollection`1"] = ListForm.Array,
        ["System.Collections.Generic.IReadOnlyList`1"] = ListForm.Array,
        ["System.Collections.Generic.ICollection`1"] = ListForm.Array,
        ["System.Collections.Generic.IList`1"] = ListForm.Array,
        ["System.Collections.Generic.List`1"] = ListForm.List,
        ["System.Collections.Immutable.ImmutableArray`1"] = ListForm.ImmutableArray,
        ["System.Collections.Immutable.ImmutableList`1"] = ListForm.None,
        ["System.Collections.Immutable.IImmutableList`1"] = ListForm.None,
        ["System.Linq.IOrderedEnumerable`1"] = ListForm.None,
    };

    /// <summary>Parses the type of a field, an argument or a list item.</summary>
    public static TypeModel Parse(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            var inner = Parse(nullable.TypeArguments[0]);
            return inner with { IsNullable = true, Declaration = inner.Declaration + "?" };
        }

        var isNullable = type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated;
        var (kind, item, form) = Classify(type);
        return new TypeModel(
            kind,
            Key(type),
            type.ToDisplayString(WithNullability),
            kind is TypeModelKind.Enum or TypeModelKind.Class or TypeModelKind.Interface or TypeModelKind.External
                ? DocumentationCommentId.CreateReferenceId(type.WithNullableAnnotation(NullableAnnotation.None))
                : string.Empty,
            isNullable,
            item,
            form);
    }

    /// <summary>Returns the type inside a task and whether there is a task; the type is null for a method without a result.</summary>
    public static (ITypeSymbol? Type, ReturnForm Form) Unwrap(ITypeSymbol returned)
    {
        if (returned.SpecialType == SpecialType.System_Void)
            return (null, ReturnForm.Value);
        var name = MetadataName(returned);
        return name switch
        {
            "System.Threading.Tasks.Task`1" or "System.Threading.Tasks.ValueTask`1" =>
                (((INamedTypeSymbol)returned).TypeArguments[0], ReturnForm.Task),
            "System.Threading.Tasks.Task" or "System.Threading.Tasks.ValueTask" => (null, ReturnForm.Task),
            _ => (returned, ReturnForm.Value),
        };
    }

    /// <summary>Returns the fully qualified name without nullability.</summary>
    public static string Key(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>Returns the fully qualified name with nullability, as written in generated code.</summary>
    public static string Declaration(ITypeSymbol type) => type.ToDisplayString(WithNullability);

    /// <summary>Returns the namespace and metadata name of the definition, for comparison with well-known types.</summary>
    public static string MetadataName(ITypeSymbol type)
    {
        var definition = type.OriginalDefinition;
        return definition.ContainingType is null
            ? $"{definition.ContainingNamespace?.ToDisplayString()}.{definition.MetadataName}"
            : definition.ToDisplayString();
    }

    /// <summary>Returns the default name in the schema, for example <c>BoxOfString</c> for <c>Box&lt;string&gt;</c>.</summary>
    public static string SchemaName(ITypeSymbol type)
    {
        if (type.AttributeText("GraphQLNameAttribute") is { } name)
            return name;
        return type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments }
            ? $"{type.Name}Of{string.Join("And", arguments.Select(SchemaName))}"
            : type.Name;
    }

    private static (TypeModelKind Kind, TypeModel? Item, ListForm Form) Classify(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
            return (TypeModelKind.Unresolved, null, ListForm.None);
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return (TypeModelKind.List, Parse(array.ElementType), ListForm.Array);
        if (KnownTypeNames.IsScalar(Key(type)))
            return (TypeModelKind.Scalar, null, ListForm.None);
        if (type is INamedTypeSymbol { TypeArguments.Length: 1 } named && Collections.TryGetValue(MetadataName(type), out var form))
            return (TypeModelKind.List, Parse(named.TypeArguments[0]), form);

        var kind = type.TypeKind switch
        {
            TypeKind.Enum => TypeModelKind.Enum,
            TypeKind.Interface => IsSequence(type) ? TypeModelKind.Unsupported : TypeModelKind.Interface,
            TypeKind.Class when type.SpecialType == SpecialType.System_Object || IsSequence(type) => TypeModelKind.Unsupported,
            TypeKind.Class => type.IsFrameworkType() ? TypeModelKind.External : TypeModelKind.Class,
            TypeKind.Struct => TypeModelKind.External,
            _ => TypeModelKind.Unsupported,
        };
        return (kind, null, ListForm.None);
    }

    private static bool IsSequence(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Collections_IEnumerable
        || type.AllInterfaces.Any(i => i.SpecialType == SpecialType.System_Collections_IEnumerable);
}
