namespace PortfolioGraph.Core;

/// <summary>Records the chains and tokens of loaded data in the registries, so that what clients have seen can be loaded again by its id.</summary>
internal sealed class CatalogRecorder(ChainRegistry chains, TokenRegistry tokens)
{
    /// <summary>Records the chains and tokens of holdings.</summary>
    /// <param name="holdings">The holdings.</param>
    public void Record(IReadOnlyList<TokenHolding> holdings)
    {
        chains.Learn(holdings.Select(static holding => holding.Token.ChainId));
        // Worthless tokens are countless, and their names are often advertisements.
        tokens.Add(holdings.Where(static holding => holding.PriceUsd is not null).Select(static holding => holding.Token));
    }

    /// <summary>Records the chains and tokens of positions. Protocols choose these tokens, so unpriced ones are recorded too.</summary>
    /// <param name="positions">The positions.</param>
    public void Record(IReadOnlyList<Position> positions)
    {
        chains.Learn(positions.Select(static position => position.Chain.ChainId));
        tokens.Add(positions.SelectMany(TokensOf).Select(static amount => amount.Token));
    }

    /// <summary>Records the chains and tokens of past holdings.</summary>
    /// <param name="past">The holdings; a part that failed is skipped.</param>
    public void Record(PastHoldings past)
    {
        Record(past.Tokens.Value ?? []);
        Record(past.Positions.Value ?? []);
    }

    /// <summary>Records the chains of a breakdown.</summary>
    /// <param name="breakdown">The breakdown.</param>
    public void Record(ValueBreakdown breakdown) => chains.Learn(breakdown.ByChain.Select(static row => row.Chain.ChainId));

    /// <summary>Records the chains of the issues of a chart.</summary>
    /// <param name="chart">The chart.</param>
    public void Record(ValueChart chart) => chains.Learn(chart.DataIssues.SelectMany(static issue => new[] { issue.Chain?.ChainId, issue.Token?.ChainId }).OfType<int>());

    /// <summary>Records the chains of protocols.</summary>
    /// <param name="protocols">The protocols.</param>
    public void Record(IReadOnlyList<SupportedProtocol> protocols) => chains.Learn(protocols.SelectMany(static protocol => protocol.Chains ?? []).Select(static chain => chain.ChainId));

    private static IEnumerable<TokenAmount> TokensOf(Position position) => position.Economics.Value is { } economics
        ? [.. position.Underlying, .. position.Rewards, .. economics.Rewards ?? [], .. economics.ClaimedFees ?? [], .. economics.UnclaimedFees ?? [], .. economics.ImpermanentLoss ?? []]
        : position.Underlying.Concat(position.Rewards);
}
