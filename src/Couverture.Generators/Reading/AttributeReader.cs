using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>Finds attributes that stand where nothing reads them: what was meant by them would be silently missing from the schema.</summary>
internal static class AttributeReader
{
    private static readonly string[] OfFields = ["ID", "BindMember", "UsePaging", "Subscribe", "Cost", "ListSize", "GraphQLName", "GraphQLDescription", "GraphQLDeprecated"];
    private static readonly string[] OfArguments = ["ID", "DefaultValue", "GraphQLName", "GraphQLDescription", "GraphQLDeprecated"];
    private static readonly string[] OfContext = ["Parent", "EventMessage", "Service", "ScopedState"];

    /// <summary>Of the class itself.</summary>
    public static void Check(INamedTypeSymbol type, string key, ClassRole role, List<Finding> findings)
    {
        if (type.Has("GraphQLNameAttribute") && role is not (ClassRole.ObjectType or ClassRole.InterfaceType))
            findings.Add(Finding.Of(Diagnostics.NoEffect, key, "[GraphQLName]", type.Name, "the class registers no type of its own"));
    }

    /// <summary>Of a method that is a field.</summary>
    public static void CheckField(IMethodSymbol method, string key, ClassRole role, List<Finding> findings)
    {
        if (role != ClassRole.Subscription)
            Check(method, key, ["Subscribe"], "only fields of the subscription root have a source stream", findings);
        if (role.IsRoot() || role == ClassRole.ExtendName)
            Check(method, key, ["BindMember"], "the class is not written for a C# type whose property it could replace", findings);
    }

    /// <summary>Of a method that is no field.</summary>
    public static void CheckOther(IMethodSymbol method, string key, List<Finding> findings) =>
        Check(method, key, OfFields, "only public static methods are fields", findings);

    /// <summary>Of a parameter of a field's method.</summary>
    public static void Check(IParameterSymbol parameter, ParameterModel model, List<Finding> findings)
    {
        if (model.Role != ParameterRole.Argument)
            Check(parameter, model.Key, OfArguments, "the parameter is no argument", findings);
        foreach (var second in Carried(parameter, OfContext).Skip(1))
            findings.Add(Finding.Of(Diagnostics.NoEffect, model.Key, $"[{second}]", parameter.Name, "a parameter takes one thing"));
        if (model is { Role: ParameterRole.ScopedState, GraphQLName: "" })
            findings.Add(Finding.Of(Diagnostics.NoEffect, model.Key, "[ScopedState]", parameter.Name, "it names no state"));
    }

    private static void Check(ISymbol symbol, string key, string[] attributes, string reason, List<Finding> findings)
    {
        foreach (var attribute in Carried(symbol, attributes))
            findings.Add(Finding.Of(Diagnostics.NoEffect, key, $"[{attribute}]", symbol.Name, reason));
    }

    private static IEnumerable<string> Carried(ISymbol symbol, string[] attributes) => attributes.Where(a => symbol.Has(a + "Attribute"));
}
