using Couverture.Generators.Composition;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Parses the methods that become DataLoaders.</summary>
internal static class DataLoaderParser
{
    private const string Dictionary = "System.Collections.Generic.IReadOnlyDictionary`2";
    private const string Lookup = "System.Linq.ILookup`2";

    public static ModelResult<DataLoaderModel> Parse(GeneratorAttributeSyntaxContext context)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var key = $"{TypeParser.Key(method.ContainingType)}.{method.Name}";
        var locations = new[] { LocationInfo.Create(key, method) }.OfType<LocationInfo>().ToEquatable();
        if (!ClassParser.IsAccessible(method))
            return Fail(DiagnosticInfo.Create(Diagnostics.NotAccessible, key, method.Name));
        if ((FindError(method, out var keys, out var result) ?? FindError(method, context.Attributes[0])) is { } reason)
            return Fail(DiagnosticInfo.Create(Diagnostics.InvalidDataLoader, key, method.Name, reason));

        var interfaceName = "I" + Naming.DataLoader(method.Name);
        var containingNamespace = method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString() + ".";
        if (context.SemanticModel.Compilation.Assembly.GetTypeByMetadataName(containingNamespace + interfaceName) is not null)
            return Fail(DiagnosticInfo.Create(Diagnostics.DuplicateDataLoader, key, TypeResolution.Short(key), interfaceName));

        var valueType = result!.TypeArguments[1];
        return new ModelResult<DataLoaderModel>(
            new DataLoaderModel(
                method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
                key,
                Naming.DataLoader(method.Name),
                TypeParser.Declaration(keys!),
                TypeParser.Declaration(valueType),
                IsPublic(keys!) && IsPublic(valueType),
                TypeParser.MetadataName(method.ReturnType) == "System.Threading.Tasks.Task`1"
                    && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)method.ReturnType).TypeArguments[0], result),
                IsLookup(result),
                method.Parameters.Skip(1).Select(Argument).ToEquatable(),
                context.Attributes[0].NamedArgument("MaxBatchSize", 0)),
            EquatableArray<DiagnosticInfo>.Empty,
            locations);

        ModelResult<DataLoaderModel> Fail(DiagnosticInfo diagnostic) => new(null, new[] { diagnostic }.ToEquatable(), locations);
    }

    private static string? FindError(IMethodSymbol method, out ITypeSymbol? keys, out INamedTypeSymbol? result)
    {
        keys = null;
        result = null;
        if (!method.IsStatic || method.IsGenericMethod)
            return "the method must be static and not generic";
        if (method.Parameters.FirstOrDefault()?.Type is not INamedTypeSymbol first
            || TypeParser.MetadataName(first) != "System.Collections.Generic.IReadOnlyList`1")
            return "the first parameter must be IReadOnlyList<TKey>";
        var key = first.TypeArguments[0];
        keys = key;
        if (key.NullableAnnotation == NullableAnnotation.Annotated)
            return "the key type must not be nullable";
        if (TypeParser.Parse(key).Kind is TypeModelKind.List or TypeModelKind.Unsupported)
            return $"the key type {key.ToDisplayString()} does not have value equality";
        var (returned, form) = TypeParser.Unwrap(method.ReturnType);
        result = returned is null || form != ReturnForm.Task ? null : Implemented(returned, Dictionary) ?? Implemented(returned, Lookup);
        if (result is null)
            return "the return type must be Task<IReadOnlyDictionary<TKey, TValue>> or Task<ILookup<TKey, TValue>>";
        return SymbolEqualityComparer.Default.Equals(result.TypeArguments[0], key)
            ? null
            : $"the key type is {key.ToDisplayString()}, but the result has keys of type {result.TypeArguments[0].ToDisplayString()}";
    }

    private static string? FindError(IMethodSymbol method, AttributeData attribute)
    {
        if (attribute.NamedArgument("MaxBatchSize", 0) < 0)
            return "MaxBatchSize must not be negative";
        foreach (var parameter in method.Parameters.Skip(1))
        {
            var type = TypeParser.Parse(parameter.Type);
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
                return $"the parameter {parameter.Name} must not be passed by reference";
            if (type.Key == "global::Couverture.Execution.IResolverContext")
                return $"the parameter {parameter.Name} is the context of one field, but a batch serves many fields";
            if (type.Kind is TypeModelKind.Scalar or TypeModelKind.Enum or TypeModelKind.List || (parameter.Type.IsValueType && !IsCancellationToken(parameter)))
                return $"the parameter {parameter.Name} is a {parameter.Type.ToDisplayString()}, which is not a service";
        }

        return null;
    }

    private static bool IsCancellationToken(IParameterSymbol parameter) => TypeParser.Key(parameter.Type) == "global::System.Threading.CancellationToken";

    private static bool IsLookup(ITypeSymbol type) => TypeParser.MetadataName(type) == Lookup;

    private static INamedTypeSymbol? Implemented(ITypeSymbol type, string wanted) => TypeParser.MetadataName(type) == wanted
        ? (INamedTypeSymbol)type
        : type.AllInterfaces.FirstOrDefault(i => TypeParser.MetadataName(i) == wanted);

    private static DataLoaderArgument Argument(IParameterSymbol parameter) =>
        new(IsCancellationToken(parameter) ? null : TypeParser.Key(parameter.Type));

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => IsEffectivelyPublic(named) && named.TypeArguments.All(IsPublic),
        _ => true,
    };

    private static bool IsEffectivelyPublic(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }
}
