using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Reports attributes that the generator ignores at their location.</summary>
internal static class AttributeRules
{
    private static readonly string[] FieldAttributes = ["ID", "BindMember", "NodeResolver", "UsePaging", "UseFiltering", "UseSorting", "Subscribe", "Cost", "ListSize", "GraphQLName", "GraphQLDescription", "GraphQLDeprecated"];
    private static readonly string[] ArgumentAttributes = ["ID", "DefaultValue", "GraphQLName", "GraphQLDescription", "GraphQLDeprecated"];
    private static readonly string[] RoleAttributes = ["Parent", "EventMessage", "Service", "ScopedState"];

    /// <summary>Checks the attributes of a class.</summary>
    public static void Check(INamedTypeSymbol type, string key, ClassRole role, List<DiagnosticInfo> diagnostics)
    {
        if (type.HasAttribute("GraphQLNameAttribute") && role is not (ClassRole.ObjectType or ClassRole.InterfaceType))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoEffect, key, "[GraphQLName]", type.Name, "the class does not register a type"));
    }

    /// <summary>Checks the attributes of a method that is a field.</summary>
    public static void CheckField(IMethodSymbol method, string key, ClassRole role, List<DiagnosticInfo> diagnostics)
    {
        if (role != ClassRole.Subscription)
            Check(method, key, ["Subscribe"], "only fields of the subscription root have a source stream", diagnostics);
        if (!method.HasAttribute("UsePagingAttribute"))
            Check(method, key, ["UseFiltering", "UseSorting"], "the field is not paged", diagnostics);
        if (role.IsRoot() || role == ClassRole.ExtendName)
            Check(method, key, ["BindMember"], "the class does not extend a C# type, so there is no property to replace", diagnostics);
    }

    /// <summary>Checks the attributes of a method that is not a field.</summary>
    public static void CheckNonField(IMethodSymbol method, string key, List<DiagnosticInfo> diagnostics) =>
        Check(method, key, FieldAttributes, "only public static methods are fields", diagnostics);

    /// <summary>Checks the attributes of a resolver parameter.</summary>
    public static void Check(IParameterSymbol parameter, ParameterModel model, List<DiagnosticInfo> diagnostics)
    {
        if (model.Role != ParameterRole.Argument)
            Check(parameter, model.Key, ArgumentAttributes, "the parameter is not an argument", diagnostics);
        foreach (var second in AttributesOf(parameter, RoleAttributes).Skip(1))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoEffect, model.Key, $"[{second}]", parameter.Name, "a parameter can have only one of [Parent], [EventMessage], [Service] and [ScopedState]"));
        if (model is { Role: ParameterRole.ScopedState, GraphQLName: "" })
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoEffect, model.Key, "[ScopedState]", parameter.Name, "its key is empty"));
    }

    private static void Check(ISymbol symbol, string key, string[] attributes, string reason, List<DiagnosticInfo> diagnostics)
    {
        foreach (var attribute in AttributesOf(symbol, attributes))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoEffect, key, $"[{attribute}]", symbol.Name, reason));
    }

    private static IEnumerable<string> AttributesOf(ISymbol symbol, string[] attributes) => attributes.Where(a => symbol.HasAttribute(a + "Attribute"));
}
