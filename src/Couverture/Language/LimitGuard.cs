using System.Runtime.CompilerServices;

namespace Couverture.Language;

/// <summary>Guard clauses for limits. The exception names the setting.</summary>
internal static class LimitGuard
{
    /// <summary>Returns the value, or throws if it is less than the minimum.</summary>
    public static int AtLeast(int minimum, int value, [CallerMemberName] string setting = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, setting);
        return value;
    }

    /// <summary>Returns the value, or throws if it is less than the minimum. Null means that there is no limit.</summary>
    public static int? AtLeast(int minimum, int? value, [CallerMemberName] string setting = "")
    {
        if (value is { } limit)
            AtLeast(minimum, limit, setting);
        return value;
    }

    /// <summary>Returns the value, or throws if recursive code could exceed an ordinary stack at that depth.</summary>
    public static int Depth(int value, [CallerMemberName] string setting = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ParserOptions.DeepestAllowedDepth, setting);
        return AtLeast(1, value, setting);
    }
}
