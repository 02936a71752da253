using Couverture.Cost;
using Couverture.Data;
using Couverture.Execution.Coercion;
using Couverture.Language;

namespace Couverture.Types;

/// <summary>Builds one schema of one builder's declarations: connections and extensions, inherited fields, types, rules.</summary>
internal sealed class SchemaAssembly
{
    private readonly IReadOnlyDictionary<OperationType, ObjectTypeDefinition> _roots;
    private readonly IReadOnlyDictionary<Type, TypeDefinition> _runtimeTypes;
    private readonly List<TypeDefinition> _definitions;
    private readonly SchemaScalars _scalars;
    private readonly List<(string TypeName, Action<ObjectTypeDefinition> Extend)> _extensions;
    private readonly ConnectionTypeFactory _connections;
    private readonly SchemaOptions _options;
    private readonly Schema _schema = new();
    private readonly List<string> _errors = [];
    private readonly Dictionary<string, INamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, INamedType> _typesByRuntimeType = [];
    private readonly List<(InputValue Value, object? Default)> _defaults = [];
    private readonly AppliedDirectives _applied;

    public SchemaAssembly(
        IReadOnlyDictionary<OperationType, ObjectTypeDefinition> roots,
        IReadOnlyDictionary<Type, TypeDefinition> runtimeTypes,
        IReadOnlyDictionary<Type, ScalarType> scalars,
        IEnumerable<(string TypeName, Action<ObjectTypeDefinition> Extend)> extensions,
        PagingOptions paging,
        SchemaOptions options)
    {
        _options = options;
        _roots = roots;
        _runtimeTypes = runtimeTypes;
        _definitions = [.. roots.Values, .. runtimeTypes.Values, .. IntrospectionTypes.Create(() => _schema)];
        _scalars = new SchemaScalars(scalars);
        _extensions = [.. extensions];
        _connections = new ConnectionTypeFactory(paging, options.EnableCost, _errors);
        _applied = new AppliedDirectives(_errors);
    }

    public Schema Build()
    {
        MakeConnectionsAndExtend();
        InheritFields();
        foreach (var definition in _definitions)
            Declare(definition);
        foreach (var definition in _definitions)
            CompleteMembers(definition);
        if (!_roots.ContainsKey(OperationType.Query))
            _errors.Add("The schema has no query root.");
        var directives = CreateDirectives();
        var metaFields = CreateMetaFields();
        SetDefaults();
        SchemaRules.Check(_types.Values, _errors);
        SchemaRules.Check(directives, _errors);
        _applied.Add(_schema, "schema", DirectiveLocation.Schema, _options.SchemaDirectives);
        var applied = _applied.Check(directives.DistinctBy(d => d.Name).ToDictionary(d => d.Name));
        if (_errors.Count > 0)
            throw new SchemaException(_errors);

        _schema.Complete(new SchemaParts(
            _options.Description,
            Root(OperationType.Query)!,
            Root(OperationType.Mutation),
            Root(OperationType.Subscription),
            _types.Values,
            directives,
            _typesByRuntimeType.Where(t => t.Value is ObjectType).ToDictionary(t => t.Key, t => (ObjectType)t.Value),
            metaFields)
        {
            Applied = applied,
        });
        return _schema;
    }

    private ObjectType? Root(OperationType operation) =>
        _roots.TryGetValue(operation, out var root) ? (ObjectType)_types[root.Name] : null;

    // An extension may add a connection and may extend one that another extension added: round after round until nothing changes.
    private void MakeConnectionsAndExtend()
    {
        bool changed;
        do
        {
            foreach (var field in _definitions.OfType<ComplexTypeDefinition>().SelectMany(t => t.Fields.Select(f => (Type: t, Field: f))).ToList())
                _definitions.AddRange(_connections.Expand(field.Type, field.Field));
            changed = _extensions.RemoveAll(TryExtend) > 0;
        }
        while (changed);
        foreach (var extension in _extensions)
            _errors.Add($"{extension.TypeName}: extended, but the schema has no object type of that name.");
    }

    private bool TryExtend((string TypeName, Action<ObjectTypeDefinition> Extend) extension)
    {
        var type = _definitions.OfType<ObjectTypeDefinition>().FirstOrDefault(t => t.Name == extension.TypeName);
        if (type is not null)
            extension.Extend(type);
        return type is not null;
    }

    // Interfaces before the types that implement them, so that a field passes through any number of interfaces.
    private void InheritFields()
    {
        var done = new HashSet<ComplexTypeDefinition>();
        foreach (var definition in _definitions.OfType<ComplexTypeDefinition>().ToList())
            InheritFields(definition, done, []);
    }

    private void InheritFields(ComplexTypeDefinition definition, HashSet<ComplexTypeDefinition> done, HashSet<ComplexTypeDefinition> open)
    {
        if (done.Contains(definition))
            return;
        if (!open.Add(definition))
        {
            _errors.Add($"{definition.Name}: implements itself.");
            return;
        }

        foreach (var runtimeType in definition.Interfaces.ToList())
        {
            if (_runtimeTypes.GetValueOrDefault(runtimeType) is not InterfaceTypeDefinition shared)
            {
                _errors.Add($"{definition.Name}: implements {runtimeType}, which is no interface type of the schema.");
                continue;
            }

            InheritFields(shared, done, open);
            definition.Interfaces.UnionWith(shared.Interfaces);
            foreach (var field in shared.Fields)
            {
                if (definition.Fields.All(f => f.Name != field.Name))
                    definition.Fields.Add(field);
            }
        }

        open.Remove(definition);
        done.Add(definition);
    }

    private void Declare(TypeDefinition definition)
    {
        INamedType type = definition switch
        {
            ObjectTypeDefinition => new ObjectType(definition.Name, definition.Description),
            InterfaceTypeDefinition => new InterfaceType(definition.Name, definition.Description),
            UnionTypeDefinition => new UnionType(definition.Name, definition.Description),
            InputObjectTypeDefinition input => new InputObjectType(input.Name, input.Description, input.IsOneOf, input.Create),
            EnumTypeDefinition values => new EnumType(values.Name, values.Description, Values(values)),
            _ => throw new InvalidOperationException($"No type is declared by a {definition.GetType().Name}."),
        };
        if (!_types.TryAdd(definition.Name, type))
            _errors.Add($"{definition.Name}: declared more than once.");
        _applied.Add(type, definition.Name, Enum.Parse<DirectiveLocation>(type.Kind.ToString()), definition.Directives);
        foreach (var (runtimeType, declared) in _runtimeTypes)
        {
            if (ReferenceEquals(declared, definition))
                _typesByRuntimeType[runtimeType] = type;
        }
    }

    private IEnumerable<EnumValue> Values(EnumTypeDefinition definition) =>
        Unique(definition.Values, v => v.Name, definition.Name).Select(v =>
        {
            var value = new EnumValue(v.Name, v.RuntimeValue, v.Description, v.DeprecationReason);
            _applied.Add(value, $"{definition.Name}.{v.Name}", DirectiveLocation.EnumValue, v.Directives);
            return value;
        });

    private void CompleteMembers(TypeDefinition definition)
    {
        switch (_types[definition.Name], definition)
        {
            case (ComplexType type, ComplexTypeDefinition complex):
                type.Interfaces = [.. complex.Interfaces.Select(i => _typesByRuntimeType.GetValueOrDefault(i)).OfType<InterfaceType>().OrderBy(i => i.Name, StringComparer.Ordinal)];
                type.Fields = new MemberCollection<Field>(Unique(complex.Fields, f => f.Name, complex.Name).Select(f => CreateField(f, type)).OfType<Field>());
                break;
            case (UnionType type, UnionTypeDefinition union):
                type.Members = [.. union.Members.Select(m => Member(union, m)).OfType<ObjectType>().OrderBy(m => m.Name, StringComparer.Ordinal)];
                break;
            case (InputObjectType type, InputObjectTypeDefinition input):
                type.Fields = new MemberCollection<InputField>(Unique(input.Fields, f => f.Name, input.Name).Select(f => CreateInputField(f, type)).OfType<InputField>());
                break;
        }
    }

    private ObjectType? Member(UnionTypeDefinition union, Type runtimeType)
    {
        if (_typesByRuntimeType.GetValueOrDefault(runtimeType) is ObjectType type)
            return type;
        _errors.Add($"{union.Name}: has the member {runtimeType}, which is no object type of the schema.");
        return null;
    }

    private Field? CreateField(FieldDefinition definition, ComplexType type)
    {
        var coordinate = $"{type.Name}.{definition.Name}";
        var arguments = Unique(definition.Arguments, a => a.Name, coordinate).Select(a => CreateArgument(a, $"{coordinate}({a.Name}:)")).OfType<Argument>().ToList();
        if (Resolve(definition.Type, coordinate) is not { } resolved)
            return null;
        if (resolved is not IOutputType output || !resolved.IsOutputType())
        {
            _errors.Add($"{coordinate}: {resolved} is no output type.");
            return null;
        }

        if (type is ObjectType && definition.Resolver is null)
            _errors.Add($"{coordinate}: has no resolver.");
        var isEvent = _roots.TryGetValue(OperationType.Subscription, out var subscription) && subscription.Name == type.Name;
        if (isEvent && definition.Subscribe is null)
            _errors.Add($"{coordinate}: has no source stream.");
        if (!isEvent && definition.Subscribe is not null)
            _errors.Add($"{coordinate}: has a source stream, but is no field of the subscription root.");
        var resolver = definition is { IsGlobalId: true, Resolver: { } inner }
            ? inner.Select(value => value is null ? null : GlobalId.Encode(type.Name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!))
            : definition.Resolver;
        var field = new Field(definition.Name, definition.Description, output, new MemberCollection<Argument>(arguments), resolver, definition.DeprecationReason, coordinate, definition.Subscribe);
        _applied.Add(field, coordinate, DirectiveLocation.FieldDefinition, definition.Directives);
        return field;
    }

    private Argument? CreateArgument(ArgumentDefinition definition, string coordinate) =>
        InputType(definition, coordinate) is { } type
            ? WithDefault(new Argument(definition.Name, definition.Description, type, definition.DeprecationReason, coordinate, definition.ToCollection), definition)
            : null;

    private InputField? CreateInputField(ArgumentDefinition definition, InputObjectType type)
    {
        var coordinate = $"{type.Name}.{definition.Name}";
        return InputType(definition, coordinate) is { } inputType
            ? WithDefault(new InputField(definition.Name, definition.Description, inputType, definition.DeprecationReason, coordinate, definition.ToCollection), definition)
            : null;
    }

    private IInputType? InputType(ArgumentDefinition definition, string coordinate)
    {
        if (Resolve(definition.Type, coordinate) is not { } type)
            return null;
        if (type is IInputType input && type.IsInputType())
            return input;
        _errors.Add($"{coordinate}: {type} is no input type.");
        return null;
    }

    private TValue WithDefault<TValue>(TValue value, ArgumentDefinition definition)
        where TValue : InputValue
    {
        if (definition.HasDefaultValue)
            _defaults.Add((value, definition.DefaultValue));
        _applied.Add(value, value.Coordinate, value is Argument ? DirectiveLocation.ArgumentDefinition : DirectiveLocation.InputFieldDefinition, definition.Directives);
        return value;
    }

    // Only now: the default of an input object needs the fields of its type, and their defaults.
    private void SetDefaults()
    {
        Try(_defaults, (value, runtimeDefault) =>
        {
            var literal = ValueLiteral.Of(value.Type, runtimeDefault);
            value.SetLazyDefault(literal, () => value.ToRuntime(InputCoercion.CoerceLiteral(value.Type, literal)));
        });
        if (!DefaultCycles.Exist(_types.Values.OfType<InputObjectType>(), _errors))
            Try(_defaults.Where(d => d.Value.DefaultValue is not null), (value, _) => _ = value.RuntimeDefault);

        void Try(IEnumerable<(InputValue Value, object? Default)> defaults, Action<InputValue, object?> action)
        {
            foreach (var (value, runtimeDefault) in defaults)
            {
                try
                {
                    action(value, runtimeDefault);
                }
                catch (SerializationException exception)
                {
                    _errors.Add($"{value.Coordinate}: the default value does not fit {value.Type}: {exception.Message}");
                }
            }
        }
    }

    private IType? Resolve(TypeReference reference, string coordinate)
    {
        switch (reference)
        {
            case TypeReference.NonNullOf { Inner: TypeReference.NonNullOf inner }:
                return Resolve(inner, coordinate);
            case TypeReference.NonNullOf nonNull:
                return Resolve(nonNull.Inner, coordinate) is { } innerType ? new NonNullType(innerType) : null;
            case TypeReference.ListOf list:
                return Resolve(list.Inner, coordinate) is { } itemType ? new ListType(itemType) : null;
            case TypeReference.ByRuntimeType byRuntimeType:
                return _typesByRuntimeType.GetValueOrDefault(byRuntimeType.RuntimeType)
                    ?? Use(_scalars.Find(byRuntimeType.RuntimeType))
                    ?? Unknown(byRuntimeType.RuntimeType.ToString(), coordinate);
            case TypeReference.ByName byName:
                return _types.GetValueOrDefault(byName.Name)
                    ?? Use(_scalars.Find(byName.Name))
                    ?? Unknown(byName.Name, coordinate);
            default:
                throw new InvalidOperationException($"No type is referred to by a {reference.GetType().Name}.");
        }
    }

    private INamedType? Unknown(string name, string coordinate)
    {
        _errors.Add($"{coordinate}: refers to {name}, for which the schema has no type.");
        return null;
    }

    // A scalar is part of the schema from its first use on; one that nothing uses is left out.
    private INamedType? Use(ScalarType? scalar)
    {
        if (scalar is null)
            return null;
        if (_types.TryGetValue(scalar.Name, out var known))
        {
            if (known.GetType() == scalar.GetType())
                return known;
            _errors.Add($"{scalar.Name}: declared more than once.");
        }

        _types[scalar.Name] = scalar;
        return scalar;
    }

    private IEnumerable<T> Unique<T>(IEnumerable<T> members, Func<T, string> name, string coordinate)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (names.Add(name(member)))
                yield return member;
            else
                _errors.Add($"{coordinate}: has more than one member {name(member)}.");
        }
    }

    private List<DirectiveDefinition> CreateDirectives()
    {
        List<DirectiveDefinition> directives = [.. SpecifiedDirectives.Create(_options, (definition, coordinate) => CreateArgument(definition, coordinate)!)];
        foreach (var own in _options.Directives.Concat(_options.EnableCost ? CostDirectives.Definitions : []))
        {
            var coordinate = $"@{own.Name}";
            if (directives.Exists(d => d.Name == own.Name))
                _errors.Add($"{coordinate}: declared more than once.");
            var arguments = Unique(own.Arguments, a => a.Name, coordinate).Select(a => CreateArgument(a, $"{coordinate}({a.Name}:)")).OfType<Argument>();
            directives.Add(new DirectiveDefinition(own.Name, own.Description, own.Locations, new MemberCollection<Argument>(arguments), own.IsRepeatable));
        }

        return directives;
    }

    private (Field TypeName, Field Schema, Field Type) CreateMetaFields()
    {
        var (typeName, schema, type) = IntrospectionTypes.CreateMetaFields(() => _schema);
        var query = new ObjectType("Query", null);
        return (CreateField(typeName, query)!, CreateField(schema, query)!, CreateField(type, query)!);
    }
}
