using Couverture.Generators.Composition;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>Reads the methods that become DataLoaders.</summary>
internal static class LoaderReader
{
    private const string Dictionary = "System.Collections.Generic.IReadOnlyDictionary`2";
    private const string Lookup = "System.Linq.ILookup`2";

    public static Reading<LoaderModel> Read(GeneratorAttributeSyntaxContext context)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var key = $"{TypeReader.Key(method.ContainingType)}.{method.Name}";
        var places = new[] { Place.Of(key, method) }.OfType<Place>().ToEquatable();
        if (!ClassReader.IsReachable(method))
            return Fail(Finding.Of(Diagnostics.NotAccessible, key, method.Name));
        if ((Misuse(method, out var keys, out var result) ?? Misuse(method, context.Attributes[0])) is { } reason)
            return Fail(Finding.Of(Diagnostics.WrongLoader, key, method.Name, reason));

        var interfaceName = "I" + Naming.DataLoader(method.Name);
        var space = method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString() + ".";
        if (context.SemanticModel.Compilation.Assembly.GetTypeByMetadataName(space + interfaceName) is not null)
            return Fail(Finding.Of(Diagnostics.SameLoader, key, TypeResolution.Short(key), interfaceName));

        var valueType = result!.TypeArguments[1];
        return new Reading<LoaderModel>(
            new LoaderModel(
                method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
                key,
                Naming.DataLoader(method.Name),
                TypeReader.Declaration(keys!),
                TypeReader.Declaration(valueType),
                IsPublic(keys!) && IsPublic(valueType),
                TypeReader.MetadataName(method.ReturnType) == "System.Threading.Tasks.Task`1"
                    && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)method.ReturnType).TypeArguments[0], result),
                IsLookup(result),
                method.Parameters.Skip(1).Select(Argument).ToEquatable(),
                context.Attributes[0].Named("MaxBatchSize", 0)),
            EquatableArray<Finding>.Empty,
            places);

        Reading<LoaderModel> Fail(Finding finding) => new(null, new[] { finding }.ToEquatable(), places);
    }

    private static string? Misuse(IMethodSymbol method, out ITypeSymbol? keys, out INamedTypeSymbol? result)
    {
        keys = null;
        result = null;
        if (!method.IsStatic || method.IsGenericMethod)
            return "it must be static and not generic";
        if (method.Parameters.FirstOrDefault()?.Type is not INamedTypeSymbol first
            || TypeReader.MetadataName(first) != "System.Collections.Generic.IReadOnlyList`1")
            return "its first parameter must be IReadOnlyList<TKey>";
        var key = first.TypeArguments[0];
        keys = key;
        if (key.NullableAnnotation == NullableAnnotation.Annotated)
            return "its keys must not be null";
        if (TypeReader.Read(key).Kind is TypeUseKind.List or TypeUseKind.Unsupported)
            return $"its keys are {key.ToDisplayString()}, which are not compared by value";
        var (returned, form) = TypeReader.Unwrap(method.ReturnType);
        result = returned is null || form != ReturnForm.Task ? null : Implemented(returned, Dictionary) ?? Implemented(returned, Lookup);
        if (result is null)
            return "it must return Task<IReadOnlyDictionary<TKey, TValue>> or Task<ILookup<TKey, TValue>>";
        return SymbolEqualityComparer.Default.Equals(result.TypeArguments[0], key)
            ? null
            : $"its keys are {key.ToDisplayString()} but those of its result are {result.TypeArguments[0].ToDisplayString()}";
    }

    private static string? Misuse(IMethodSymbol method, AttributeData attribute)
    {
        if (attribute.Named("MaxBatchSize", 0) < 0)
            return "its MaxBatchSize is below 0";
        foreach (var parameter in method.Parameters.Skip(1))
        {
            var type = TypeReader.Read(parameter.Type);
            if (parameter.RefKind is RefKind.Ref or RefKind.Out)
                return $"{parameter.Name} is passed by reference";
            if (type.Key == "global::Couverture.Execution.IResolverContext")
                return $"{parameter.Name} is the context of one field, and a batch is for many";
            if (type.Kind is TypeUseKind.Scalar or TypeUseKind.Enum or TypeUseKind.List || (parameter.Type.IsValueType && !IsToken(parameter)))
                return $"{parameter.Name} is a {parameter.Type.ToDisplayString()}, which is no service";
        }

        return null;
    }

    private static bool IsToken(IParameterSymbol parameter) => TypeReader.Key(parameter.Type) == "global::System.Threading.CancellationToken";

    private static bool IsLookup(ITypeSymbol type) => TypeReader.MetadataName(type) == Lookup;

    private static INamedTypeSymbol? Implemented(ITypeSymbol type, string wanted) => TypeReader.MetadataName(type) == wanted
        ? (INamedTypeSymbol)type
        : type.AllInterfaces.FirstOrDefault(i => TypeReader.MetadataName(i) == wanted);

    private static LoaderArgument Argument(IParameterSymbol parameter) =>
        new(IsToken(parameter) ? null : TypeReader.Key(parameter.Type));

    private static bool IsPublic(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsPublic(array.ElementType),
        INamedTypeSymbol named => IsPublicAllTheWay(named) && named.TypeArguments.All(IsPublic),
        _ => true,
    };

    private static bool IsPublicAllTheWay(INamedTypeSymbol type)
    {
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.DeclaredAccessibility != Accessibility.Public)
                return false;
        }

        return true;
    }
}
