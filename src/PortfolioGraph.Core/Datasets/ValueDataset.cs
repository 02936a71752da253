using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>The key of the value of a scope.</summary>
/// <param name="Scope">The owners, and all chains or one.</param>
/// <param name="WithBreakdown">Whether the breakdown by chain, category and protocol is requested.</param>
public readonly record struct ValueKey(Scope Scope, bool WithBreakdown = false) : IOwned
{
    AddressSet IOwned.Owners => Scope.Owners;
}

/// <summary>The value of a scope.</summary>
/// <param name="TotalUsd">The total value in USD, assets minus debts; null if out of range.</param>
/// <param name="Breakdown">The breakdown; null if it was not requested.</param>
public sealed record Valuation(decimal? TotalUsd, ValueBreakdown? Breakdown);

/// <summary>Values and their breakdowns.</summary>
internal sealed class ValueDataset(RouteTable routes, RouteRunner runner, CatalogRecorder catalog, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream) : IDataset<ValueKey, Valuation>
{
    public Dataset Dataset => Dataset.Value;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    /// <summary>
    /// Returns the key of the scope's breakdown, then that of all chains, which contains the value of every chain. The breakdown of a chain is covered by neither, because that of
    /// all chains does not have the categories and protocols of each chain.
    /// </summary>
    public bool TryGetNextCovering(ValueKey key, ref int position, out ValueKey covering)
    {
        covering = BreakdownKey(position == 0 ? key.Scope : new Scope(key.Scope.Owners));
        return !key.WithBreakdown && position++ < (key.Scope.ChainId is null ? 1 : 2);
    }

    public Valuation Project(Valuation covering, ValueKey key)
    {
        var breakdown = covering.Breakdown!;
        if (key.Scope.ChainId is not { } chainId || breakdown.Scope.ChainId == chainId)
            return key.WithBreakdown ? covering : covering with { Breakdown = null };

        // A chain that the breakdown does not list has a value of 0. If rows were skipped, the value is unknown, because a skipped row may belong to this chain.
        ChainValue? onChain = null;
        for (var i = 0; onChain is null && i < breakdown.ByChain.Count; i++)
        {
            if (breakdown.ByChain[i].Chain.ChainId == chainId)
                onChain = breakdown.ByChain[i];
        }

        return new Valuation(onChain is null && breakdown.Source.SkippedRows > 0 ? null : onChain?.ValueUsd ?? 0, null);
    }

    public Valuation WithSource(Valuation value, Source source) =>
        value.Breakdown is null ? value : value with { Breakdown = value.Breakdown with { Source = source } };

    public void Record(Valuation value)
    {
        if (value.Breakdown is { } breakdown)
            catalog.Record(breakdown);
    }

    public IReadOnlyList<PlannedCall<ValueKey, Valuation>> Plan(IReadOnlyList<ValueKey> keys) =>
        [.. ValuePlanner.Plan(keys, upstream.Value.MaxAddressesPerCall).Select(call => new PlannedCall<ValueKey, Valuation>(call.CoveredKeys, (results, options, ct) => RunAsync(call, results, options, ct)))];

    private async Task RunAsync(ValueCall call, ICallResultSink<ValueKey, Valuation> results, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await runner.RunAsync(call.NeedsBreakdown ? routes.Breakdown : routes.Totals, new ValueRequest(call.Scope), options, ct).ConfigureAwait(false);
        if (result.Value is null)
        {
            results.Fail(call.CoveredKeys, key => result.Failure! with { Owners = key.Scope.Owners });
            return;
        }

        if (result.Value.Breakdown is { } loaded)
            catalog.Record(loaded);
        // If the response has no row for an owner, its total does not include that owner.
        var isIncomplete = result.Value.ByAddress.Count > 0 && call.Scope.Owners.Addresses.Any(owner => !result.Value.ByAddress.ContainsKey(owner));
        var breakdown = CompleteBreakdown(call, result, results, isIncomplete);
        foreach (var key in call.CoveredKeys)
        {
            if (key == call.BreakdownKey)
                continue;
            if (ValueOf(call, key, result.Value, breakdown, isIncomplete) is { } value)
                results.Complete(key, value, result.Provenance, store: breakdown is null || key.Scope.Owners != call.Scope.Owners);
            else
                results.Fail([key], static key => new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, key.Scope.Owners));
        }
    }

    // A missing breakdown that no key requested is not an error. A waiter for the breakdown is replanned into a new call.
    private static Valuation? CompleteBreakdown(ValueCall call, RouteResult<ValueResult> result, ICallResultSink<ValueKey, Valuation> results, bool isIncomplete)
    {
        if (!isIncomplete && result.Value is { Breakdown: { } breakdown } value)
        {
            var valuation = new Valuation(value.TotalUsd, breakdown);
            results.Complete(call.BreakdownKey, valuation, result.Provenance);
            return valuation;
        }

        if (call.NeedsBreakdown)
            results.Fail([call.BreakdownKey], static key => new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, key.Scope.Owners));
        return null;
    }

    private Valuation? ValueOf(ValueCall call, ValueKey key, ValueResult result, Valuation? breakdown, bool isIncomplete)
    {
        if (key.Scope.Owners != call.Scope.Owners)
            return result.ByAddress.TryGetValue(key.Scope.Owners.Addresses[0], out var total) ? new Valuation(total, null) : null;
        if (!isIncomplete && key.Scope.ChainId == call.Scope.ChainId && !key.WithBreakdown)
            return new Valuation(result.TotalUsd, null);
        return breakdown is null ? null : Project(breakdown, key);
    }

    private static ValueKey BreakdownKey(Scope scope) => new(scope, WithBreakdown: true);
}
