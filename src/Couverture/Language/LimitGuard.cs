using System.Runtime.CompilerServices;

namespace Couverture.Language;

/// <summary>Refuses limits that mean nothing; the exception names the setting.</summary>
internal static class LimitGuard
{
    public static int AtLeast(int minimum, int value, [CallerMemberName] string setting = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, setting);
        return value;
    }

    /// <summary>As the other, where null means that there is no limit.</summary>
    public static int? AtLeast(int minimum, int? value, [CallerMemberName] string setting = "")
    {
        if (value is { } limit)
            AtLeast(minimum, limit, setting);
        return value;
    }

    /// <summary>A depth that code which calls itself may be given on an ordinary stack.</summary>
    public static int Depth(int value, [CallerMemberName] string setting = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ParserOptions.DeepestAllowedDepth, setting);
        return AtLeast(1, value, setting);
    }
}
