using System.Collections;
using Couverture.Execution;

namespace Couverture.Data.Filtering;

/// <summary>Creates the predicates of operations.</summary>
internal static class FilterOperations
{
    public static bool IsText(int operation) => operation is DefaultFilterOperations.Contains or DefaultFilterOperations.StartsWith;

    public static bool IsEquality(int operation) => operation is DefaultFilterOperations.Equals or DefaultFilterOperations.NotEquals;

    /// <summary>Whether an operation compares values, or searches a list of them.</summary>
    public static bool IsComparison(int operation) => !IsText(operation) && !IsEquality(operation);

    /// <summary>Returns the predicate of an operation with its coerced value.</summary>
    /// <typeparam name="TMember">The type of the member.</typeparam>
    public static Func<TMember, bool> Create<TMember>(int operation, object? value) => operation switch
    {
        DefaultFilterOperations.Equals => EqualTo<TMember>(value),
        DefaultFilterOperations.NotEquals => Not(EqualTo<TMember>(value)),
        DefaultFilterOperations.In => OneOf<TMember>(value!),
        DefaultFilterOperations.NotIn => Not(OneOf<TMember>(value!)),
        DefaultFilterOperations.GreaterThan => Compared<TMember>(value, static order => order > 0),
        DefaultFilterOperations.GreaterThanOrEquals => Compared<TMember>(value, static order => order >= 0),
        DefaultFilterOperations.LowerThan => Compared<TMember>(value, static order => order < 0),
        DefaultFilterOperations.LowerThanOrEquals => Compared<TMember>(value, static order => order <= 0),
        DefaultFilterOperations.Contains => Text<TMember>(value, static (text, part) => text.Contains(part, StringComparison.OrdinalIgnoreCase)),
        _ => Text<TMember>(value, static (text, part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase)),
    };

    private static Func<TMember, bool> Not<TMember>(Func<TMember, bool> matches) => member => !matches(member);

    private static Func<TMember, bool> EqualTo<TMember>(object? value)
    {
        var expected = RuntimeValue.As<TMember>(value);
        return member => EqualityComparer<TMember>.Default.Equals(member, expected);
    }

    private static Func<TMember, bool> OneOf<TMember>(object values)
    {
        var expected = ((IEnumerable)values).Cast<object?>().Select(RuntimeValue.As<TMember>).ToHashSet();
        return expected.Contains;
    }

    private static Func<TMember, bool> Compared<TMember>(object? value, Func<int, bool> isMatch)
    {
        var limit = RuntimeValue.As<TMember>(value);
        return member => member is not null && isMatch(Comparer<TMember>.Default.Compare(member, limit));
    }

    private static Func<TMember, bool> Text<TMember>(object? value, Func<string, string, bool> isMatch)
    {
        var part = (string)value!;
        return member => member is string text && isMatch(text, part);
    }
}
