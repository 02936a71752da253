using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Values, and their splits.</summary>
internal sealed class ValueDataset(RouteTable routes, RouteRunner runner, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream) : IDataset<ValueKey, Valuation>
{
    public Dataset Dataset => Dataset.Value;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    /// <summary>The splits of the same owners hold their total and every chain's value.</summary>
    public IEnumerable<ValueKey> GetCoveringKeys(ValueKey key) => Splits(key.Scope.Owners) is var splits && splits != key ? [splits] : [];

    public Valuation Project(Valuation covering, ValueKey key)
    {
        if (key.Scope.ChainId is not { } chainId)
            return key.WithBreakdown ? covering : covering with { Breakdown = null };

        // A chain that the splits do not list holds nothing, unless it may be one of those that could not be read.
        var splits = covering.Breakdown!;
        var onChain = splits.ByChain.FirstOrDefault(row => row.Chain.ChainId == chainId);
        return new Valuation(onChain is null && splits.Source.SkippedRows > 0 ? null : onChain?.ValueUsd ?? 0, null);
    }

    public Valuation WithSource(Valuation value, Source source) =>
        value.Breakdown is null ? value : value with { Breakdown = value.Breakdown with { Source = source } };

    public IReadOnlyList<PlannedCall<ValueKey, Valuation>> Plan(IReadOnlyList<ValueKey> keys) =>
        [.. ValuePlanner.Plan(keys, upstream.Value.MaxAddressesPerCall).Select(call => new PlannedCall<ValueKey, Valuation>(Gives(call), (results, ct) => RunAsync(call, results, ct)))];

    private static ValueKey[] Gives(ValueCall call) =>
    [
        .. call.Asked
            .Concat(call.ChainId is null ? [Splits(call.Owners)] : [])
            .Concat(call.Owners.Count > 1 ? call.Owners.Addresses.Select(owner => Total(owner, call.ChainId)) : [])
            .Distinct(),
    ];

    private async Task RunAsync(ValueCall call, ICallResultSink<ValueKey, Valuation> results, CancellationToken ct)
    {
        var answer = await runner.RunAsync(call.NeedsBreakdown ? routes.Breakdown : routes.Totals, new ValueAsk(call.Owners, call.ChainId), ct).ConfigureAwait(false);
        if (answer.Value is null)
        {
            foreach (var key in Gives(call))
                results.Fail(key, answer.Failure! with { Owners = key.Scope.Owners });
            return;
        }

        // Who is not in the answer is not in its total either.
        var isShort = answer.Value.ByAddress.Count > 0 && call.Owners.Addresses.Any(owner => !answer.Value.ByAddress.ContainsKey(owner));
        var whole = GiveSplits(call, answer, results, isShort);
        foreach (var key in Gives(call).Where(key => key != Splits(call.Owners)))
        {
            if (ValueOf(call, key, answer.Value, whole, isShort) is { } value)
                results.Complete(key, value, answer.From, keep: whole is null || key.Scope.Owners != call.Owners);
            else
                results.Fail(key, new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, key.Scope.Owners));
        }
    }

    // Splits that were not asked for and did not come are nobody's loss: whoever waits for them asks anew.
    private static Valuation? GiveSplits(ValueCall call, RouteAnswer<ValueAnswer> answer, ICallResultSink<ValueKey, Valuation> results, bool isShort)
    {
        if (!isShort && answer.Value is { Breakdown: { } breakdown } value)
        {
            var whole = new Valuation(value.TotalUsd, breakdown);
            results.Complete(Splits(call.Owners), whole, answer.From);
            return whole;
        }

        if (call.NeedsBreakdown)
            results.Fail(Splits(call.Owners), new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, call.Owners));
        return null;
    }

    private Valuation? ValueOf(ValueCall call, ValueKey key, ValueAnswer answer, Valuation? whole, bool isShort)
    {
        if (key.Scope.Owners != call.Owners)
            return answer.ByAddress.TryGetValue(key.Scope.Owners.Addresses[0], out var total) ? new Valuation(total, null) : null;
        if (!isShort && key.Scope.ChainId == call.ChainId && !key.WithBreakdown)
            return new Valuation(answer.TotalUsd, null);
        return whole is null ? null : Project(whole, key);
    }

    private static ValueKey Splits(AddressSet owners) => new(new Scope(owners), WithBreakdown: true);

    private static ValueKey Total(Address owner, int? chainId) => new(new Scope(AddressSet.Of(owner), chainId));
}
