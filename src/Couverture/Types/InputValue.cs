using Couverture.Language;

namespace Couverture.Types;

/// <summary>An argument or an input field.</summary>
public abstract class InputValue : INamed
{
    private object? _runtimeDefault;
    private Func<object?>? _coerceDefault;

    private protected InputValue(
        string name,
        string? description,
        IInputType type,
        string? deprecationReason,
        string coordinate,
        Func<IReadOnlyList<object?>, object>? toCollection)
    {
        Name = name;
        Description = description;
        Type = type;
        DeprecationReason = deprecationReason;
        Coordinate = coordinate;
        ToCollection = toCollection;
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>The description; null if there is none.</summary>
    public string? Description { get; }

    /// <summary>The type.</summary>
    public IInputType Type { get; }

    /// <summary>The default value as a literal; null if there is none.</summary>
    public IValueNode? DefaultValue { get; private set; }

    /// <summary>The deprecation reason; null if it is not deprecated.</summary>
    public string? DeprecationReason { get; }

    /// <summary>The schema coordinate, for example <c>Query.wallet(address:)</c>.</summary>
    public string Coordinate { get; }

    /// <summary>Whether a value must be given, because the type is non-null and there is no default (specification section 3.6.1).</summary>
    public bool IsRequired => DefaultValue is null && Type is NonNullType;

    /// <summary>The default as the resolver receives it; undefined if <see cref="DefaultValue"/> is null.</summary>
    /// <exception cref="SerializationException">The default is not valid for the type. Can only happen while the schema is built.</exception>
    internal object? RuntimeDefault
    {
        get
        {
            if (_coerceDefault is { } coerce)
                (_runtimeDefault, _coerceDefault) = (coerce(), null);
            return _runtimeDefault;
        }
    }

    /// <summary>Converts a coerced list to the resolver's collection; null if the value is not a list or needs no conversion.</summary>
    internal Func<IReadOnlyList<object?>, object>? ToCollection { get; }

    /// <inheritdoc />
    public override string ToString() => Coordinate;

    internal void SetDefault(IValueNode literal, object? runtimeValue) => (DefaultValue, _runtimeDefault) = (literal, runtimeValue);

    /// <summary>Sets a default that is coerced when it is first used, because the default of an input object can depend on the defaults of its fields.</summary>
    internal void SetLazyDefault(IValueNode literal, Func<object?> coerce) => (DefaultValue, _coerceDefault) = (literal, coerce);

    /// <summary>Converts a coerced value to the value that the resolver receives.</summary>
    internal object? ToRuntime(object? coerced) => coerced is object?[] items && ToCollection is not null ? ToCollection(items) : coerced;
}

/// <summary>An argument of a field or directive.</summary>
public sealed class Argument : InputValue
{
    internal Argument(
        string name,
        string? description,
        IInputType type,
        string? deprecationReason,
        string coordinate,
        Func<IReadOnlyList<object?>, object>? toCollection)
        : base(name, description, type, deprecationReason, coordinate, toCollection)
    {
    }
}

/// <summary>A field of an input object type.</summary>
public sealed class InputField : InputValue
{
    internal InputField(
        string name,
        string? description,
        IInputType type,
        string? deprecationReason,
        string coordinate,
        Func<IReadOnlyList<object?>, object>? toCollection)
        : base(name, description, type, deprecationReason, coordinate, toCollection)
    {
    }
}
