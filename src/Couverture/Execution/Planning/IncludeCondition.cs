namespace Couverture.Execution.Planning;

/// <summary>The variables that must be true and those that must be false to include a selection, as bits of an operation's flags.</summary>
internal readonly record struct IncludeCondition(ulong True, ulong False)
{
    public static IncludeCondition Always => default;

    /// <summary>Whether no values of the variables satisfy the condition.</summary>
    public bool IsContradiction => (True & False) != 0;

    public bool IsMet(ulong flags) => (flags & True) == True && (flags & False) == 0;

    public IncludeCondition And(IncludeCondition other) => new(True | other.True, False | other.False);
}
