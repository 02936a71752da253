using Couverture.Cost;
using Couverture.Types;

namespace Couverture.Data.Filtering;

/// <summary>Creates the input types of filters and the models that interpret their values, once per filter.</summary>
internal sealed class FilterTypeFactory(FilterConvention convention, IReadOnlyDictionary<Type, TypeDefinition> runtimeTypes, bool includesCost, List<string> errors)
    : InputTypeFactory(errors)
{
    // The same as in HotChocolate.
    private const double OperationWeight = 10;

    private readonly Dictionary<(Type Filter, Type Member), object> _models = [];
    private readonly Dictionary<Type, FilterInputTypeDescriptor> _operations = [];

    /// <summary>Returns the filter of a field's list; null after an error.</summary>
    public ListFilter? CreateListFilter(FilterInputType type, string coordinate)
    {
        if (type.CreateListFilter(this) is { } filter)
            return filter;
        Errors.Add($"{coordinate}: {type.GetType()} filters values. A list of objects needs a FilterInputType<T>.");
        return null;
    }

    /// <summary>Returns the model of a filter of objects.</summary>
    public FilterModel<T> GetModel<T>(FilterInputType<T> type)
    {
        if (_models.TryGetValue((type.GetType(), typeof(T)), out var known))
            return (FilterModel<T>)known;
        var descriptor = type.DescribeObject();
        var model = new FilterModel<T>(descriptor.TypeName);
        _models.Add((type.GetType(), typeof(T)), model);
        var definition = Define(descriptor.TypeName, descriptor.Text);
        RequireExplicitFields(descriptor.IsExplicit, descriptor.TypeName, type.GetType());
        AddCombinations(definition, allowsAnd: true, allowsOr: true);
        model.AddAnd();
        model.AddOr();
        foreach (var field in descriptor.Fields)
        {
            var coordinate = $"{descriptor.TypeName}.{field.FieldName}";
            if (IsValid(field.Path, field.FieldName, coordinate) && field.AddTo(model, this, coordinate) is { } input)
                definition.Fields.Add(Field(field.FieldName!, TypeReference.Named(input), field.Text));
        }

        return model;
    }

    /// <summary>Returns the model of a field's type; null after an error.</summary>
    /// <typeparam name="TMember">The type of the member.</typeparam>
    /// <param name="type">The type that the field sets; null for that of the convention.</param>
    /// <param name="coordinate">The field.</param>
    public FilterModel<TMember>? GetMemberModel<TMember>(FilterInputType? type, string coordinate)
    {
        if (type is FilterInputType<TMember> objects)
            return GetModel(objects);
        type ??= convention.Find<TMember>();
        var key = type?.GetType() ?? FilterConvention.GetRuntimeType<TMember>();
        if (_models.TryGetValue((key, typeof(TMember)), out var known))
            return (FilterModel<TMember>)known;
        if (!_operations.TryGetValue(key, out var descriptor))
        {
            descriptor = type is null ? DescribeDefault<TMember>() : type.Describe();
            if (descriptor is not { TypeName: not null, Operations.Count: > 0 })
            {
                Errors.Add($"{coordinate}: no operations for {typeof(TMember)}. Bind the type with AddFiltering, or set operations with Type.");
                return null;
            }

            _operations.Add(key, descriptor);
            DefineOperations(descriptor, type);
        }

        var model = new FilterModel<TMember>(descriptor.TypeName!);
        _models.Add((key, typeof(TMember)), model);
        AddOperations(model, descriptor, coordinate);
        return model;
    }

    private FilterInputTypeDescriptor? DescribeDefault<TMember>()
    {
        if (!convention.HasDefaults)
            return null;
        var type = FilterConvention.GetRuntimeType<TMember>();
        var isBoolean = type == typeof(bool);
        if (!isBoolean && runtimeTypes.GetValueOrDefault(type) is not EnumTypeDefinition)
            return null;
        var name = isBoolean ? "Boolean" : runtimeTypes[type].Name;
        var value = new TypeReference.ByRuntimeType(type);
        var descriptor = new FilterInputTypeDescriptor();
        descriptor.AllowAnd(false).AllowOr(false).Name(name + "OperationFilterInput").Description(isBoolean ? "Compares a boolean." : "Compares an enum value.");
        Add(DefaultFilterOperations.Equals, value, "The value equals this one. Null finds items without a value, and is an error for a field whose items all have one.");
        Add(DefaultFilterOperations.NotEquals, value, "The value does not equal this one, or is unknown. Null finds items with a value, and is an error for a field whose items all have one.");
        if (!isBoolean)
        {
            Add(DefaultFilterOperations.In, value.NonNull().List(), "The value is one of these.");
            Add(DefaultFilterOperations.NotIn, value.NonNull().List(), "The value is none of these, or is unknown.");
        }

        return descriptor;

        void Add(int operation, TypeReference reference, string description)
        {
            var added = descriptor.Add(operation);
            added.Reference = reference;
            added.Description(description);
        }
    }

    private void DefineOperations(FilterInputTypeDescriptor descriptor, FilterInputType? type)
    {
        var definition = Define(descriptor.TypeName!, descriptor.Text);
        AddCombinations(definition, descriptor.AllowsAnd, descriptor.AllowsOr);
        foreach (var operation in descriptor.Operations)
        {
            var name = DefaultFilterOperations.GetName(operation.Operation);
            if (FilterOperations.IsText(operation.Operation) && type is not StringOperationFilterInputType)
                Errors.Add($"{descriptor.TypeName}.{name}: only a StringOperationFilterInputType can have this operation.");
            if (FilterOperations.IsComparison(operation.Operation) && type is not (null or StringOperationFilterInputType or IComparableOperationFilterInputType))
                Errors.Add($"{descriptor.TypeName}.{name}: only a StringOperationFilterInputType or IComparableOperationFilterInputType can have this operation.");
            if (operation.Reference is not { } reference)
            {
                Errors.Add($"{descriptor.TypeName}.{name}: has no type; call Type.");
                continue;
            }

            var field = Field(name, reference, operation.Text);
            if (includesCost)
                field.Directives.Add(CostDirectives.Cost(OperationWeight));
            definition.Fields.Add(field);
        }
    }

    private void AddOperations<TMember>(FilterModel<TMember> model, FilterInputTypeDescriptor descriptor, string coordinate)
    {
        if (descriptor.AllowsAnd)
            model.AddAnd();
        if (descriptor.AllowsOr)
            model.AddOr();
        foreach (var operation in descriptor.Operations.Select(static o => o.Operation))
        {
            if (FilterOperations.IsText(operation) && typeof(TMember) != typeof(string))
                Errors.Add($"{coordinate}: {descriptor.TypeName} has operations on text, but the member is a {typeof(TMember)}.");
            model.Add(DefaultFilterOperations.GetName(operation), CreateOperation<TMember>(operation));
        }
    }

    private static FilterField<TMember> CreateOperation<TMember>(int operation)
    {
        var canBeNull = default(TMember) is null;
        var isEquality = FilterOperations.IsEquality(operation);
        return new(
            (value, _) => FilterOperations.Create<TMember>(operation, value),
            AllowsNull: isEquality && canBeNull,
            NullAdvice: canBeNull ? "Omit it, or find items without a value with `eq: null`." : isEquality ? "Omit it, because all items have a value." : "Omit it.");
    }

    private static void AddCombinations(InputObjectTypeDefinition definition, bool allowsAnd, bool allowsOr)
    {
        var items = TypeReference.Named(definition.Name).NonNull().List();
        if (allowsAnd)
            definition.Fields.Add(Field("and", items, "All of these must match. An empty list has no effect."));
        if (allowsOr)
            definition.Fields.Add(Field("or", items, "At least one of these must match. An empty list, and items without a condition, have no effect."));
    }

    private InputObjectTypeDefinition Define(string name, string? description) => Add(new InputObjectTypeDefinition(name) { Description = description });

    private static ArgumentDefinition Field(string name, TypeReference type, string? description) => new() { Name = name, Type = type, Description = description };
}
