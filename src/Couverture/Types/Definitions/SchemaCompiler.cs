using Couverture.Cost;
using Couverture.Data;
using Couverture.Data.Filtering;
using Couverture.Data.Sorting;
using Couverture.Execution.Coercion;
using Couverture.Federation;
using Couverture.Language;
using Couverture.Relay;

namespace Couverture.Types;

/// <summary>Compiles the declarations of a builder into a schema: expands connections and extensions, inherits fields, creates types, checks rules.</summary>
internal sealed class SchemaCompiler
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
    private readonly AppliedDirectives _appliedDirectives;
    private readonly FederationDefinition? _federation;
    private readonly NodeDefinition? _nodes;

    public SchemaCompiler(
        IReadOnlyDictionary<OperationType, ObjectTypeDefinition> roots,
        IReadOnlyDictionary<Type, TypeDefinition> runtimeTypes,
        IReadOnlyDictionary<Type, ScalarType> scalars,
        IEnumerable<(string TypeName, Action<ObjectTypeDefinition> Extend)> extensions,
        PagingOptions paging,
        FilterConvention filters,
        SchemaOptions options,
        FederationDefinition? federation = null,
        bool hasNodes = false)
    {
        _options = options;
        _roots = roots;
        _federation = federation;
        if (hasNodes)
        {
            _nodes = new NodeDefinition(options, runtimeTypes.Values);
            runtimeTypes = runtimeTypes.Append(new(_nodes.Interface.RuntimeType, _nodes.Interface)).ToDictionary();
        }

        _runtimeTypes = runtimeTypes;
        _definitions = [.. roots.Values, .. runtimeTypes.Values, .. IntrospectionTypes.Create(() => _schema), .. federation?.CreateTypes(options.EnableCost) ?? []];
        _scalars = new SchemaScalars(federation is null ? scalars : scalars.Concat(FederationDefinition.Scalars).ToDictionary());
        _extensions = [.. extensions];
        _connections = new ConnectionTypeFactory(
            paging,
            new FilterTypeFactory(filters, runtimeTypes, options.EnableCost, _errors),
            new SortTypeFactory(options.EnableCost, _errors),
            options.EnableCost,
            _errors);
        _appliedDirectives = new AppliedDirectives(_errors);
    }

    public Schema Compile()
    {
        ExpandConnectionsAndExtensions();
        if (_roots.TryGetValue(OperationType.Query, out var query))
        {
            _nodes?.AddTo(query, () => _schema, _errors);
            _federation?.AddTo(query, _runtimeTypes, () => _schema, _options.EnableCost, _errors);
        }

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
        _appliedDirectives.Add(_schema, "schema", DirectiveLocation.Schema, _options.SchemaDirectives);
        var applied = _appliedDirectives.Check(directives.DistinctBy(d => d.Name).ToDictionary(d => d.Name));
        if (_federation is not null)
            new FieldSetRules(_types, _errors).Check(applied);
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
            AppliedDirectives = applied,
            IsFederated = _federation is not null,
            HasNodes = _nodes is not null,
        });
        return _schema;
    }

    private ObjectType? Root(OperationType operation) =>
        _roots.TryGetValue(operation, out var root) ? (ObjectType)_types[root.Name] : null;

    // An extension can add a connection, or extend a connection that another extension added. Repeat until nothing changes.
    private void ExpandConnectionsAndExtensions()
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
            _errors.Add($"{extension.TypeName}: is extended, but the schema has no object type with that name.");
    }

    private bool TryExtend((string TypeName, Action<ObjectTypeDefinition> Extend) extension)
    {
        var type = _definitions.OfType<ObjectTypeDefinition>().FirstOrDefault(t => t.Name == extension.TypeName);
        if (type is not null)
            extension.Extend(type);
        return type is not null;
    }

    // Process interfaces before the types that implement them, so that fields are inherited through any number of interfaces.
    private void InheritFields()
    {
        var completed = new HashSet<ComplexTypeDefinition>();
        foreach (var definition in _definitions.OfType<ComplexTypeDefinition>().ToList())
            InheritFields(definition, completed, []);
    }

    private void InheritFields(ComplexTypeDefinition definition, HashSet<ComplexTypeDefinition> completed, HashSet<ComplexTypeDefinition> path)
    {
        if (completed.Contains(definition))
            return;
        if (!path.Add(definition))
        {
            _errors.Add($"{definition.Name}: implements itself.");
            return;
        }

        foreach (var runtimeType in definition.Interfaces.ToList())
        {
            if (_runtimeTypes.GetValueOrDefault(runtimeType) is not InterfaceTypeDefinition interfaceDefinition)
            {
                _errors.Add($"{definition.Name}: implements {runtimeType}, which is not an interface type of the schema.");
                continue;
            }

            InheritFields(interfaceDefinition, completed, path);
            definition.Interfaces.UnionWith(interfaceDefinition.Interfaces);
            foreach (var field in interfaceDefinition.Fields)
            {
                if (definition.Fields.All(f => f.Name != field.Name))
                    definition.Fields.Add(field);
            }
        }

        path.Remove(definition);
        completed.Add(definition);
    }

    private void Declare(TypeDefinition definition)
    {
        INamedType type = definition switch
        {
            ObjectTypeDefinition o => new ObjectType(o.Name, o.Description, o.RuntimeType),
            InterfaceTypeDefinition => new InterfaceType(definition.Name, definition.Description),
            UnionTypeDefinition => new UnionType(definition.Name, definition.Description),
            InputObjectTypeDefinition input => new InputObjectType(input.Name, input.Description, input.IsOneOf, input.Create),
            EnumTypeDefinition values => new EnumType(values.Name, values.Description, Values(values)),
            _ => throw new InvalidOperationException($"Unknown type definition {definition.GetType().Name}."),
        };
        if (!_types.TryAdd(definition.Name, type))
            _errors.Add($"{definition.Name}: declared more than once.");
        _appliedDirectives.Add(type, definition.Name, Enum.Parse<DirectiveLocation>(type.Kind.ToString()), definition.Directives);
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
            _appliedDirectives.Add(value, $"{definition.Name}.{v.Name}", DirectiveLocation.EnumValue, v.Directives);
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
        _errors.Add($"{union.Name}: has the member {runtimeType}, which is not an object type of the schema.");
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
            _errors.Add($"{coordinate}: {resolved} is not an output type.");
            return null;
        }

        if (type is ObjectType && definition.Resolver is null)
            _errors.Add($"{coordinate}: has no resolver.");
        var isSubscription = _roots.TryGetValue(OperationType.Subscription, out var subscription) && subscription.Name == type.Name;
        if (isSubscription && definition.Subscribe is null)
            _errors.Add($"{coordinate}: has no source stream.");
        if (!isSubscription && definition.Subscribe is not null)
            _errors.Add($"{coordinate}: has a source stream, but is not a field of the subscription root.");
        var resolver = definition is { IsGlobalId: true, Resolver: { } inner }
            ? inner.Select(value => value is null ? null : GlobalId.Encode(type.Name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!))
            : definition.Resolver;
        var field = new Field(definition.Name, definition.Description, output, new MemberCollection<Argument>(arguments), resolver, definition.DeprecationReason, coordinate, definition.Subscribe);
        _appliedDirectives.Add(field, coordinate, DirectiveLocation.FieldDefinition, definition.Directives);
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
        _errors.Add($"{coordinate}: {type} is not an input type.");
        return null;
    }

    private TValue WithDefault<TValue>(TValue value, ArgumentDefinition definition)
        where TValue : InputValue
    {
        if (definition.HasDefaultValue)
            _defaults.Add((value, definition.DefaultValue));
        _appliedDirectives.Add(value, value.Coordinate, value is Argument ? DirectiveLocation.ArgumentDefinition : DirectiveLocation.InputFieldDefinition, definition.Directives);
        return value;
    }

    // Runs after all types are complete, because the default of an input object depends on the fields of its type and their defaults.
    private void SetDefaults()
    {
        ForEach(_defaults, (value, runtimeDefault) =>
        {
            var literal = ValueLiteral.Of(value.Type, runtimeDefault);
            value.SetLazyDefault(literal, () => value.ToRuntime(InputCoercion.CoerceLiteral(value.Type, literal)));
        });
        if (!CircularDefaults.Report(_types.Values.OfType<InputObjectType>(), _errors))
            ForEach(_defaults.Where(d => d.Value.DefaultValue is not null), (value, _) => _ = value.RuntimeDefault);

        void ForEach(IEnumerable<(InputValue Value, object? Default)> defaults, Action<InputValue, object?> action)
        {
            foreach (var (value, runtimeDefault) in defaults)
            {
                try
                {
                    action(value, runtimeDefault);
                }
                catch (SerializationException exception)
                {
                    _errors.Add($"{value.Coordinate}: the default value is not valid for the type {value.Type}: {exception.Message}");
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
                    ?? AddScalar(_scalars.Find(byRuntimeType.RuntimeType))
                    ?? ReportUnknown(byRuntimeType.RuntimeType.ToString(), coordinate);
            case TypeReference.ByName byName:
                return _types.GetValueOrDefault(byName.Name)
                    ?? AddScalar(_scalars.Find(byName.Name))
                    ?? ReportUnknown(byName.Name, coordinate);
            default:
                throw new InvalidOperationException($"Unknown type reference {reference.GetType().Name}.");
        }
    }

    private INamedType? ReportUnknown(string name, string coordinate)
    {
        _errors.Add($"{coordinate}: refers to {name}, but the schema has no such type.");
        return null;
    }

    // A scalar becomes part of the schema when it is first used. Unused scalars are omitted.
    private INamedType? AddScalar(ScalarType? scalar)
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
                _errors.Add($"{coordinate}: declares {name(member)} more than once.");
        }
    }

    private List<DirectiveDefinition> CreateDirectives()
    {
        List<DirectiveDefinition> directives = [.. SpecifiedDirectives.Create(_options, (definition, coordinate) => CreateArgument(definition, coordinate)!)];
        foreach (var directive in _options.Directives.Concat(_options.EnableCost ? CostDirectives.Definitions : []).Concat(_federation is null ? [] : FederationDirectives.AllDefinitions))
        {
            var coordinate = $"@{directive.Name}";
            if (directives.Exists(d => d.Name == directive.Name))
                _errors.Add($"{coordinate}: declared more than once.");
            var arguments = Unique(directive.Arguments, a => a.Name, coordinate).Select(a => CreateArgument(a, $"{coordinate}({a.Name}:)")).OfType<Argument>();
            directives.Add(new DirectiveDefinition(directive.Name, directive.Description, directive.Locations, new MemberCollection<Argument>(arguments), directive.IsRepeatable));
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
