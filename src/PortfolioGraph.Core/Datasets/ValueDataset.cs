using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

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

/// <summary>Values, and their splits.</summary>
internal sealed class ValueDataset(RouteTable routes, RouteRunner runner, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream) : IDataset<ValueKey, Valuation>
{
    public Dataset Dataset => Dataset.Value;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    /// <summary>The splits of the same owners hold their total and every chain's value.</summary>
    public IEnumerable<ValueKey> GetCoveringKeys(ValueKey key) => BreakdownKey(key.Scope.Owners) is var breakdown && breakdown != key ? [breakdown] : [];

    public Valuation Project(Valuation covering, ValueKey key)
    {
        if (key.Scope.ChainId is not { } chainId)
            return key.WithBreakdown ? covering : covering with { Breakdown = null };

        // A chain that the splits do not list holds nothing, unless it may be one of those that could not be read.
        var breakdown = covering.Breakdown!;
        var onChain = breakdown.ByChain.FirstOrDefault(row => row.Chain.ChainId == chainId);
        return new Valuation(onChain is null && breakdown.Source.SkippedRows > 0 ? null : onChain?.ValueUsd ?? 0, null);
    }

    public Valuation WithSource(Valuation value, Source source) =>
        value.Breakdown is null ? value : value with { Breakdown = value.Breakdown with { Source = source } };

    public IReadOnlyList<PlannedCall<ValueKey, Valuation>> Plan(IReadOnlyList<ValueKey> keys) =>
        [.. ValuePlanner.Plan(keys, upstream.Value.MaxAddressesPerCall).Select(call => new PlannedCall<ValueKey, Valuation>(CoveredKeys(call), (results, options, ct) => RunAsync(call, results, options, ct)))];

    private static ValueKey[] CoveredKeys(ValueCall call) =>
    [
        .. call.RequestedKeys
            .Concat(call.ChainId is null ? [BreakdownKey(call.Owners)] : [])
            .Concat(call.Owners.Count > 1 ? call.Owners.Addresses.Select(owner => TotalKey(owner, call.ChainId)) : [])
            .Distinct(),
    ];

    private async Task RunAsync(ValueCall call, ICallResultSink<ValueKey, Valuation> results, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await runner.RunAsync(call.NeedsBreakdown ? routes.Breakdown : routes.Totals, new ValueRequest(call.Owners, call.ChainId), options, ct).ConfigureAwait(false);
        if (result.Value is null)
        {
            foreach (var key in CoveredKeys(call))
                results.Fail(key, result.Failure! with { Owners = key.Scope.Owners });
            return;
        }

        // Who is not in the answer is not in its total either.
        var isShort = result.Value.ByAddress.Count > 0 && call.Owners.Addresses.Any(owner => !result.Value.ByAddress.ContainsKey(owner));
        var whole = CompleteBreakdown(call, result, results, isShort);
        foreach (var key in CoveredKeys(call).Where(key => key != BreakdownKey(call.Owners)))
        {
            if (ValueOf(call, key, result.Value, whole, isShort) is { } value)
                results.Complete(key, value, result.Provenance, store: whole is null || key.Scope.Owners != call.Owners);
            else
                results.Fail(key, new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, key.Scope.Owners));
        }
    }

    // Splits that were not asked for and did not come are nobody's loss: whoever waits for them asks anew.
    private static Valuation? CompleteBreakdown(ValueCall call, RouteResult<ValueResult> result, ICallResultSink<ValueKey, Valuation> results, bool isShort)
    {
        if (!isShort && result.Value is { Breakdown: { } breakdown } value)
        {
            var whole = new Valuation(value.TotalUsd, breakdown);
            results.Complete(BreakdownKey(call.Owners), whole, result.Provenance);
            return whole;
        }

        if (call.NeedsBreakdown)
            results.Fail(BreakdownKey(call.Owners), new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, call.Owners));
        return null;
    }

    private Valuation? ValueOf(ValueCall call, ValueKey key, ValueResult result, Valuation? whole, bool isShort)
    {
        if (key.Scope.Owners != call.Owners)
            return result.ByAddress.TryGetValue(key.Scope.Owners.Addresses[0], out var total) ? new Valuation(total, null) : null;
        if (!isShort && key.Scope.ChainId == call.ChainId && !key.WithBreakdown)
            return new Valuation(result.TotalUsd, null);
        return whole is null ? null : Project(whole, key);
    }

    private static ValueKey BreakdownKey(AddressSet owners) => new(new Scope(owners), WithBreakdown: true);

    private static ValueKey TotalKey(Address owner, int? chainId) => new(new Scope(AddressSet.Of(owner), chainId));
}
