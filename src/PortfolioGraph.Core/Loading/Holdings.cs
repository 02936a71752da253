namespace PortfolioGraph.Core;

/// <summary>The tokens of owners on all chains, greatest value first, unpriced last, then by id.</summary>
/// <param name="Items">The tokens: all open ones, and closed ones.</param>
public sealed record TokenHoldings(IReadOnlyList<TokenHolding> Items)
{
    /// <summary>Why closed tokens may be missing; null where none is, or they were not asked for.</summary>
    public LoadFailure? ClosedFailure { get; init; }

    /// <summary>The tokens of a scope of the same owners, in the same order.</summary>
    /// <param name="scope">All chains, or one.</param>
    /// <param name="includeClosed">Whether tokens no longer held are wanted too.</param>
    public IReadOnlyList<TokenHolding> In(Scope scope, bool includeClosed) =>
        [.. Items.Where(t => (scope.ChainId is null || t.Token.ChainId == scope.ChainId) && (includeClosed || t.Status != HoldingStatus.Closed))
            .Select(t => t with { Scope = scope })];

    /// <summary>The same tokens as holdings of a time looked back over, which is a part of their ids, whether their profit and loss was loaded or not.</summary>
    /// <param name="range">The time.</param>
    public TokenHoldings Over(TimeRange range) => this with { Items = [.. Items.Select(t => t with { Range = range })] };
}

/// <summary>The positions of owners on all chains, greatest value first, unpriced last, then by id.</summary>
/// <param name="Items">The positions: all open ones, and closed ones.</param>
public sealed record PositionHoldings(IReadOnlyList<Position> Items)
{
    /// <summary>Why closed positions may be missing; null where none is, or they were not asked for.</summary>
    public LoadFailure? ClosedFailure { get; init; }

    /// <summary>The positions of a scope of the same owners, in the same order.</summary>
    /// <param name="scope">All chains, or one.</param>
    /// <param name="includeClosed">Whether positions no longer held are wanted too.</param>
    public IReadOnlyList<Position> In(Scope scope, bool includeClosed) =>
        [.. Items.Where(p => (scope.ChainId is null || p.Chain.ChainId == scope.ChainId) && (includeClosed || p.Status != HoldingStatus.Closed))
            .Select(p => p with { Scope = scope })];
}

/// <summary>Profit and loss of owners in total and per chain.</summary>
/// <param name="Total">Over all chains; null where the data source gives no total.</param>
/// <param name="ByChain">Per chain id.</param>
public sealed record ProfitAndLossTable(ProfitAndLoss? Total, IReadOnlyDictionary<int, ProfitAndLoss> ByChain)
{
    /// <summary>The row of a scope of the same owners; null where the data source has none for it.</summary>
    /// <param name="scope">All chains, or one.</param>
    public ProfitAndLoss? In(Scope scope) => scope.ChainId is { } chain ? ByChain.GetValueOrDefault(chain) : Total;
}
