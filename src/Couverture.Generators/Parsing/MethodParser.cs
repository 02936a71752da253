using System.Globalization;
using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Parses the methods that are fields.</summary>
internal static class MethodParser
{
    /// <summary>Whether an attribute excludes a method from the fields.</summary>
    public static bool IsIgnored(IMethodSymbol method) => method.HasAttribute("GraphQLIgnoreAttribute") || method.HasAttribute("DataLoaderAttribute");

    /// <summary>Whether a method that is not ignored is a field.</summary>
    public static bool IsField(IMethodSymbol method) => method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public };

    public static MethodModel? Parse(IMethodSymbol method, string key, ClassRole role, List<DiagnosticInfo> diagnostics)
    {
        // A source stream method that is public by mistake is reported at the field that uses it.
        if (role == ClassRole.Subscription && SourceStreamParser.IsSourceStream(method))
            return null;
        AttributeRules.CheckField(method, key, role, diagnostics);
        var (returned, form) = TypeParser.Unwrap(method.ReturnType);
        if (returned is null)
        {
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.UnsupportedType, key, method.Name, method.ReturnType.ToDisplayString()));
            return null;
        }

        if (method.Parameters.FirstOrDefault(p => p.RefKind is RefKind.Ref or RefKind.Out) is { } reference)
        {
            diagnostics.Add(DiagnosticInfo.Create(
                Diagnostics.UnsupportedParameter,
                ParameterKey(key, reference),
                reference.Name,
                method.Name,
                $"{(reference.RefKind == RefKind.Out ? "out" : "ref")} {reference.Type.ToDisplayString()}"));
            return null;
        }

        var documentation = DocumentationReader.Elements(method);
        var paging = ParsePaging(method);
        var type = TypeParser.Parse(returned);
        if (paging is not null && FindPagingError(method, paging, type) is { } error)
        {
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidPaging, key, method.Name, error));
            return null;
        }

        var parameters = method.Parameters.Select(p => ParameterParser.Parse(p, ParameterKey(key, p), documentation)).ToEquatable();
        for (var i = 0; i < parameters.Count; i++)
            AttributeRules.Check(method.Parameters[i], parameters[i], diagnostics);
        SourceStreamModel? source = null;
        if (role == ClassRole.Subscription && SourceStreamParser.Parse(method, parameters, key, out source) is { } diagnostic)
        {
            diagnostics.Add(diagnostic);
            return null;
        }

        return new MethodModel(
            method.Name,
            key,
            method.AttributeText("GraphQLNameAttribute") ?? Naming.Field(method.Name, form == ReturnForm.Task),
            DocumentationReader.Of(method),
            method.DeprecationReason(),
            type,
            form,
            parameters,
            paging,
            ParseTypeArgument(method, "UseFilteringAttribute"),
            ParseTypeArgument(method, "UseSortingAttribute"),
            method.HasAttribute("IDAttribute"),
            method.AttributeText("BindMemberAttribute"),
            source,
            ParseCost(method));
    }

    public static string ParameterKey(string method, IParameterSymbol parameter) => $"{method}/{parameter.Name}";

    private static PagingModel? ParsePaging(IMethodSymbol method) =>
        method.FindAttribute("UsePagingAttribute") is not { } attribute
            ? null
            : new PagingModel(
                attribute.NamedArgument<string?>("ConnectionName", null),
                attribute.NamedArgument("DefaultPageSize", 0),
                attribute.NamedArgument("MaxPageSize", 0),
                attribute.NamedArgument("IncludeTotalCount", false),
                attribute.NamedArgument("AllowBackwardPagination", true),
                attribute.NamedArgument<string?>("ProviderName", null));

    private static string? ParseTypeArgument(IMethodSymbol method, string attribute) =>
        method.FindAttribute(attribute)?.AttributeClass!.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static CostModel? ParseCost(IMethodSymbol method)
    {
        var weight = method.FindAttribute("CostAttribute") is { ConstructorArguments.Length: 1 } cost && cost.ConstructorArguments[0].Value is double value
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : null;
        var size = method.FindAttribute("ListSizeAttribute") is { } attribute
            ? new ListSizeModel(
                attribute.NamedArgument("AssumedSize", 0),
                attribute.NamedStrings("SlicingArguments"),
                attribute.NamedStrings("SizedFields"),
                attribute.NamedArgument("RequireOneSlicingArgument", true))
            : null;
        return weight is null && size is null ? null : new CostModel(weight, size);
    }

    private static string? FindPagingError(IMethodSymbol method, PagingModel paging, TypeModel type)
    {
        if (type.Kind is not (TypeModelKind.List or TypeModelKind.Unresolved))
            return $"the return type is {method.ReturnType.ToDisplayString()}; return Task<IEnumerable<T>?> or another sequence";
        if (method.HasAttribute("IDAttribute"))
            return "a paged field cannot have [ID]";
        if (paging.DefaultPageSize < 0 || paging.MaxPageSize < 0)
            return "page sizes must not be negative";
        return paging.MaxPageSize > 0 && paging.DefaultPageSize > paging.MaxPageSize
            ? $"the default page size {paging.DefaultPageSize} is greater than the maximum {paging.MaxPageSize}"
            : null;
    }
}
