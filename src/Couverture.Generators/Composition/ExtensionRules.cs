using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>Checks that each extension has a target type in the schema and adds only field names that the type does not have.</summary>
internal sealed class ExtensionRules(SchemaPlan plan, List<DiagnosticInfo> diagnostics)
{
    public void Check()
    {
        foreach (var model in plan.Classes)
        {
            if (model.Role == ClassRole.ExtendType)
                CheckType(model);
            else if (model.Role == ClassRole.ExtendName)
                CheckName(model);
        }
    }

    private void CheckType(ClassModel model)
    {
        var target = model.Target!.Key;
        var reached = plan.Types
            .Where(t => t.Class?.Role != ClassRole.InterfaceType && (t.Shape.Key == target || t.Shape.Interfaces.Contains(target)))
            .ToList();
        if (reached.Count == 0)
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.UnknownExtensionTarget, model.Key, model.Name, TypeResolution.Short(target)));
        else if (reached.All(t => t.Shape.Key != target))
            CheckBoundMembers(model, reached);
    }

    /// <summary>Checks an extension of a C# interface: some implementing type has the property that a method replaces.</summary>
    private void CheckBoundMembers(ClassModel model, IReadOnlyCollection<TypePlan> reached)
    {
        foreach (var method in model.Methods.Where(m => m.BoundMember is { } member && reached.All(t => t.Shape.Properties.All(p => p.Member != member))))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.UnknownBoundMember, method.Key, method.Name, method.BoundMember!, TypeResolution.Short(model.Target!.Key)));
    }

    private void CheckName(ClassModel model)
    {
        var name = model.TargetName ?? string.Empty;
        var root = plan.Classes.Where(c => c.Role.IsRoot() && c.Role.ToString() == name).ToList();
        var type = plan.Types.FirstOrDefault(t => t.Name == name && t.Class?.Role != ClassRole.InterfaceType);
        if (root.Count == 0 && type is null && !plan.ConnectionTypes.Contains(name))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.UnknownExtensionTarget, model.Key, model.Name, name));
        var usedNames = new HashSet<string>(root.SelectMany(c => c.Methods).Select(m => m.FieldName).Concat(type?.Fields.Select(f => f.FieldName) ?? []));
        var earlier = plan.Classes.TakeWhile(c => c != model).Where(c => c.Role == ClassRole.ExtendName && c.TargetName == name).SelectMany(c => c.Methods);
        usedNames.UnionWith(earlier.Select(m => m.FieldName));
        foreach (var method in model.Methods.Where(m => usedNames.Contains(m.FieldName)))
            diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, method.Key, method.Name, "field", method.FieldName, name));
    }
}
