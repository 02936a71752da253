using System.Xml.Linq;
using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Parses resolver parameters.</summary>
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
    /// Returns the role of a parameter. The attribute decides first, then the type: the context, the cancellation token or a DataLoader. Other
    /// C# interfaces that are not collections are services; everything else is an argument. An unresolved type is assumed to be a DataLoader
    /// that will be generated.
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
