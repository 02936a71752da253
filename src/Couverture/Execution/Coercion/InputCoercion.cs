using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution.Coercion;

/// <summary>
/// Coerces literals to the values that resolvers receive (specification section 3, "Input Coercion"). It collects errors, each with the
/// path inside the value and the coordinate of the input field. No message repeats a value.
/// </summary>
internal sealed class InputCoercion(VariableValues variables, int maxErrors)
{
    private readonly List<object> _path = [];
    private List<IError>? _errors;
    private InputField? _field;

    /// <summary>The errors, with their paths inside the value; empty if there are none.</summary>
    public IReadOnlyList<IError> Errors => _errors ?? [];

    /// <summary>Coerces one constant literal.</summary>
    /// <exception cref="SerializationException">The literal does not match the type.</exception>
    public static object? CoerceLiteral(IInputType type, IValueNode literal, VariableValues? variables = null)
    {
        var coercion = new InputCoercion(variables ?? VariableValues.None, 1);
        var value = coercion.Coerce(type, literal);
        return coercion.Errors is [var error, ..] ? throw new SerializationException(error, type.NamedType()) : value;
    }

    /// <summary>Returns the value of a literal. The value is undefined if coercion reported an error (<see cref="Errors"/>).</summary>
    public object? Coerce(IType type, IValueNode literal)
    {
        switch (type)
        {
            case NonNullType nonNull:
                return IsNull(literal) ? Report($"Expected a value of type {type}, found null.", literal) : Coerce(nonNull.InnerType, literal);
            case var _ when literal is VariableNode variable:
                variables.TryGet(variable.Name.Value, out var variableValue);
                return variableValue;
            case var _ when literal is NullValueNode:
                return null;
            case ListType list:
                return CoerceList(list, literal);
            case EnumType values:
                return literal is EnumValueNode name && values.Values.TryGet(name.Value, out var known)
                    ? known.RuntimeValue
                    : Report($"Not a value of the enum {values.Name}. Allowed values: {ListNames(values)}.", literal);
            case InputObjectType input:
                return literal is ObjectValueNode fields ? CoerceFields(input, fields) : Report($"{input.Name} must be given as an object.", literal);
            default:
                return CoerceScalar((ScalarType)type, literal);
        }
    }

    private static string ListNames(EnumType type)
    {
        const int MaxNames = 20;
        var names = string.Join(", ", type.Values.Take(MaxNames).Select(v => v.Name));
        return type.Values.Count > MaxNames ? names + ", ..." : names;
    }

    private static string Truncate(string name) => name.Length <= 40 ? name : name[..40] + "...";

    private bool IsNull(IValueNode literal) => literal switch
    {
        NullValueNode => true,
        VariableNode variable => !variables.TryGet(variable.Name.Value, out var value) || value is null,
        _ => false,
    };

    // A single value is coerced to a list of that value (specification section 3.11).
    private object?[] CoerceList(ListType type, IValueNode literal)
    {
        if (literal is not ListValueNode list)
            return [Coerce(type.ItemType, literal)];
        var items = new object?[list.Items.Count];
        for (var i = 0; i < items.Length && !IsFull; i++)
        {
            _path.Add(i);
            items[i] = Coerce(type.ItemType, list.Items[i]);
            _path.RemoveAt(_path.Count - 1);
        }

        return items;
    }

    private object? CoerceFields(InputObjectType type, ObjectValueNode literal)
    {
        foreach (var given in literal.Fields)
        {
            if (!type.Fields.Contains(given.Name.Value))
                Report($"{type.Name} has no field \"{Truncate(given.Name.Value)}\".", given);
        }

        if (type.IsOneOf && !HasExactlyOneField(type, literal))
            Report($"Exactly one field of {type.Name} must be given, and it must not be null.", literal);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in type.Fields)
        {
            if (IsFull)
                return null;
            _path.Add(field.Name);
            CoerceField(field, literal, values);
            _path.RemoveAt(_path.Count - 1);
        }

        // After an error the values are undefined, so do not create the host's type from them.
        if (_errors is not null)
            return null;
        return type.Create is null ? values : type.Create(values);
    }

    private void CoerceField(InputField field, ObjectValueNode given, Dictionary<string, object?> values)
    {
        var literal = FindField(given, field.Name);
        if (literal is not null && !IsAbsent(literal))
            values[field.Name] = field.ToRuntime(Coerce(field, literal));
        else if (field.DefaultValue is not null)
            values[field.Name] = field.RuntimeDefault;
        else if (field.IsRequired)
            Report($"The field {field.Coordinate} is required.", given);
    }

    private object? Coerce(InputField field, IValueNode literal)
    {
        var outer = _field;
        _field = field;
        var value = Coerce(field.Type, literal);
        _field = outer;
        return value;
    }

    private bool HasExactlyOneField(InputObjectType type, ObjectValueNode literal)
    {
        IValueNode? given = null;
        foreach (var field in literal.Fields)
        {
            if (!type.Fields.Contains(field.Name.Value))
                continue;
            if (given is not null)
                return false;
            given = field.Value;
        }

        return given is not null && !IsNull(given);
    }

    private bool IsAbsent(IValueNode literal) => literal is VariableNode variable && !variables.TryGet(variable.Name.Value, out _);

    private static IValueNode? FindField(ObjectValueNode literal, string name)
    {
        foreach (var field in literal.Fields)
        {
            if (field.Name.Value == name)
                return field.Value;
        }

        return null;
    }

    private object? CoerceScalar(ScalarType type, IValueNode literal)
    {
        try
        {
            return type.ParseLiteral(LiteralVariables.Replace(literal, variables));
        }
        catch (SerializationException exception)
        {
            return Report(exception.Error, literal);
        }
    }

    private bool IsFull => _errors?.Count >= maxErrors;

    private object? Report(string message, ISyntaxNode node) => Report(new Error(message), node);

    private object? Report(IError error, ISyntaxNode node)
    {
        if (IsFull)
            return null;
        error = error.WithPath([.. _path]).WithLocations(node.Location is { } location ? [location] : null);
        if (_field is { Coordinate: var coordinate })
            error = error.WithMessage($"{coordinate}: {error.Message}").SetExtension("coordinate", coordinate);
        (_errors ??= []).Add(error);
        return null;
    }
}
