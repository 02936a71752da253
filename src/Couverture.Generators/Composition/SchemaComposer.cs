using Couverture.Generators.Models;

namespace Couverture.Generators.Composition;

/// <summary>
/// Combines all models into one plan of the schema's types and their fields.
/// </summary>
/// <remarks>
/// The sources of a field, in order of precedence:
/// <list type="number">
/// <item>the class that registers the type</item>
/// <item>an extension of the type</item>
/// <item>an extension of a C# interface that the type implements</item>
/// <item>a property</item>
/// <item>an interface type, whose fields the engine adds when it builds the schema</item>
/// </list>
/// </remarks>
internal sealed class SchemaComposer
{
    private readonly SchemaInput _input;
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private readonly TypeResolution _types;
    private readonly Dictionary<string, DataLoaderModel> _dataLoaders = [];
    private readonly HashSet<string> _classes = [];
    private readonly Dictionary<string, ClassModel> _registered = [];
    private readonly HashSet<string> _classesWithRejectedMethods = [];

    private SchemaComposer(SchemaInput input)
    {
        _input = input;
        _types = new TypeResolution(input, _diagnostics);
    }

    public static (SchemaPlan Plan, EquatableArray<DiagnosticInfo> Findings) Compose(SchemaInput input)
    {
        var composer = new SchemaComposer(input);
        var plan = composer.Compose();
        return (plan, composer._diagnostics.ToEquatable());
    }

    private SchemaPlan Compose()
    {
        foreach (var loader in _input.DataLoaders)
        {
            if (_dataLoaders.ContainsKey(loader.InterfaceName))
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateDataLoader, loader.Key, TypeResolution.Short(loader.Key), loader.InterfaceName));
            else
                _dataLoaders.Add(loader.InterfaceName, loader);
        }

        var classes = _input.Classes.OrderBy(c => c.Key, StringComparer.Ordinal).Where(IsFirstRegistration).Where(HasValidTarget).Select(Check).ToList();
        foreach (var model in classes.Where(c => c.Role is ClassRole.ObjectType or ClassRole.InterfaceType))
            _registered[model.Target!.Key] = model;

        CheckRoot(classes);
        var types = Types(classes);
        var inputs = Inputs(types);
        var plan = new SchemaPlan(
            classes,
            [.. types.OrderBy(t => t.Shape.Key, StringComparer.Ordinal)],
            [.. inputs.OrderBy(i => i.Key, StringComparer.Ordinal)],
            [.. _types.Enums.OrderBy(e => e.Key, StringComparer.Ordinal)],
            [.. _dataLoaders.Values.OrderBy(l => l.Key, StringComparer.Ordinal)]);
        new ExtensionRules(plan, _diagnostics).Check();
        new TypeNameRules(plan, _types, _diagnostics).Check();
        new InputRules(plan, _types, _diagnostics).Check();
        new InterfaceRules(plan, _types, _diagnostics).Check();
        return plan;
    }

    /// <summary>Whether this is the first role of the class and the first registration of its type.</summary>
    private bool IsFirstRegistration(ClassModel model)
    {
        if (!_classes.Add(model.Key))
        {
            _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.MultipleRoles, model.Key, model.Name));
            return false;
        }

        if (model.Role is not (ClassRole.ObjectType or ClassRole.InterfaceType) || !_registered.ContainsKey(model.Target!.Key))
        {
            if (model.Role is ClassRole.ObjectType or ClassRole.InterfaceType)
                _registered.Add(model.Target!.Key, model);
            return true;
        }

        _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateRegistration, model.Key, model.Name, TypeResolution.Short(model.Target.Key)));
        return false;
    }

    /// <summary>Whether the class can register its runtime type.</summary>
    private bool HasValidTarget(ClassModel model)
    {
        var error = (model.Role, model.Target?.Kind) switch
        {
            (ClassRole.InterfaceType, not TypeModelKind.Interface) => "an interface type must be registered for a C# interface that runtime types of object types implement",
            (ClassRole.ObjectType, TypeModelKind.Scalar or TypeModelKind.Enum or TypeModelKind.List or TypeModelKind.Unsupported) => "an object type must be registered for a class or struct with fields",
            _ => null,
        };
        if (error is null)
            return true;
        _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.InvalidTarget, model.Key, model.Name, TypeResolution.Short(model.Target!.Key), error));
        _registered.Remove(model.Target.Key);
        return false;
    }

    /// <summary>Returns the class with its valid methods only; resolves the types of generated DataLoaders in their parameters.</summary>
    private ClassModel Check(ClassModel model)
    {
        var names = new HashSet<string>();
        var methods = new List<MethodModel>();
        foreach (var method in model.Methods)
        {
            if (!names.Add(method.FieldName))
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, method.Key, method.Name, "field", method.FieldName, model.Name));
            else if (Check(model, method) is { } valid)
                methods.Add(valid);
        }

        if (methods.Count < model.Methods.Count)
            _classesWithRejectedMethods.Add(model.Key);

        return model with { Methods = methods.ToEquatable(), NodeResolver = model.NodeResolver is { } resolver ? Check(model, resolver) : null };
    }

    private MethodModel? Check(ClassModel model, MethodModel method)
    {
        var isValid = (method.IsId ? _types.IsId(method.Type, method.Key, method.Name) : _types.IsOutput(method.Type, method.Key, method.Name))
            & _types.IsName(method.FieldName, method.Key, method.Name);
        var names = new HashSet<string>(PagingArguments(method));
        var parameters = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            var isUnused = parameter.Role != ParameterRole.Argument || names.Add(parameter.GraphQLName);
            if (!isUnused)
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, parameter.Key, parameter.Name, "argument", parameter.GraphQLName, method.Name));
            if (isUnused && Check(model, method, parameter) is { } valid)
                parameters.Add(valid);
            else
                isValid = false;
        }

        return isValid ? method with { Parameters = parameters.ToEquatable() } : null;
    }

    private static IEnumerable<string> PagingArguments(MethodModel method)
    {
        if (method.Paging is not { } paging)
            return [];
        return
        [
            "first", "after",
            .. paging.AllowBackwardPagination ? (string[])["last", "before"] : [],
            .. method.Filter is null ? (string[])[] : ["where"],
            .. method.Sort is null ? (string[])[] : ["order"],
        ];
    }

    private ParameterModel? Check(ClassModel model, MethodModel method, ParameterModel parameter)
    {
        switch (parameter.Role)
        {
            case ParameterRole.DataLoader when parameter.Type.Kind == TypeModelKind.Unresolved:
                // The compiler reports an unknown type if no DataLoader of this name is generated.
                var name = parameter.Type.Key.TrimEnd('?').Split('.', ':').Last();
                return _dataLoaders.TryGetValue(name, out var loader)
                    ? parameter with { Type = parameter.Type with { Declaration = loader.Qualify(loader.InterfaceName) } }
                    : null;
            case ParameterRole.Parent when model.Role.IsRoot()
                || (model.Target is not null && !_types.IsAssignable(model.Target.Key, parameter.Type.Key)):
                _diagnostics.Add(DiagnosticInfo.Create(
                    Diagnostics.InvalidParent,
                    parameter.Key,
                    parameter.Name,
                    method.Name,
                    TypeResolution.Short(parameter.Type.Key),
                    model.Target is null ? $"the {model.Role.ToString().ToLowerInvariant()} root" : TypeResolution.Short(model.Target.Key)));
                return null;
            case ParameterRole.Argument or ParameterRole.Service when IsParent(model, parameter.Type):
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.MissingParent, parameter.Key, parameter.Name, method.Name, TypeResolution.Short(parameter.Type.Key)));
                return null;
            case ParameterRole.EventMessage when model.Role != ClassRole.Subscription:
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.MisplacedEventMessage, parameter.Key, parameter.Name, method.Name));
                return null;
            case ParameterRole.Argument:
                return _types.IsName(parameter.GraphQLName, parameter.Key, parameter.Name)
                    & (parameter.IsId
                        ? _types.IsIdInput(parameter.Type, parameter.Key, parameter.Name)
                        : _types.IsInput(parameter.Type, parameter.Key, parameter.Name, method.Name))
                    & _types.IsValid(parameter.DefaultValue, parameter.Type, parameter.Deprecation, parameter.Key, parameter.Name)
                    ? parameter
                    : null;
            default:
                return parameter;
        }
    }

    /// <summary>Whether a parameter without [Parent] has the parent's type.</summary>
    private bool IsParent(ClassModel model, TypeModel type) => model.Target is { } target && _types.IsAssignable(target.Key, type.Key);

    /// <summary>Reports duplicate field names across the classes of a root.</summary>
    private void CheckRoot(IEnumerable<ClassModel> classes)
    {
        var names = new HashSet<(ClassRole, string)>();
        foreach (var model in classes.Where(c => c.Role.IsRoot()))
        {
            foreach (var method in model.Methods.Where(m => !names.Add((model.Role, m.FieldName))))
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, method.Key, method.Name, "field", method.FieldName, model.Role.ToString()));
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

    /// <summary>Returns the input objects whose fields are all valid.</summary>
    private List<TypeShape> Inputs(IReadOnlyCollection<TypePlan> types)
    {
        var inputs = new List<TypeShape>();
        while (_types.NewInputs.Count > 0)
        {
            var shape = _types.NewInputs.Dequeue();
            var reachedBy = _types.InputReachedBy(shape);
            if (types.Any(t => t.Shape.Key == shape.Key))
            {
                _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.OutputAsInput, reachedBy, TypeResolution.Short(shape.Key)));
                continue;
            }

            var names = new HashSet<string>();
            // Check all members instead of stopping at the first error, so that every error is reported.
            if (shape.Input!.Members.Count(member => IsInput(shape, member, member.Key ?? reachedBy, names)) == shape.Input.Members.Count)
                inputs.Add(shape);
        }

        return inputs;
    }

    private bool IsInput(TypeShape shape, InputMember member, string key, HashSet<string> names)
    {
        var owner = TypeResolution.Short(shape.Key);
        var isUnused = names.Add(member.FieldName);
        if (!isUnused)
            _diagnostics.Add(DiagnosticInfo.Create(Diagnostics.DuplicateName, key, member.Member, "input field", member.FieldName, owner));
        return isUnused
            & _types.IsName(member.FieldName, key, member.Member)
            & (member.IsId ? _types.IsIdInput(member.Type, key, member.Member) : _types.IsInput(member.Type, key, member.Member, owner))
            & _types.IsValid(member.DefaultValue, member.Type, member.Deprecation, key, member.Member);
    }

    private TypePlan Plan(TypeShape shape, ClassModel? model, IReadOnlyList<ClassModel> classes)
    {
        var isInterface = model?.Role == ClassRole.InterfaceType;
        var interfaces = shape.Interfaces
            .Where(i => _registered.TryGetValue(i, out var registered) && registered.Role == ClassRole.InterfaceType)
            .OrderBy(i => i, StringComparer.Ordinal)
            .ToList();
        var fields = new FieldSet(shape, model?.Key ?? _types.ReachedBy(shape), _types, _diagnostics);
        if (model is not null)
            fields.AddMethods(model);
        if (!isInterface)
        {
            foreach (var extension in classes.Where(c => c.Role == ClassRole.ExtendType && c.Target!.Key == shape.Key))
                fields.AddMethods(extension);
            foreach (var extension in classes.Where(c => c.Role == ClassRole.ExtendType && shape.Interfaces.Contains(c.Target!.Key)))
                fields.AddInterfaceMethods(extension);
        }

        fields.AddProperties(shape, model);
        var key = model?.Key ?? (shape.IsInCompilation ? shape.Key : _types.ReachedBy(shape));
        return new TypePlan(shape, key, model, interfaces, fields.Plans) { HasRejectedFields = fields.HasRejectedFields || _classesWithRejectedMethods.Contains(key) };
    }
}
