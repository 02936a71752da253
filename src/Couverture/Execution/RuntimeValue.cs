using System.Globalization;

namespace Couverture.Execution;

/// <summary>Coerced values as the types that C# parameters and properties have.</summary>
public static class RuntimeValue
{
    /// <summary>The value as <typeparamref name="T"/>; the default of it for null.</summary>
    /// <typeparam name="T">The type that generated code wants.</typeparam>
    /// <param name="value">A coerced value: of an argument, an input field or an item of one.</param>
    public static T As<T>(object? value) => value switch
    {
        T typed => typed,
        null => default!,
        var other => Convert<T>(other),
    };

    // Int, Float and DateTime stand for several runtime types. T is known when this is compiled, which leaves one of the lines.
    private static T Convert<T>(object value)
    {
        if (typeof(T) == typeof(short) || typeof(T) == typeof(short?))
            return (T)(object)System.Convert.ToInt16(value, CultureInfo.InvariantCulture);
        if (typeof(T) == typeof(byte) || typeof(T) == typeof(byte?))
            return (T)(object)System.Convert.ToByte(value, CultureInfo.InvariantCulture);
        if (typeof(T) == typeof(float) || typeof(T) == typeof(float?))
            return (T)(object)System.Convert.ToSingle(value, CultureInfo.InvariantCulture);
        if (typeof(T) == typeof(DateTime) || typeof(T) == typeof(DateTime?))
            return (T)(object)((DateTimeOffset)value).UtcDateTime;
        return (T)value;
    }
}
