using System.Xml.Linq;
using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Reads what a parameter of a field's method takes.</summary>
internal static class ParameterParser
{
    public static ParameterModel Parse(IParameterSymbol parameter, string key, IReadOnlyList<XElement> documentation)
    {
        var type = TypeParser.Parse(parameter.Type);
        var role = Role(parameter, type);
        return role == ParameterRole.Argument
            ? new ParameterModel(
                role,
                key,
                parameter.Name,
                type,
                parameter.AttributeText("GraphQLNameAttribute") ?? Naming.Camel(parameter.Name),
                DocumentationReader.Of(parameter, documentation),
                parameter.DeprecationReason(),
                DefaultValueParser.Default(parameter),
                parameter.HasAttribute("IDAttribute"))
            : new ParameterModel(
                role,
                key,
                parameter.Name,
                type,
                parameter.AttributeText("ScopedStateAttribute") ?? string.Empty,
                DocumentationSource.None,
                Deprecation: null,
                DefaultModel.None,
                IsId: false);
    }

    /// <summary>
    /// A parameter is what its attribute says; else by its type the context, the cancellation token or a DataLoader; else, if its type is a
    /// C# interface that is no collection, a service; else an argument. A type unknown to the compilation may be a loader about to be
    /// generated.
    /// </summary>
    private static ParameterRole Role(IParameterSymbol parameter, TypeModel type)
    {
        if (parameter.HasAttribute("ParentAttribute"))
            return ParameterRole.Parent;
        if (parameter.HasAttribute("EventMessageAttribute"))
            return ParameterRole.EventMessage;
        if (parameter.HasAttribute("ServiceAttribute"))
            return ParameterRole.Service;
        if (parameter.HasAttribute("ScopedStateAttribute"))
            return ParameterRole.ScopedState;
        if (type.Kind == TypeModelKind.Unresolved)
            return ParameterRole.DataLoader;
        return type.Key switch
        {
            "global::Couverture.Execution.IResolverContext" => ParameterRole.Context,
            "global::System.Threading.CancellationToken" => ParameterRole.CancellationToken,
            _ when IsLoader(parameter.Type) => ParameterRole.DataLoader,
            _ => type.Kind == TypeModelKind.Interface ? ParameterRole.Service : ParameterRole.Argument,
        };
    }

    private static bool IsLoader(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => TypeParser.Key(i) == "global::Couverture.DataLoaders.IDataLoader");
}
