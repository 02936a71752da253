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
        // Int and Float stand for several runtime types.
        IConvertible number => (T)Convert.ChangeType(number, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), CultureInfo.InvariantCulture),
        var other => (T)other,
    };
}
