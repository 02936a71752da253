namespace Couverture.Data.Filtering;

/// <summary>The operations of filters. An operation with a value never matches a null member, except <see cref="NotEquals"/> and <see cref="NotIn"/>.</summary>
public static class DefaultFilterOperations
{
    /// <summary><c>eq</c>: the member equals the value. Text must be equal letter for letter. Null finds members that are null.</summary>
    public new const int Equals = 0;

    /// <summary><c>neq</c>: the member does not equal the value, or is null.</summary>
    public const int NotEquals = 1;

    /// <summary><c>in</c>: the member equals one of the values.</summary>
    public const int In = 2;

    /// <summary><c>nin</c>: the member equals none of the values, or is null.</summary>
    public const int NotIn = 3;

    /// <summary><c>gt</c>: the member is greater than the value.</summary>
    public const int GreaterThan = 4;

    /// <summary><c>gte</c>: the member is greater than the value or equal to it.</summary>
    public const int GreaterThanOrEquals = 5;

    /// <summary><c>lt</c>: the member is less than the value.</summary>
    public const int LowerThan = 6;

    /// <summary><c>lte</c>: the member is less than the value or equal to it.</summary>
    public const int LowerThanOrEquals = 7;

    /// <summary><c>contains</c>: the text contains the value, ignoring case.</summary>
    public const int Contains = 8;

    /// <summary><c>startsWith</c>: the text starts with the value, ignoring case.</summary>
    public const int StartsWith = 9;

    internal static string GetName(int operation) => operation switch
    {
        Equals => "eq",
        NotEquals => "neq",
        In => "in",
        NotIn => "nin",
        GreaterThan => "gt",
        GreaterThanOrEquals => "gte",
        LowerThan => "lt",
        LowerThanOrEquals => "lte",
        Contains => "contains",
        StartsWith => "startsWith",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "The operation is not one of DefaultFilterOperations."),
    };
}
