using Couverture.Generators.Models;

namespace Couverture.Generators.Parsing;

/// <summary>Checks the methods that load an object by its id.</summary>
internal static class NodeResolverParser
{
    private const string IdParameter = "id";

    /// <summary>Returns why a method cannot be a node resolver; null if it can.</summary>
    /// <param name="method">The method.</param>
    /// <param name="role">The role of its class.</param>
    /// <param name="other">The node resolver that the class already has; null if it has none.</param>
    public static string? FindError(MethodModel method, ClassRole role, MethodModel? other)
    {
        if (role != ClassRole.ObjectType)
            return "only a class with [ObjectType<T>] can have one";
        if (other is not null)
            return $"the class already has '{other.Name}'";
        if (method.Paging is not null || method.IsId)
            return "it is not a field, so it must not have [UsePaging] or [ID]";
        var arguments = method.Parameters.Where(p => p.Role is ParameterRole.Argument or ParameterRole.Parent or ParameterRole.ScopedState).ToList();
        return arguments.Count == 1 && arguments[0] is { Role: ParameterRole.Argument, Name: IdParameter, Type.Key: "string" or "int", Type.IsNullable: false }
            ? null
            : "besides services, loaders, the context and the cancellation token, it must have exactly one parameter, named id, of the type string or int";
    }
}
