using System.Globalization;
using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>Reads the methods that are fields.</summary>
internal static class MethodReader
{
    /// <summary>Whether an attribute says that a method is no field.</summary>
    public static bool IsKeptOut(IMethodSymbol method) => method.Has("GraphQLIgnoreAttribute") || method.Has("DataLoaderAttribute");

    /// <summary>Whether a method that nothing keeps out is a field.</summary>
    public static bool IsField(IMethodSymbol method) => method is { IsStatic: true, DeclaredAccessibility: Accessibility.Public };

    public static MethodModel? Read(IMethodSymbol method, string key, ClassRole role, List<Finding> findings)
    {
        // A source stream that is public by mistake is told of at the field that it belongs to.
        if (role == ClassRole.Subscription && SourceReader.IsSource(method))
            return null;
        AttributeReader.CheckField(method, key, role, findings);
        var (returned, form) = TypeReader.Unwrap(method.ReturnType);
        if (returned is null)
        {
            findings.Add(Finding.Of(Diagnostics.UnsupportedType, key, method.Name, method.ReturnType.ToDisplayString()));
            return null;
        }

        if (method.Parameters.FirstOrDefault(p => p.RefKind is RefKind.Ref or RefKind.Out) is { } reference)
        {
            findings.Add(Finding.Of(
                Diagnostics.UnsupportedParameter,
                ParameterKey(key, reference),
                reference.Name,
                method.Name,
                $"{(reference.RefKind == RefKind.Out ? "out" : "ref")} {reference.Type.ToDisplayString()}"));
            return null;
        }

        var documentation = DocumentationReader.Elements(method);
        var paging = Paging(method);
        var type = TypeReader.Read(returned);
        if (paging is not null && Misuse(method, paging, type) is { } misuse)
        {
            findings.Add(Finding.Of(Diagnostics.WrongPaging, key, method.Name, misuse));
            return null;
        }

        var parameters = method.Parameters.Select(p => ParameterReader.Read(p, ParameterKey(key, p), documentation)).ToEquatable();
        for (var i = 0; i < parameters.Count; i++)
            AttributeReader.Check(method.Parameters[i], parameters[i], findings);
        SourceModel? source = null;
        if (role == ClassRole.Subscription && SourceReader.Read(method, parameters, key, out source) is { } finding)
        {
            findings.Add(finding);
            return null;
        }

        return new MethodModel(
            method.Name,
            key,
            method.Text("GraphQLNameAttribute") ?? Naming.Field(method.Name, form == ReturnForm.Task),
            DocumentationReader.Of(method),
            method.Deprecation(),
            type,
            form,
            parameters,
            paging,
            method.Has("IDAttribute"),
            method.Text("BindMemberAttribute"),
            source,
            Cost(method));
    }

    public static string ParameterKey(string method, IParameterSymbol parameter) => $"{method}/{parameter.Name}";

    private static PagingModel? Paging(IMethodSymbol method) =>
        method.Find("UsePagingAttribute") is not { } attribute
            ? null
            : new PagingModel(
                attribute.Named<string?>("ConnectionName", null),
                attribute.Named("DefaultPageSize", 0),
                attribute.Named("MaxPageSize", 0),
                attribute.Named("IncludeTotalCount", false),
                attribute.Named("AllowBackwardPagination", true),
                attribute.Named<string?>("ProviderName", null));

    private static CostModel? Cost(IMethodSymbol method)
    {
        var weight = method.Find("CostAttribute") is { ConstructorArguments.Length: 1 } cost && cost.ConstructorArguments[0].Value is double value
            ? value.ToString("R", CultureInfo.InvariantCulture)
            : null;
        var size = method.Find("ListSizeAttribute") is { } attribute
            ? new ListSizeModel(
                attribute.Named("AssumedSize", 0),
                attribute.NamedTexts("SlicingArguments"),
                attribute.NamedTexts("SizedFields"),
                attribute.Named("RequireOneSlicingArgument", true))
            : null;
        return weight is null && size is null ? null : new CostModel(weight, size);
    }

    private static string? Misuse(IMethodSymbol method, PagingModel paging, TypeUse type)
    {
        if (type.Kind is not (TypeUseKind.List or TypeUseKind.Unresolved))
            return $"it returns {method.ReturnType.ToDisplayString()}; return Task<IEnumerable<T>?> or another sequence";
        if (method.Has("IDAttribute"))
            return "it is an [ID]";
        if (paging.DefaultPageSize < 0 || paging.MaxPageSize < 0)
            return "a page size is below 0";
        return paging.MaxPageSize > 0 && paging.DefaultPageSize > paging.MaxPageSize
            ? $"the default page size {paging.DefaultPageSize} is greater than the maximum {paging.MaxPageSize}"
            : null;
    }
}
