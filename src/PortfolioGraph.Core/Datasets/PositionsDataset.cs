using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Asks for the positions of owners, on all chains.</summary>
/// <param name="Owners">Whose positions, taken together.</param>
/// <param name="Facets">What is wanted besides the open positions and their values.</param>
public readonly record struct PositionsKey(AddressSet Owners, HoldingFacets Facets = HoldingFacets.None) : IOwned;

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

/// <summary>
/// Positions. What all keys of one subject want is one load; wallets whose loads take the same route are asked for together where the route's rows are known to name
/// their owners, and each is given what the rows say is its own alone.
/// </summary>
internal sealed class PositionsDataset(RouteTable routes, RouteRunner runner, ObservedCapabilities knowledge, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
    : IDataset<PositionsKey, PositionHoldings>
{
    private const HoldingFacets AllFacets = HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics | HoldingFacets.Closed;

    // All sets of facets, small ones first.
    private static readonly HoldingFacets[] FacetSets =
    [
        .. Enumerable.Range(0, (int)AllFacets + 1).Where(static set => (set & ~(int)AllFacets) == 0).OrderBy(static set => int.PopCount(set)).Select(static set => (HoldingFacets)set),
    ];

    public Dataset Dataset => Dataset.Positions;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    public IEnumerable<PositionsKey> GetCoveringKeys(PositionsKey key) =>
        FacetSets.Where(facets => facets != key.Facets && facets.HasFlag(key.Facets)).Select(facets => key with { Facets = facets });

    public PositionHoldings Project(PositionHoldings wider, PositionsKey key) => wider;

    public PositionHoldings WithSource(PositionHoldings value, Source source) => value with
    {
        Items = [.. value.Items.Select(p => p.ProfitAndLoss.Value is { } gain ? p with { ProfitAndLoss = p.ProfitAndLoss with { Value = gain with { Source = source } } } : p)],
    };

    public IReadOnlyList<PlannedCall<PositionsKey, PositionHoldings>> Plan(IReadOnlyList<PositionsKey> keys) => Plan(
        keys.GroupBy(static key => key.Owners).Select(static same => new PositionsKey(same.Key, same.Aggregate(HoldingFacets.None, static (all, key) => all | key.Facets))),
        runner.StartLoad());

    /// <param name="needs">What is wanted of each subject.</param>
    /// <param name="state">What went wrong when they were asked for before.</param>
    private List<PlannedCall<PositionsKey, PositionHoldings>> Plan(IEnumerable<PositionsKey> needs, FallbackState state)
    {
        List<PlannedCall<PositionsKey, PositionHoldings>> calls = [];
        foreach (var same in needs.GroupBy(need => RouteSelector.Select(routes.Positions, need.Facets, state.FailedEndpoints)))
        {
            if (same.Key is { } route && knowledge.CanBatch(route))
                calls.AddRange(PlanBatched(route, [.. same], state));
            else
                calls.AddRange(same.Select(need => PlanSingle(need, state)));
        }

        return calls;
    }

    private IEnumerable<PlannedCall<PositionsKey, PositionHoldings>> PlanBatched(Route<AddressSet, OwnedPositions> route, PositionsKey[] needs, FallbackState state)
    {
        List<PositionsKey> wallets = [.. needs.Where(static need => need.Owners.Count == 1)];

        // A group is asked for anyway: its members' rows may be told apart in its answer.
        foreach (var group in needs.Where(static need => need.Owners.Count > 1).OrderByDescending(static need => need.Owners.Count))
        {
            PositionsKey[] members = [.. wallets.Where(wallet => group.Owners.Contains(wallet.Owners.Addresses[0]))];
            wallets.RemoveAll(members.Contains);
            yield return members.Length == 0 ? PlanSingle(group, state) : PlanBatch(route, group.Owners, [group], members, state);
        }

        foreach (var chunk in wallets.Chunk(upstream.Value.MaxAddressesPerCall))
            yield return chunk.Length == 1 ? PlanSingle(chunk[0], state) : PlanBatch(route, AddressSet.Of(chunk.Select(static wallet => wallet.Owners.Addresses[0])), [], chunk, state);
    }

    /// <summary>One subject by itself: the routes one after the other, until it has all that is wanted or none is left.</summary>
    private PlannedCall<PositionsKey, PositionHoldings> PlanSingle(PositionsKey need, FallbackState state)
    {
        var first = RouteSelector.Select(routes.Positions, need.Facets, state.FailedEndpoints);
        PositionsKey[] promised = first is null ? [need] : CoveredKeys(need, first);
        return new(promised, async (results, options, ct) =>
        {
            var (route, current, found) = (first, state, default(RouteResult<OwnedPositions>?));
            while (route is not null)
            {
                var result = await ExecuteAsync(route, need.Owners, current, options, ct).ConfigureAwait(false);
                if (result.Value is not null)
                    found = found is { } known ? Merge(known, result) : result;

                var missing = GetMissing(need, found?.Facets ?? HoldingFacets.None);
                if (found is not null && missing == HoldingFacets.None)
                    break;

                current = current.Add(route.Endpoints, result.Failure ?? current.FirstFailure!);
                if (result is { Failure: not null, CanFallBack: false })
                    break;
                route = found is null ? RouteSelector.Select(routes.Positions, need.Facets, current.FailedEndpoints) : RouteSelector.SelectForMissing(routes.Positions, missing, current.FailedEndpoints);
            }

            if (found is { Value: { } rows } holdings)
                Complete(results, need, rows.ToHoldings(), holdings.Facets, holdings.Provenance, current.FirstFailure);
            else
                Array.ForEach(promised, key => results.Fail(key, current.FirstFailure! with { Owners = need.Owners }));
        });
    }

    private PlannedCall<PositionsKey, PositionHoldings> PlanBatch(
        Route<AddressSet, OwnedPositions> route, AddressSet together, PositionsKey[] whole, IReadOnlyList<PositionsKey> members, FallbackState state)
    {
        PositionsKey[] needs = [.. whole, .. members];
        return new([.. needs.SelectMany(need => CoveredKeys(need, route))], async (results, options, ct) =>
        {
            var result = await ExecuteAsync(route, together, state, options, ct).ConfigureAwait(false);
            if (result.Value is not { } rows || result.MissingFacets != HoldingFacets.None)
            {
                var failed = state.Add(route.Endpoints, result.Failure!);
                foreach (var call in result.CanFallBack ? Plan(needs, failed) : [.. needs.Select(need => Failed(need, failed.FirstFailure!))])
                    results.Reassign(call);
                return;
            }

            foreach (var group in whole)
                Complete(results, group, rows.ToHoldings(), result.Facets, result.Provenance, state.FirstFailure);

            var byOwner = members.ToDictionary(static member => member.Owners.Addresses[0]);
            var split = OwnerSplit.Of(together, [.. byOwner.Keys], rows.Rows);
            foreach (var (wallet, own) in split.Own)
            {
                var positions = own.Select(position => position with { Scope = new Scope(byOwner[wallet].Owners), Owners = [wallet] });
                Complete(results, byOwner[wallet], positions.ToHoldings(), result.Facets, result.Provenance, state.FirstFailure);
            }

            foreach (var wallet in split.Uncertain)
                results.Reassign(PlanSingle(byOwner[wallet], state));
        });
    }

    private static PlannedCall<PositionsKey, PositionHoldings> Failed(PositionsKey need, LoadFailure failure) => new([need], (results, _, _) =>
    {
        results.Fail(need, failure with { Owners = need.Owners });
        return Task.CompletedTask;
    });

    /// <summary>The keys that a route answers for a subject: what is wanted, and all that it has.</summary>
    private static PositionsKey[] CoveredKeys(PositionsKey need, Route<AddressSet, OwnedPositions> route) => [.. new[] { need, need with { Facets = route.Facets } }.Distinct()];

    private async Task<RouteResult<OwnedPositions>> ExecuteAsync(Route<AddressSet, OwnedPositions> route, AddressSet owners, FallbackState state, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await runner.ExecuteAsync(route, owners, state, options, ct).ConfigureAwait(false);
        if (result.Value is not { } rows)
            return result;

        knowledge.Observe(route, owners, rows.Rows, static position => position.Status);
        return result with { Facets = result.Facets | knowledge.ObservedFacets(route) };
    }

    // Only what has the rows in full comes after what has the locks alone.
    private static RouteResult<OwnedPositions> Merge(RouteResult<OwnedPositions> known, RouteResult<OwnedPositions> rows) =>
        known.Facets.HasFlag(HoldingFacets.Locks) && !rows.Facets.HasFlag(HoldingFacets.Locks)
            ? rows with { Value = rows.Value!.WithLocksOf(known.Value!, known.Failure!), Facets = rows.Facets | HoldingFacets.Locks }
            : rows;

    private static HoldingFacets GetMissing(PositionsKey asked, HoldingFacets has) => asked.Facets & AllFacets & ~has;

    // What is there is kept for what it has; what was asked for beyond it has failed and is asked for again next time.
    private static void Complete(
        ICallResultSink<PositionsKey, PositionHoldings> results, PositionsKey asked, PositionHoldings positions, HoldingFacets has, Provenance from, LoadFailure? failure)
    {
        var lacks = GetMissing(asked, has);
        results.Complete(asked with { Facets = has }, positions, from);
        if (lacks != HoldingFacets.None)
            results.CompletePartially(asked, Without(positions, lacks, failure! with { Owners = asked.Owners }), from);
        else if (asked.Facets != has)
            results.Complete(asked, positions, from, store: false);
    }

    private static PositionHoldings Without(PositionHoldings positions, HoldingFacets lacks, LoadFailure failure)
    {
        var noGain = ValueOrFailure<ProfitAndLoss?>.Failed(failure with { Dataset = Dataset.PositionProfitAndLoss });
        var noLock = ValueOrFailure<bool?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
        var noEconomics = ValueOrFailure<PositionEconomics?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
        return new PositionHoldings([.. positions.Items.Select(position => position with
        {
            ProfitAndLoss = lacks.HasFlag(HoldingFacets.ProfitAndLoss) ? noGain : position.ProfitAndLoss,
            IsLocked = lacks.HasFlag(HoldingFacets.Locks) ? noLock : position.IsLocked,
            Economics = lacks.HasFlag(HoldingFacets.Economics) ? noEconomics : position.Economics,
        })])
        {
            ClosedFailure = lacks.HasFlag(HoldingFacets.Closed) ? failure with { Dataset = Dataset.Positions } : null,
        };
    }
}
