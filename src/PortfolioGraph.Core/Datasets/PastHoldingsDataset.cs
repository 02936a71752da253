namespace PortfolioGraph.Core;

/// <summary>Asks for what owners held at a moment.</summary>
public readonly record struct PastHoldingsKey : IOwned
{
    /// <param name="owners">Whose holdings, taken together.</param>
    /// <param name="at">The moment; parts of a second are cut off.</param>
    public PastHoldingsKey(AddressSet owners, DateTimeOffset at) => (Owners, At) = (owners, DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds()));

    /// <summary>Whose holdings, taken together.</summary>
    public AddressSet Owners { get; }

    /// <summary>The moment, in whole seconds.</summary>
    public DateTimeOffset At { get; }
}

/// <summary>Holdings at a past moment, loaded one key at a time.</summary>
internal static class PastHoldingsDataset
{
    public static UnbatchedDataset<PastHoldingsKey, PastHoldings> Create(IServiceProvider provider) => UnbatchedDataset.Create(
        provider,
        Dataset.PastHoldings,
        static routes => routes.Past,
        static (past, source) => past with { Source = source },
        static past => past.Tokens.Failure is null && past.Positions.Failure is null);
}
