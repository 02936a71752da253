using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Gathers the fields of one type; what is added first wins.</summary>
/// <param name="shape">The type.</param>
/// <param name="key">Where to report what is wrong with a property that is not of this compilation.</param>
/// <param name="types">Decides which fields can be.</param>
/// <param name="diagnostics">Takes what is wrong.</param>
internal sealed class FieldSet(TypeShape shape, string key, TypeResolution types, List<DiagnosticInfo> diagnostics)
{
    private readonly List<FieldPlan> _plans = [];
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _replaced = [];

    /// <summary>The fields in schema order: ids, then the properties (or what replaces them) as the type has them, then what is written beyond them.</summary>
    public IReadOnlyList<FieldPlan> Plans => [.. _plans.OrderBy(Position)];

    /// <summary>Whether there would be more, were they not objected to.</summary>
    public bool HasRejectedFields { get; private set; }

    /// <summary>Fields written for this very type: no two may have one name.</summary>
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

    /// <summary>Fields written for a C# interface that the type implements: those of the type's own win.</summary>
    public void AddInterfaceMethods(ClassModel model)
    {
        foreach (var method in model.Methods)
            Add(model, method);
    }

    /// <summary>The properties that no method replaces or is named as.</summary>
    public void AddProperties(TypeShape of, ClassModel? model)
    {
        var properties = new HashSet<string>();
        foreach (var property in of.Properties)
        {
            if (model?.Ignored.Contains(property.Member) == true)
                continue;
            if (_replaced.Contains(property.Member))
                continue;
            if (!properties.Add(property.FieldName))
                diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, property.Key ?? key, property.Member, "field", property.FieldName, TypeResolution.Short(of.Key)));
            else if (!_names.Contains(property.FieldName))
                Add(property, of);
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

    private void Add(PropertyModel property, TypeShape of)
    {
        if (!IsField(property, property.Key ?? key, $"{TypeResolution.Short(of.Key)}.{property.Member}"))
        {
            HasRejectedFields = true;
            return;
        }

        _names.Add(property.FieldName);
        _plans.Add(new FieldPlan.Property(property, of.Key));
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
