using System.Globalization;

namespace Couverture.Execution;

/// <summary>Converts coerced values to the types of C# parameters and properties.</summary>
public static class RuntimeValue
{
    /// <summary>Returns the value as <typeparamref name="T"/>; the default value for null.</summary>
    /// <typeparam name="T">The type of the parameter or property.</typeparam>
    /// <param name="value">The coerced value of an argument, an input field or a list item.</param>
    public static T As<T>(object? value) => value switch
    {
        T typed => typed,
        null => default!,
        var other => Convert<T>(other),
    };

    // Int, Float and DateTime have several runtime types. The JIT knows T, so only one of these branches remains.
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
