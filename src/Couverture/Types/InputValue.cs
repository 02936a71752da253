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

    /// <summary>What the value means; null where it has no description.</summary>
    public string? Description { get; }

    /// <summary>The type.</summary>
    public IInputType Type { get; }

    /// <summary>The value that stands for one left out, as a literal; null where there is none.</summary>
    public IValueNode? DefaultValue { get; private set; }

    /// <summary>Why the value is deprecated; null where it is not.</summary>
    public string? DeprecationReason { get; }

    /// <summary>The schema coordinate, for example <c>Query.wallet(address:)</c>.</summary>
    public string Coordinate { get; }

    /// <summary>Whether it must be given: non-null and without default (specification section 3.6.1).</summary>
    public bool IsRequired => DefaultValue is null && Type is NonNullType;

    /// <summary>The default as the resolver gets it; meaningless where <see cref="DefaultValue"/> is null.</summary>
    /// <exception cref="SerializationException">It does not fit the type; only while the schema is built.</exception>
    internal object? RuntimeDefault
    {
        get
        {
            if (_coerceDefault is { } coerce)
                (_runtimeDefault, _coerceDefault) = (coerce(), null);
            return _runtimeDefault;
        }
    }

    /// <summary>Makes the resolver's collection of a coerced list; null where the value is no list or the plain list will do.</summary>
    internal Func<IReadOnlyList<object?>, object>? ToCollection { get; }

    /// <inheritdoc />
    public override string ToString() => Coordinate;

    internal void SetDefault(IValueNode literal, object? runtimeValue) => (DefaultValue, _runtimeDefault) = (literal, runtimeValue);

    /// <summary>Sets a default that is coerced when it is first needed: that of an input object may need those of the object's fields.</summary>
    internal void SetLazyDefault(IValueNode literal, Func<object?> coerce) => (DefaultValue, _coerceDefault) = (literal, coerce);

    /// <summary>The coerced value as the resolver gets it.</summary>
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
