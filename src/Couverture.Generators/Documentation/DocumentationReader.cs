using System.Xml.Linq;
using Couverture.Generators.Models;
using Couverture.Generators.Reading;
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
    public static DocumentationSource Of(IParameterSymbol parameter, XElement? method) =>
        FromAttribute(parameter) ?? new DocumentationSource(DocumentationText.Parameter(method, parameter.Name), EquatableArray<string>.Empty);

    /// <summary>The documentation element of a symbol of this compilation.</summary>
    public static XElement? Element(ISymbol symbol) => DocumentationText.Parse(symbol.GetDocumentationCommentXml());

    private static DocumentationSource? FromAttribute(ISymbol symbol) =>
        symbol.Text("GraphQLDescriptionAttribute") is { } text ? new DocumentationSource(text, EquatableArray<string>.Empty) : null;

    private static DocumentationSource Collect(IEnumerable<ISymbol> symbols, INamedTypeSymbol? parameterOf, string name)
    {
        string? text = null;
        var ids = new List<string>();
        foreach (var symbol in symbols)
        {
            text ??= DocumentationText.Summary(Element(symbol));
            if (symbol.OriginalDefinition.GetDocumentationCommentId() is { } id)
                ids.Add(id);
            if (parameterOf is null)
                continue;
            text ??= DocumentationText.Parameter(Element(parameterOf), name);
            if (parameterOf.OriginalDefinition.GetDocumentationCommentId() is { } typeId)
                ids.Add(DocumentationFile.ParameterId(typeId, name));
            parameterOf = null;
        }

        return new DocumentationSource(text, text is null ? ids.ToEquatable() : EquatableArray<string>.Empty);
    }
}
