using Couverture.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Parsing;

/// <summary>Parses the source stream methods of subscription fields.</summary>
internal static class SourceStreamParser
{
    /// <summary>Whether a field of the same class names the method as its source stream.</summary>
    public static bool IsSourceStream(IMethodSymbol method) =>
        method.ContainingType.GetMembers().OfType<IMethodSymbol>().Any(field => SourceName(field) == method.Name);

    /// <summary>Parses the source stream of a field; returns a diagnostic if it is missing or invalid.</summary>
    public static DiagnosticInfo? Parse(IMethodSymbol field, IReadOnlyList<ParameterModel> arguments, string key, out SourceStreamModel? source)
    {
        source = null;
        if (SourceName(field) is not { } name)
            return Fail("[Subscribe(With = ...)] is missing");
        var methods = field.ContainingType.GetMembers(name).OfType<IMethodSymbol>().ToList();
        if (methods.Count != 1 || !methods[0].IsStatic || methods[0].IsGenericMethod)
            return Fail($"{field.ContainingType.Name} must have exactly one static method {name}, and it must not be generic");
        var method = methods[0];
        if (method.DeclaredAccessibility == Accessibility.Public || !ClassParser.IsAccessible(method))
            return Fail($"{name} must be internal: a public method would be a field, and generated code cannot call a private method");
        if (TypeParser.MetadataName(method.ReturnType) != "System.Collections.Generic.IAsyncEnumerable`1")
            return Fail($"{name} returns {method.ReturnType.ToDisplayString()}");
        var parameters = method.Parameters.Select(p => ParameterParser.Parse(p, MethodParser.ParameterKey(key, p), [])).ToEquatable();
        foreach (var parameter in parameters)
        {
            if (FindParameterError(parameter, arguments) is { } reason)
                return Fail($"{name} {reason}");
        }

        var events = ((INamedTypeSymbol)method.ReturnType).TypeArguments[0];
        if (field.Parameters.FirstOrDefault(p => p.HasAttribute("EventMessageAttribute") && !IsAssignable(events, p.Type)) is { } message)
            return Fail($"the event parameter is a {message.Type.ToDisplayString()}, but {name} returns events of type {events.ToDisplayString()}");
        source = new SourceStreamModel(name, parameters);
        return null;

        DiagnosticInfo Fail(string reason) => DiagnosticInfo.Create(Diagnostics.InvalidSourceStream, key, field.Name, reason);
    }

    private static string? SourceName(IMethodSymbol field) => field.FindAttribute("SubscribeAttribute")?.NamedArgument<string?>("With", null);

    private static string? FindParameterError(ParameterModel parameter, IReadOnlyList<ParameterModel> arguments) => parameter.Role switch
    {
        ParameterRole.CancellationToken or ParameterRole.Service or ParameterRole.Context => null,
        ParameterRole.Argument when arguments.FirstOrDefault(a => a.Role == ParameterRole.Argument && a.Name == parameter.Name) is { } argument =>
            argument.Type == parameter.Type ? null : $"has the parameter {parameter.Name} of type {parameter.Type.Declaration}, but the field's argument is of type {argument.Type.Declaration}",
        ParameterRole.Argument => $"has the parameter {parameter.Name}, which is not an argument of the field",
        _ => $"has the parameter {parameter.Name}, which is available to resolvers only",
    };

    private static bool IsAssignable(ITypeSymbol from, ITypeSymbol to)
    {
        if (SymbolEqualityComparer.Default.Equals(from, to) || from.AllInterfaces.Contains(to, SymbolEqualityComparer.Default))
            return true;
        for (var type = from.BaseType; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, to))
                return true;
        }

        return false;
    }
}
