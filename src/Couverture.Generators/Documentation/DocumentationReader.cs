using System.Xml.Linq;
using Couverture.Generators.Models;
using Couverture.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Documentation;

/// <summary>Finds where the description of a symbol comes from.</summary>
internal static class DocumentationReader
{
    /// <summary>Of a type, a method or an enum member: the attribute, else its summary.</summary>
    public static DocumentationSource Of(ISymbol symbol) =>
        FromAttribute(symbol) ?? Collect([symbol], parameterOf: null, symbol.Name);

    /// <summary>
    /// Of a property: the attribute, else its summary, the <c>param</c> of its record, the summary of the property that it overrides or
    /// implements.
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

    /// <summary>Of a parameter: the attribute, else the <c>param</c> of its method.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="method">The elements of its method.</param>
    public static DocumentationSource Of(IParameterSymbol parameter, IReadOnlyList<XElement> method) =>
        FromAttribute(parameter) ?? new DocumentationSource(
            First(method, m => DocumentationText.Parameter(m, parameter.Name)),
            EquatableArray<string>.Empty);

    /// <summary>The documentation of a symbol of this compilation: its own, then that which its <c>inheritdoc cref</c> points at.</summary>
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

    /// <summary>The id that the last of the elements inherits from.</summary>
    private static string? Inherited(IReadOnlyList<XElement> elements) =>
        elements.Count == 0 ? null : (string?)elements[elements.Count - 1].Element("inheritdoc")?.Attribute("cref");

    /// <summary>
    /// The symbol of an id, by its name alone: the parameters of a method may be of types that are only about to be generated, and the id is
    /// then none that a compilation could find.
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
