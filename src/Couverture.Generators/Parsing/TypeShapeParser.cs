using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>The runtime types of the schema, and the locations of those declared in this compilation.</summary>
internal sealed record TypeShapes(EquatableArray<TypeShape> Types, EquatableArray<LocationInfo> Locations);

/// <summary>Parses the runtime types that the schema can contain, starting from arguments, return types and registered types.</summary>
internal static class TypeShapeParser
{
    public static TypeShapes Parse(
        Compilation compilation,
        IEnumerable<TypeModel> seeds,
        IReadOnlyCollection<string> scalars,
        CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(scalars);
        var pending = new Queue<TypeModel>(seeds);
        var shapes = new List<TypeShape>();
        var locations = new List<LocationInfo>();
        while (pending.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var use = pending.Dequeue();
            if (use.ReferenceId.Length == 0 || !seen.Add(use.Key))
                continue;
            if (DocumentationCommentId.GetFirstSymbolForReferenceId(use.ReferenceId, compilation) is not INamedTypeSymbol type)
                continue;
            if (LocationInfo.Create(use.Key, type) is { } location)
                locations.Add(location);
            var shape = type.TypeKind == TypeKind.Enum ? Enum(type, locations) : Complex(compilation, type, locations);
            shapes.Add(shape);
            foreach (var leaf in shape.Properties.Select(p => p.Type.Leaf).Where(l => l.Kind is TypeModelKind.Class or TypeModelKind.Enum))
                pending.Enqueue(leaf);
        }

        return new TypeShapes(shapes.OrderBy(s => s.Key, StringComparer.Ordinal).ToEquatable(), locations.ToEquatable());
    }

    private static TypeShape Enum(INamedTypeSymbol type, List<LocationInfo> locations)
    {
        // A second name for the same number would be a value that never occurs in a response.
        var numbers = new HashSet<object?>();
        var members = type.GetMembers().OfType<IFieldSymbol>()
            .Where(f => f.HasConstantValue && !f.HasAttribute("GraphQLIgnoreAttribute") && numbers.Add(f.ConstantValue))
            .ToList();
        locations.AddRange(members.Select(f => LocationInfo.Create($"{TypeParser.Key(type)}.{f.Name}", f)).OfType<LocationInfo>());
        return Shape(type, [], [.. members.Select(f => new EnumValueModel(
            f.Name,
            f.AttributeText("GraphQLNameAttribute") ?? Naming.EnumValue(f.Name),
            DocumentationReader.Of(f),
            f.DeprecationReason()))], input: null);
    }

    private static TypeShape Complex(Compilation compilation, INamedTypeSymbol type, List<LocationInfo> locations)
    {
        var key = TypeParser.Key(type);
        var properties = new List<PropertyModel>();
        var keys = new Dictionary<IPropertySymbol, string?>(SymbolEqualityComparer.Default);
        var symbols = Properties(type).ToList();
        foreach (var property in symbols)
        {
            var location = LocationInfo.Create($"{key}.{property.Name}", property);
            if (location is not null)
                locations.Add(location);
            keys.Add(property, location?.Key);
            properties.Add(new PropertyModel(
                property.Name,
                location?.Key,
                property.AttributeText("GraphQLNameAttribute") ?? Naming.Camel(property.Name),
                DocumentationReader.Of(property),
                property.DeprecationReason(),
                TypeParser.Parse(property.Type),
                property.HasAttribute("IDAttribute"),
                property.IsObsoleteError()));
        }

        return Shape(type, properties, [], InputParser.Parse(compilation, type, symbols, property => keys[property]));
    }

    /// <summary>Returns the public instance properties: first the declared ones, then the inherited ones that are not hidden.</summary>
    private static IEnumerable<IPropertySymbol> Properties(INamedTypeSymbol type)
    {
        var names = new HashSet<string>();
        IEnumerable<INamedTypeSymbol> types = type.TypeKind == TypeKind.Interface ? [type, .. type.AllInterfaces] : [type, .. Bases(type)];
        return types
            .SelectMany(t => t.GetMembers().OfType<IPropertySymbol>())
            .Where(p => p is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod.DeclaredAccessibility: Accessibility.Public })
            .Where(p => names.Add(p.Name))
            .Where(p => !p.HasAttribute("GraphQLIgnoreAttribute"));
    }

    private static TypeShape Shape(
        INamedTypeSymbol type,
        IReadOnlyList<PropertyModel> properties,
        IReadOnlyList<EnumValueModel> values,
        InputShape? input) => new(
        TypeParser.Key(type),
        type.Locations.Any(l => l.IsInSource),
        type.TypeKind == TypeKind.Enum,
        type.TypeKind == TypeKind.Interface,
        TypeParser.SchemaName(type),
        DocumentationReader.Of(type),
        type.AllInterfaces.Select(TypeParser.Key).ToEquatable(),
        Bases(type).Select(TypeParser.Key).ToEquatable(),
        properties.ToEquatable(),
        values.ToEquatable(),
        type.HasAttribute("OneOfAttribute"),
        input);

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at is { SpecialType: SpecialType.None }; at = at.BaseType)
            yield return at;
    }
}
