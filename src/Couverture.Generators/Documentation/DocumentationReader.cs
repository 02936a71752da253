using System.Xml.Linq;
using Couverture.Generators.Models;
using Couverture.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Documentation;

/// <summary>Finds the sources of symbols' descriptions.</summary>
internal static class DocumentationReader
{
    /// <summary>Returns the source for a type, method or enum member: the attribute, else the summary.</summary>
    public static DocumentationSource Of(ISymbol symbol) =>
        FromAttribute(symbol) ?? Collect([symbol], parameterOf: null, symbol.Name);

    /// <summary>
    /// Returns the source for a property: the attribute, else its summary, else the <c>param</c> of its record. A property without any of them
    /// has the summary of the property that it overrides or implements.
    /// </summary>
    public static DocumentationSource Of(IPropertySymbol property)
    {
        if (FromAttribute(property) is { } attribute)
            return attribute;
        var symbols = new List<IPropertySymbol> { property };
        for (var overridden = property.OverriddenProperty; overridden is not null; overridden = overridden.OverriddenProperty)
            symbols.Add(overridden);
        symbols.AddRange(property.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(property.Name)).OfType<IPropertySymbol>());
        return Collect(symbols, property.ContainingType, property.Name);
    }

    /// <summary>Returns the source for a parameter: the attribute, else the <c>param</c> of its method.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="method">The documentation elements of its method.</param>
    public static DocumentationSource Of(IParameterSymbol parameter, IReadOnlyList<XElement> method) =>
        FromAttribute(parameter) ?? new DocumentationSource(
            First(method, m => DocumentationText.Parameter(m, parameter.Name)),
            EquatableArray<string>.Empty);

    /// <summary>Returns the documentation of a symbol in this compilation, followed by the documentation that its <c>inheritdoc cref</c> refers to.</summary>
    public static IReadOnlyList<XElement> Elements(ISymbol symbol)
    {
        var elements = new List<XElement>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        for (var at = symbol; at is not null && seen.Add(at); at = elements.Count == seen.Count ? Find(symbol.ContainingAssembly, Inherited(elements)) : null)
        {
            if (DocumentationText.Parse(at.GetDocumentationCommentXml()) is { } element)
                elements.Add(element);
        }

        return elements;
    }

    private static DocumentationSource? FromAttribute(ISymbol symbol) =>
        symbol.AttributeText("GraphQLDescriptionAttribute") is { } text ? new DocumentationSource(text, EquatableArray<string>.Empty) : null;

    private static DocumentationSource Collect(IEnumerable<ISymbol> symbols, INamedTypeSymbol? parameterOf, string name)
    {
        string? text = null;
        var ids = new List<string>();
        foreach (var symbol in symbols)
        {
            var elements = Elements(symbol);
            text ??= First(elements, DocumentationText.Summary);
            if (symbol.OriginalDefinition.GetDocumentationCommentId() is { } id)
                ids.Add(id);
            if (Inherited(elements) is { } inherited)
                ids.Add(inherited);
            if (parameterOf is null)
                continue;
            text ??= First(Elements(parameterOf), t => DocumentationText.Parameter(t, name));
            if (parameterOf.OriginalDefinition.GetDocumentationCommentId() is { } typeId)
                ids.Add(DocumentationFile.ParameterId(typeId, name));
            parameterOf = null;
        }

        return new DocumentationSource(text, text is null ? ids.ToEquatable() : EquatableArray<string>.Empty);
    }

    private static string? First(IEnumerable<XElement> elements, Func<XElement, string?> text) =>
        elements.Select(text).FirstOrDefault(t => t is not null);

    /// <summary>Returns the id that the last element inherits from; null if it has no <c>inheritdoc cref</c>.</summary>
    private static string? Inherited(IReadOnlyList<XElement> elements) =>
        elements.Count == 0 ? null : (string?)elements[elements.Count - 1].Element("inheritdoc")?.Attribute("cref");

    /// <summary>
    /// Finds a symbol by the name in its id, ignoring parameters. A method may have parameters of types that are not generated yet, and a
    /// compilation cannot resolve an id that contains such types.
    /// </summary>
    private static ISymbol? Find(IAssemblySymbol assembly, string? id)
    {
        if (id is null || id.Length < 3)
            return null;
        var name = id.Substring(2).Split('(')[0];
        if (id[0] == 'T')
            return assembly.GetTypeByMetadataName(name);
        var dot = name.LastIndexOf('.');
        return dot < 0 ? null : assembly.GetTypeByMetadataName(name.Substring(0, dot))?.GetMembers(name.Substring(dot + 1)).FirstOrDefault();
    }
}
