using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>
/// Makes one plan of all that was read: which types there are and which fields each has. A field of a type comes from, in this order of
/// precedence: the class that registers the type, an extension of the type, an extension of a C# interface that it implements, a property.
/// The fields of an interface type come last, and by the engine, when the schema is built.
/// </summary>
internal sealed class SchemaComposer
{
    private readonly SchemaInput _input;
    private readonly List<Finding> _findings = [];
    private readonly TypeResolution _types;
    private readonly Dictionary<string, LoaderModel> _loaders = [];
    private readonly HashSet<string> _classes = [];
    private readonly Dictionary<string, ClassModel> _registered = [];

    private SchemaComposer(SchemaInput input)
    {
        _input = input;
        _types = new TypeResolution(input, _findings);
    }

    public static (SchemaPlan Plan, EquatableArray<Finding> Findings) Compose(SchemaInput input)
    {
        var composer = new SchemaComposer(input);
        var plan = composer.Compose();
        return (plan, composer._findings.ToEquatable());
    }

    private SchemaPlan Compose()
    {
        foreach (var loader in _input.Loaders)
        {
            if (_loaders.ContainsKey(loader.InterfaceName))
                _findings.Add(Finding.Of(Diagnostics.SameLoader, loader.Key, TypeResolution.Short(loader.Key), loader.InterfaceName));
            else
                _loaders.Add(loader.InterfaceName, loader);
        }

        var classes = _input.Classes.OrderBy(c => c.Key, StringComparer.Ordinal).Where(IsFirst).Select(Check).ToList();
        foreach (var model in classes.Where(c => c.Role is ClassRole.ObjectType or ClassRole.InterfaceType))
            _registered[model.Target!.Key] = model;

        CheckRoot(classes);
        var types = Types(classes);
        var inputs = Inputs(types);
        CheckExtensions(classes, types);
        return new SchemaPlan(
            classes,
            [.. types.OrderBy(t => t.Shape.Key, StringComparer.Ordinal)],
            [.. inputs.OrderBy(i => i.Key, StringComparer.Ordinal)],
            [.. _types.Enums.OrderBy(e => e.Key, StringComparer.Ordinal)],
            [.. _loaders.Values.OrderBy(l => l.Key, StringComparer.Ordinal)]);
    }

    /// <summary>Whether the class has no other role, and no other class registers the same type.</summary>
    private bool IsFirst(ClassModel model)
    {
        if (!_classes.Add(model.Key))
        {
            _findings.Add(Finding.Of(Diagnostics.TwoRoles, model.Key, model.Name));
            return false;
        }

        if (model.Role is not (ClassRole.ObjectType or ClassRole.InterfaceType) || !_registered.ContainsKey(model.Target!.Key))
        {
            if (model.Role is ClassRole.ObjectType or ClassRole.InterfaceType)
                _registered.Add(model.Target!.Key, model);
            return true;
        }

        _findings.Add(Finding.Of(Diagnostics.SameTarget, model.Key, model.Name, TypeResolution.Short(model.Target.Key)));
        return false;
    }

    /// <summary>The class with those of its methods that can be fields, loaders among the parameters found.</summary>
    private ClassModel Check(ClassModel model)
    {
        var names = new HashSet<string>();
        var methods = new List<MethodModel>();
        foreach (var method in model.Methods)
        {
            if (!names.Add(method.FieldName))
                _findings.Add(Finding.Of(Diagnostics.SameName, method.Key, method.Name, method.FieldName, model.Name));
            else if (Check(model, method) is { } valid)
                methods.Add(valid);
        }

        return model with { Methods = methods.ToEquatable() };
    }

    private MethodModel? Check(ClassModel model, MethodModel method)
    {
        var isValid = method.IsId || _types.IsOutput(method.Type, method.Key, method.Name);
        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            if (Check(model, method, parameter) is { } valid)
                parameters.Add(valid);
            else
                isValid = false;
        }

        return isValid ? method with { Parameters = parameters.ToEquatable() } : null;
    }

    private ParameterModel? Check(ClassModel model, MethodModel method, ParameterModel parameter)
    {
        switch (parameter.Role)
        {
            case ParameterRole.DataLoader when parameter.Type.Kind == TypeUseKind.Unresolved:
                // a type that no loader accounts for is an error of its own, reported by the compiler
                var name = parameter.Type.Key.TrimEnd('?').Split('.', ':').Last();
                return _loaders.TryGetValue(name, out var loader)
                    ? parameter with { Type = parameter.Type with { Declaration = loader.Qualify(loader.InterfaceName) } }
                    : null;
            case ParameterRole.Parent when model.Role.IsRoot()
                || (model.Target is not null && !_types.IsAssignable(model.Target.Key, parameter.Type.Key)):
                _findings.Add(Finding.Of(
                    Diagnostics.WrongParent,
                    parameter.Key,
                    parameter.Name,
                    method.Name,
                    TypeResolution.Short(parameter.Type.Key),
                    model.Target is null ? $"the {model.Role.ToString().ToLowerInvariant()} root" : TypeResolution.Short(model.Target.Key)));
                return null;
            case ParameterRole.EventMessage when model.Role != ClassRole.Subscription:
                _findings.Add(Finding.Of(Diagnostics.NoEvent, parameter.Key, parameter.Name, method.Name));
                return null;
            case ParameterRole.Argument when !parameter.IsId && !_types.IsInput(parameter.Type, parameter.Key):
                if (parameter.Type.Leaf.Kind != TypeUseKind.Unresolved)
                    _findings.Add(Finding.Of(Diagnostics.UnsupportedParameter, parameter.Key, parameter.Name, method.Name, TypeResolution.Short(parameter.Type.Key)));
                return null;
            default:
                return parameter;
        }
    }

    /// <summary>The fields of a root come from several classes; no two may have one name.</summary>
    private void CheckRoot(IEnumerable<ClassModel> classes)
    {
        var names = new HashSet<(ClassRole, string)>();
        foreach (var model in classes.Where(c => c.Role.IsRoot()))
        {
            foreach (var method in model.Methods.Where(m => !names.Add((model.Role, m.FieldName))))
                _findings.Add(Finding.Of(Diagnostics.SameName, method.Key, method.Name, method.FieldName, model.Role.ToString()));
        }
    }

    private List<TypePlan> Types(IReadOnlyList<ClassModel> classes)
    {
        var plans = new List<TypePlan>();
        foreach (var model in _registered.Values.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if (_types.Shape(model.Target!.Key) is { } shape)
                plans.Add(Plan(shape, model, classes));
        }

        while (_types.NewObjects.Count > 0)
            plans.Add(Plan(_types.NewObjects.Dequeue(), null, classes));
        return plans;
    }

    /// <summary>The input objects, each with those of its fields that can be given.</summary>
    private List<TypeShape> Inputs(IReadOnlyCollection<TypePlan> types)
    {
        var inputs = new List<TypeShape>();
        while (_types.NewInputs.Count > 0)
        {
            var shape = _types.NewInputs.Dequeue();
            var reachedBy = _types.InputReachedBy(shape);
            if (types.Any(t => t.Shape.Key == shape.Key))
            {
                _findings.Add(Finding.Of(Diagnostics.OutputAsInput, reachedBy, TypeResolution.Short(shape.Key)));
                continue;
            }

            var members = shape.Input!.Members.Where(member => IsInput(shape, member, member.Key ?? reachedBy)).ToEquatable();
            inputs.Add(shape with { Input = shape.Input with { Members = members } });
        }

        return inputs;
    }

    private bool IsInput(TypeShape shape, InputMember member, string key)
    {
        if (member.IsId || _types.IsInput(member.Type, key))
            return true;
        if (member.Type.Leaf.Kind != TypeUseKind.Unresolved)
            _findings.Add(Finding.Of(Diagnostics.UnsupportedParameter, key, member.Member, TypeResolution.Short(shape.Key), TypeResolution.Short(member.Type.Key)));
        return false;
    }

    private TypePlan Plan(TypeShape shape, ClassModel? model, IReadOnlyList<ClassModel> classes)
    {
        var isInterface = model?.Role == ClassRole.InterfaceType;
        var interfaces = shape.Interfaces
            .Where(i => _registered.TryGetValue(i, out var registered) && registered.Role == ClassRole.InterfaceType)
            .OrderBy(i => i, StringComparer.Ordinal)
            .ToList();
        var fields = new FieldSet(shape, model?.Key ?? _types.ReachedBy(shape), _types, _findings);
        if (model is not null)
            fields.AddMethods(model);
        if (!isInterface)
        {
            foreach (var extension in classes.Where(c => c.Role == ClassRole.ExtendType && c.Target!.Key == shape.Key))
                fields.AddMethods(extension);
            foreach (var extension in classes.Where(c => c.Role == ClassRole.ExtendType && shape.Interfaces.Contains(c.Target!.Key)))
                fields.AddShared(extension);
        }

        fields.AddProperties(shape, model);
        return new TypePlan(shape, model, interfaces, fields.Plans);
    }

    private void CheckExtensions(IEnumerable<ClassModel> classes, IReadOnlyCollection<TypePlan> types)
    {
        foreach (var model in classes.Where(c => c.Role == ClassRole.ExtendType))
        {
            var target = model.Target!.Key;
            if (!types.Any(t => t.Class?.Role != ClassRole.InterfaceType && (t.Shape.Key == target || t.Shape.Interfaces.Contains(target))))
                _findings.Add(Finding.Of(Diagnostics.ExtendsNothing, model.Key, model.Name, TypeResolution.Short(target)));
        }
    }
}
