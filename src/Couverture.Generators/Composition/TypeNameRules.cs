using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Checks that every type has members and a unique name, and that enum values have unique names.</summary>
internal sealed class TypeNameRules(SchemaPlan plan, TypeResolution types, List<DiagnosticInfo> diagnostics)
{
    private readonly Dictionary<string, string> _names =
        new[] { "Int", "Float", "String", "Boolean", "ID" }.ToDictionary(name => name, _ => "the scalar");

    public void Check()
    {
        foreach (var root in plan.Classes.Where(c => c.Role.IsRoot()))
            _names[root.Role.ToString()] = "the root";
        if (plan.Connections.Count > 0)
            _names.Add("PageInfo", "the paging type");
        // Registered types go first, so that a conflict is reported at the type whose name was not chosen explicitly.
        foreach (var type in plan.Types.OrderBy(t => t.Class is null))
        {
            AddName(type.Name, TypeResolution.Short(type.Shape.Key), type.Key);
            if (type is { Fields.Count: 0, HasRejectedFields: false } && !Inherits(type) && !IsExtended(type))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoMembers, type.Key, TypeResolution.Short(type.Shape.Key), "field"));
        }

        foreach (var input in plan.Inputs)
            AddName(input.Input!.Name, TypeResolution.Short(input.Key), input.IsInCompilation ? input.Key : types.InputReachedBy(input));
        foreach (var values in plan.Enums)
            CheckEnum(values, values.IsInCompilation ? values.Key : types.ReachedBy(values));
        foreach (var paged in plan.Connections.GroupBy(p => p.ConnectionName))
            CheckConnection(paged.Key, [.. paged]);
    }

    private void AddName(string name, string what, string key)
    {
        if (!types.IsName(name, key, what))
            return;
        if (_names.TryGetValue(name, out var other))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateTypeName, key, what, name, other));
        else
            _names.Add(name, what);
    }

    private bool Inherits(TypePlan type) =>
        plan.Types.Any(t => t.Fields.Count > 0 && type.Interfaces.Contains(t.Shape.Key));

    private bool IsExtended(TypePlan type) =>
        plan.Classes.Any(c => c.Role == ClassRole.ExtendName && c.TargetName == type.Name);

    private void CheckEnum(TypeShape shape, string key)
    {
        var what = TypeResolution.Short(shape.Key);
        AddName(shape.Name, what, key);
        if (shape.Values.Count == 0)
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NoMembers, key, what, "value"));
        var names = new HashSet<string>();
        foreach (var value in shape.Values)
        {
            var location = shape.IsInCompilation ? $"{shape.Key}.{value.Member}" : key;
            if (value.Name is "true" or "false" or "null")
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidName, location, value.Member, value.Name, "true, false and null are not valid names of enum values"));
            else if (types.IsName(value.Name, location, value.Member) && !names.Add(value.Name))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, location, value.Member, "value", value.Name, what));
        }
    }

    /// <summary>Checks that the fields that share a connection have the same item type.</summary>
    private void CheckConnection(string name, IReadOnlyList<(string ConnectionName, MethodModel Method)> paged)
    {
        var first = paged[0].Method;
        AddName(name + "Connection", first.Name, first.Key);
        if (Naming.FindError(name + "Connection") is null)
            AddName(name + "Edge", first.Name, first.Key);
        foreach (var (_, other) in paged.Where(p => p.Method.Type.Item!.Key != first.Type.Item!.Key || p.Method.Type.Item.IsNullable != first.Type.Item.IsNullable))
        {
            diagnostics.Add(DiagnosticInfo.Create(
                Diagnostics.InvalidPaging,
                other.Key,
                other.Name,
                $"the connection {name} is already used by {first.Name} with another item type; set a different ConnectionName"));
        }
    }
}
