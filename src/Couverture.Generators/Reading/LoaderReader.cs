using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>Reads the methods that become DataLoaders.</summary>
internal static class LoaderReader
{
    public static Reading<LoaderModel> Read(GeneratorAttributeSyntaxContext context)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        var key = $"{TypeReader.Key(method.ContainingType)}.{method.Name}";
        var places = new[] { Place.Of(key, method) }.OfType<Place>().ToEquatable();
        if (!ClassReader.IsReachable(method))
            return Fail(Finding.Of(Diagnostics.NotAccessible, key, method.Name));
        if (Misuse(method, out var keys, out var dictionary) is { } reason)
            return Fail(Finding.Of(Diagnostics.WrongLoader, key, method.Name, reason));

        var valueType = dictionary!.TypeArguments[1];
        return new Reading<LoaderModel>(
            new LoaderModel(
                method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
                key,
                Naming.DataLoader(method.Name),
                TypeReader.Declaration(keys!),
                TypeReader.Declaration(valueType),
                IsPublic(keys!) && IsPublic(valueType),
                TypeReader.MetadataName(method.ReturnType) == "System.Threading.Tasks.Task`1"
                    && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)method.ReturnType).TypeArguments[0], dictionary),
                method.Parameters.Skip(1).Select(Argument).ToEquatable(),
                context.Attributes[0].Named("MaxBatchSize", 0)),
            EquatableArray<Finding>.Empty,
            places);

        Reading<LoaderModel> Fail(Finding finding) => new(null, new[] { finding }.ToEquatable(), places);
    }

    private static string? Misuse(IMethodSymbol method, out ITypeSymbol? keys, out INamedTypeSymbol? dictionary)
    {
        keys = null;
        dictionary = null;
        if (!method.IsStatic || method.IsGenericMethod)
            return "it must be static and not generic";
        if (method.Parameters.FirstOrDefault()?.Type is not INamedTypeSymbol first
            || TypeReader.MetadataName(first) != "System.Collections.Generic.IReadOnlyList`1")
            return "its first parameter must be IReadOnlyList<TKey>";
        var key = first.TypeArguments[0];
        keys = key;
        if (key.NullableAnnotation == NullableAnnotation.Annotated)
            return "its keys must not be null";
        var (returned, form) = TypeReader.Unwrap(method.ReturnType);
        dictionary = returned is null || form != ReturnForm.Task ? null : Dictionary(returned);
        if (dictionary is null)
            return "it must return Task<IReadOnlyDictionary<TKey, TValue>>";
        return SymbolEqualityComparer.Default.Equals(dictionary.TypeArguments[0], key)
            ? null
            : $"its keys are {key.ToDisplayString()} but those of its result are {dictionary.TypeArguments[0].ToDisplayString()}";
    }

    private static INamedTypeSymbol? Dictionary(ITypeSymbol type)
    {
        const string Wanted = "System.Collections.Generic.IReadOnlyDictionary`2";
        return TypeReader.MetadataName(type) == Wanted
            ? (INamedTypeSymbol)type
            : type.AllInterfaces.FirstOrDefault(i => TypeReader.MetadataName(i) == Wanted);
    }

    private static LoaderArgument Argument(IParameterSymbol parameter) =>
        new(TypeReader.Key(parameter.Type) == "global::System.Threading.CancellationToken" ? null : TypeReader.Key(parameter.Type));

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
