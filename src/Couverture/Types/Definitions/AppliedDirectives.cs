using Couverture.Execution.Coercion;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>
/// Collects and checks the custom directives applied to the parts of a schema (specification section 3.13). Each directive must be declared,
/// allowed at its location, and have valid arguments. Directives of the specification are not applied here; they follow from other properties.
/// </summary>
internal sealed class AppliedDirectives(List<string> errors)
{
    private readonly List<(object Target, string Coordinate, DirectiveLocation Location, IReadOnlyList<DirectiveNode> Directives)> _applied = [];

    public void Add(object target, string coordinate, DirectiveLocation location, IEnumerable<DirectiveNode> directives)
    {
        if (directives.ToList() is { Count: > 0 } nodes)
            _applied.Add((target, coordinate, location, nodes));
    }

    /// <summary>Checks the directives and returns them by the part of the schema to which they are applied.</summary>
    public IReadOnlyDictionary<object, IReadOnlyList<DirectiveNode>> Check(IReadOnlyDictionary<string, DirectiveDefinition> known)
    {
        foreach (var (_, coordinate, location, directives) in _applied)
        {
            foreach (var directive in directives)
                Check(directive, $"{coordinate}: @{directive.Name.Value}", location, known);
            foreach (var repeated in directives.GroupBy(d => d.Name.Value).Where(g => g.Count() > 1 && known.GetValueOrDefault(g.Key) is { IsRepeatable: false }))
                errors.Add($"{coordinate}: @{repeated.Key} is not repeatable.");
        }

        return _applied.ToDictionary(a => a.Target, a => a.Directives);
    }

    private void Check(DirectiveNode directive, string subject, DirectiveLocation location, IReadOnlyDictionary<string, DirectiveDefinition> known)
    {
        if (SpecifiedDirectives.IsSpecified(directive.Name.Value))
        {
            errors.Add($"{subject} must not be applied directly; set the corresponding property of the definition.");
            return;
        }

        if (!known.TryGetValue(directive.Name.Value, out var definition))
        {
            errors.Add($"{subject} is not declared.");
            return;
        }

        if (!definition.Locations.Contains(location))
            errors.Add($"{subject} is not allowed on {IntrospectionTypes.UpperSnake(location.ToString())}.");
        foreach (var group in directive.Arguments.GroupBy(a => a.Name.Value))
        {
            if (group.Count() > 1)
                errors.Add($"{subject} gives the argument {group.Key} more than once.");
            if (definition.Arguments.TryGet(group.Key, out var argument))
                Check(argument, group.First().Value, subject);
            else
                errors.Add($"{subject} has no argument {group.Key}.");
        }

        foreach (var required in definition.Arguments.Where(a => a.IsRequired && directive.Arguments.All(group => group.Name.Value != a.Name)))
            errors.Add($"{subject} is missing the argument {required.Coordinate}.");
    }

    private void Check(Argument argument, IValueNode value, string subject)
    {
        try
        {
            InputCoercion.CoerceLiteral(argument.Type, value);
        }
        catch (SerializationException exception)
        {
            errors.Add($"{subject}: the value of {argument.Coordinate} is not valid for the type {argument.Type}: {exception.Message}");
        }
    }
}
