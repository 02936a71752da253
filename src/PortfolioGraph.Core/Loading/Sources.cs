namespace PortfolioGraph.Core;

/// <summary>
/// Loads one dataset for many keys with the fewest calls: shared with loads already under way, answered from the cache where it can be,
/// facets of one subject united. Every key of the request is in the answer. Throws only for cancellation.
/// </summary>
/// <typeparam name="TKey">The subject and the facets wanted of it.</typeparam>
/// <typeparam name="TValue">The dataset of one subject.</typeparam>
public interface IDatasetLoader<TKey, TValue>
    where TKey : notnull
    where TValue : notnull
{
    /// <summary>Loads the dataset of every key.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="cancellationToken">Ends this caller's wait; a call that others wait for goes on.</param>
    Task<IReadOnlyDictionary<TKey, LoadResult<TValue>>> LoadAsync(IReadOnlyList<TKey> keys, CancellationToken cancellationToken);
}

/// <summary>Asks for the value of a scope.</summary>
/// <param name="Scope">Whose value, on all chains or one.</param>
/// <param name="WithBreakdown">Whether the splits by chain, category and protocol are wanted; only for a scope of all chains.</param>
public readonly record struct ValueKey(Scope Scope, bool WithBreakdown = false) : IOwned
{
    AddressSet IOwned.Owners => Scope.Owners;
}

/// <summary>The value of a scope.</summary>
/// <param name="TotalUsd">The whole value in USD, assets minus debts; null where out of range.</param>
/// <param name="Breakdown">The splits; null where they were not asked for.</param>
public sealed record Valuation(decimal? TotalUsd, ValueBreakdown? Breakdown);

/// <summary>Asks for the token holdings of owners, on all chains.</summary>
/// <param name="Owners">Whose tokens, taken together.</param>
/// <param name="Range">The time over which profit and loss looks back; null where none is wanted, since amounts and values are the same for every range.</param>
/// <param name="WithDecimals">Whether the tokens' decimals are wanted.</param>
/// <param name="WithClosed">Whether all tokens no longer held are wanted; without it some may be there.</param>
public readonly record struct TokensKey(AddressSet Owners, TimeRange? Range = null, bool WithDecimals = false, bool WithClosed = false) : IOwned;

/// <summary>Asks for the positions of owners, on all chains.</summary>
/// <param name="Owners">Whose positions, taken together.</param>
/// <param name="Facets">What is wanted besides the open positions and their values.</param>
public readonly record struct PositionsKey(AddressSet Owners, HoldingFacets Facets = HoldingFacets.None) : IOwned;

/// <summary>Asks for profit and loss of owners, in total and per chain.</summary>
/// <param name="Owners">Whose profit and loss, taken together.</param>
/// <param name="Range">The time looked back over.</param>
public readonly record struct ProfitAndLossKey(AddressSet Owners, TimeRange Range) : IOwned;
