using System.Xml.Linq;
using Couverture.Generators.Documentation;
using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Reading;

/// <summary>Reads what a parameter of a field's method takes.</summary>
internal static class ParameterReader
{
    public static ParameterModel Read(IParameterSymbol parameter, string key, IReadOnlyList<XElement> documentation)
    {
        var type = TypeReader.Read(parameter.Type);
        var role = Role(parameter, type);
        return role == ParameterRole.Argument
            ? new ParameterModel(
                role,
                key,
                parameter.Name,
                type,
                parameter.Text("GraphQLNameAttribute") ?? Naming.Camel(parameter.Name),
                DocumentationReader.Of(parameter, documentation),
                parameter.Deprecation(),
                Constants.Default(parameter),
                parameter.Has("IDAttribute"))
            : new ParameterModel(
                role,
                key,
                parameter.Name,
                type,
                parameter.Text("ScopedStateAttribute") ?? string.Empty,
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
    private static ParameterRole Role(IParameterSymbol parameter, TypeUse type)
    {
        if (parameter.Has("ParentAttribute"))
            return ParameterRole.Parent;
        if (parameter.Has("EventMessageAttribute"))
            return ParameterRole.EventMessage;
        if (parameter.Has("ServiceAttribute"))
            return ParameterRole.Service;
        if (parameter.Has("ScopedStateAttribute"))
            return ParameterRole.ScopedState;
        if (type.Kind == TypeUseKind.Unresolved)
            return ParameterRole.DataLoader;
        return type.Key switch
        {
            "global::Couverture.Execution.IResolverContext" => ParameterRole.Context,
            "global::System.Threading.CancellationToken" => ParameterRole.Cancellation,
            _ when IsLoader(parameter.Type) => ParameterRole.DataLoader,
            _ => type.Kind == TypeUseKind.Interface ? ParameterRole.Service : ParameterRole.Argument,
        };
    }

    private static bool IsLoader(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => TypeReader.Key(i) == "global::Couverture.DataLoaders.IDataLoader");
}
