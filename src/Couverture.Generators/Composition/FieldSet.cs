using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Collects the fields of one type. Of two fields with the same name, the first one added wins.</summary>
/// <param name="shape">The type.</param>
/// <param name="key">The key of the location for diagnostics about properties declared in other assemblies.</param>
/// <param name="types">Checks names and types of fields.</param>
/// <param name="diagnostics">The list that diagnostics are added to.</param>
internal sealed class FieldSet(TypeShape shape, string key, TypeResolution types, List<DiagnosticInfo> diagnostics)
{
    private readonly List<FieldPlan> _plans = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _replaced = [];

    /// <summary>The fields in schema order: ids, properties (or the methods that replace them) in declaration order, other methods.</summary>
    public IReadOnlyList<FieldPlan> Plans => [.. _plans.OrderBy(Position)];

    /// <summary>Whether some fields were rejected with a diagnostic.</summary>
    public bool HasRejectedFields { get; private set; }

    /// <summary>Adds the methods of a class written for this type; reports duplicate field names.</summary>
    public void AddMethods(ClassModel model)
    {
        foreach (var method in model.Methods)
        {
            if (method.BoundMember is { } member && shape.Properties.All(p => p.Member != member))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.UnknownBoundMember, method.Key, method.Name, member, TypeResolution.Short(shape.Key)));
            if (!Add(model, method))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, method.Key, method.Name, "field", method.FieldName, TypeResolution.Short(shape.Key)));
        }
    }

    /// <summary>Adds the methods of a class written for a C# interface that the type implements. Fields of the type itself take precedence.</summary>
    public void AddInterfaceMethods(ClassModel model)
    {
        foreach (var method in model.Methods)
            Add(model, method);
    }

    /// <summary>Adds the properties, except those that are ignored, replaced, or have the name of a method's field.</summary>
    public void AddProperties(TypeShape owner, ClassModel? model)
    {
        var properties = new HashSet<string>();
        foreach (var property in owner.Properties)
        {
            if (model?.Ignored.Contains(property.Member) == true)
                continue;
            if (_replaced.Contains(property.Member))
                continue;
            if (!properties.Add(property.FieldName))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, property.Key ?? key, property.Member, "field", property.FieldName, TypeResolution.Short(owner.Key)));
            else if (!_names.Contains(property.FieldName))
                Add(property, owner);
        }
    }

    private int Position(FieldPlan plan) => plan switch
    {
        FieldPlan.Method { Model.IsId: true } => -1,
        FieldPlan.Method { Model: { BoundMember: { } member } } => PositionOf(p => p.Member == member),
        FieldPlan.Method { Model: var method } => PositionOf(p => p.FieldName == method.FieldName),
        FieldPlan.Property { Model: var property } => PositionOf(p => p.Member == property.Member),
        _ => int.MaxValue,
    };

    private int PositionOf(Func<PropertyModel, bool> predicate)
    {
        var position = 0;
        foreach (var property in shape.Properties)
        {
            if (predicate(property))
                return position;
            position++;
        }

        return int.MaxValue;
    }

    private bool Add(ClassModel model, MethodModel method)
    {
        if (!_names.Add(method.FieldName))
            return false;
        if (method.BoundMember is { } member)
            _replaced.Add(member);
        _plans.Add(new FieldPlan.Method(model, method));
        return true;
    }

    private void Add(PropertyModel property, TypeShape owner)
    {
        if (!IsField(property, property.Key ?? key, $"{TypeResolution.Short(owner.Key)}.{property.Member}"))
        {
            HasRejectedFields = true;
            return;
        }

        _names.Add(property.FieldName);
        _plans.Add(new FieldPlan.Property(property, owner.Key));
    }

    private bool IsField(PropertyModel property, string reportKey, string member)
    {
        if (property.IsObsoleteError)
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.NotAccessible, reportKey, member));
        return !property.IsObsoleteError
            & types.IsName(property.FieldName, reportKey, member)
            & (property.IsId ? types.IsId(property.Type, reportKey, member) : types.IsOutput(property.Type, reportKey, member));
    }
}
