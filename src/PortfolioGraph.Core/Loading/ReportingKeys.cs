namespace PortfolioGraph.Core;

/// <summary>Asks for the value of owners over time.</summary>
/// <param name="Owners">Whose value, taken together.</param>
/// <param name="Range">The time looked back over.</param>
public readonly record struct ChartKey(AddressSet Owners, TimeRange Range) : IOwned;

/// <summary>Asks for the table of what owners hold.</summary>
/// <param name="Owners">Whose holdings, taken together.</param>
/// <param name="Range">The time over which profit and loss looks back.</param>
/// <param name="IncludeClosed">Whether holdings that are no longer held are wanted too.</param>
public readonly record struct ReportKey(AddressSet Owners, TimeRange Range, bool IncludeClosed) : IOwned;

/// <summary>Asks for the verdict on an address.</summary>
/// <param name="Address">The address.</param>
public readonly record struct ComplianceKey(Address Address) : IOwned
{
    /// <inheritdoc />
    public AddressSet Owners => AddressSet.Of(Address);
}

/// <summary>Asks for what owners held at a moment.</summary>
public readonly record struct PastKey : IOwned
{
    /// <param name="owners">Whose holdings, taken together.</param>
    /// <param name="at">The moment; parts of a second are cut off.</param>
    public PastKey(AddressSet owners, DateTimeOffset at) => (Owners, At) = (owners, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));

    /// <summary>Whose holdings, taken together.</summary>
    public AddressSet Owners { get; }

    /// <summary>The moment, in whole seconds.</summary>
    public DateTimeOffset At { get; }
}
