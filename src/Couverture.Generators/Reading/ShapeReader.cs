using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>The runtime types that fields reach, and where those of this compilation stand.</summary>
internal sealed record Shapes(EquatableArray<TypeShape> Types, EquatableArray<Place> Places);

/// <summary>Reads the runtime types that the schema can reach from what methods return and what classes register.</summary>
internal static class ShapeReader
{
    public static Shapes Read(
        Compilation compilation,
        IEnumerable<TypeUse> seeds,
        IReadOnlyCollection<string> scalars,
        CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(scalars);
        var waiting = new Queue<TypeUse>(seeds);
        var shapes = new List<TypeShape>();
        var places = new List<Place>();
        while (waiting.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var use = waiting.Dequeue();
            if (use.ReferenceId.Length == 0 || !seen.Add(use.Key))
                continue;
            if (DocumentationCommentId.GetFirstSymbolForReferenceId(use.ReferenceId, compilation) is not INamedTypeSymbol type)
                continue;
            if (Place.Of(use.Key, type) is { } place)
                places.Add(place);
            var shape = type.TypeKind == TypeKind.Enum ? Enum(type, places) : Complex(compilation, type, places);
            shapes.Add(shape);
            foreach (var leaf in shape.Properties.Select(p => p.Type.Leaf).Where(l => l.Kind is TypeUseKind.Class or TypeUseKind.Enum))
                waiting.Enqueue(leaf);
        }

        return new Shapes(shapes.OrderBy(s => s.Key, StringComparer.Ordinal).ToEquatable(), places.ToEquatable());
    }

    private static TypeShape Enum(INamedTypeSymbol type, List<Place> places)
    {
        // a second name of one number would be a value that no answer ever holds
        var numbers = new HashSet<object?>();
        var members = type.GetMembers().OfType<IFieldSymbol>()
            .Where(f => f.HasConstantValue && !f.Has("GraphQLIgnoreAttribute") && numbers.Add(f.ConstantValue))
            .ToList();
        places.AddRange(members.Select(f => Place.Of($"{TypeReader.Key(type)}.{f.Name}", f)).OfType<Place>());
        return Shape(type, [], [.. members.Select(f => new EnumValueModel(
            f.Name,
            f.Text("GraphQLNameAttribute") ?? Naming.EnumValue(f.Name),
            DocumentationReader.Of(f),
            f.Deprecation()))], input: null);
    }

    private static TypeShape Complex(Compilation compilation, INamedTypeSymbol type, List<Place> places)
    {
        var key = TypeReader.Key(type);
        var properties = new List<PropertyModel>();
        var keys = new Dictionary<IPropertySymbol, string?>(SymbolEqualityComparer.Default);
        var symbols = Properties(type).ToList();
        foreach (var property in symbols)
        {
            var place = Place.Of($"{key}.{property.Name}", property);
            if (place is not null)
                places.Add(place);
            keys.Add(property, place?.Key);
            properties.Add(new PropertyModel(
                property.Name,
                place?.Key,
                property.Text("GraphQLNameAttribute") ?? Naming.Camel(property.Name),
                DocumentationReader.Of(property),
                property.Deprecation(),
                TypeReader.Read(property.Type),
                property.Has("IDAttribute"),
                property.IsForbidden()));
        }

        return Shape(type, properties, [], InputReader.Read(compilation, type, symbols, property => keys[property]));
    }

    /// <summary>The public instance properties of a type: its own first, then inherited ones that it does not hide.</summary>
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var names = new HashSet<string>();
        IEnumerable<INamedTypeSymbol> types = type.TypeKind == TypeKind.Interface ? [type, .. type.AllInterfaces] : [type, .. Bases(type)];
        return types
            .SelectMany(t => t.GetMembers().OfType<IPropertySymbol>())
            .Where(p => p is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public })
            .Where(p => names.Add(p.Name))
            .Where(p => !p.Has("GraphQLIgnoreAttribute"));
    }

    private static TypeShape Shape(
        INamedTypeSymbol type,
        IReadOnlyList<PropertyModel> properties,
        IReadOnlyList<EnumValueModel> values,
        InputShape? input) => new(
        TypeReader.Key(type),
        type.Locations.Any(l => l.IsInSource),
        type.TypeKind == TypeKind.Enum,
        type.TypeKind == TypeKind.Interface,
        TypeReader.SchemaName(type),
        DocumentationReader.Of(type),
        type.AllInterfaces.Select(TypeReader.Key).ToEquatable(),
        Bases(type).Select(TypeReader.Key).ToEquatable(),
        properties.ToEquatable(),
        values.ToEquatable(),
        type.Has("OneOfAttribute"),
        input);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is { SpecialType: SpecialType.None }; at = at.BaseType)
            yield return at;
    }
}
