namespace Couverture.Types;

/// <summary>Says how many items a field's list is reckoned to have, <c>@listSize</c> in the schema. Connections say it themselves.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ListSizeAttribute : Attribute
{
    /// <summary>The size where no slicing argument gives another; 0: not said, which is taken as 1.</summary>
    public int AssumedSize { get; set; }

    /// <summary>The arguments whose number is the size, or whose list is as long; the greatest of those that are given counts.</summary>
    public string[]? SlicingArguments { get; set; }

    /// <summary>The fields below, whose lists have the size instead of the field itself, which is no list.</summary>
    public string[]? SizedFields { get; set; }

    /// <summary>Whether an operation must give exactly one of the slicing arguments; true unless set. Without such arguments it means nothing.</summary>
    public bool RequireOneSlicingArgument { get; set; } = true;
}
