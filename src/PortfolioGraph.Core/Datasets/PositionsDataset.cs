using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>The key of positions on all chains.</summary>
/// <param name="Owners">The owners, as one portfolio.</param>
/// <param name="Facets">The requested facets, besides the open positions and their values.</param>
public readonly record struct PositionsKey(AddressSet Owners, HoldingFacets Facets = HoldingFacets.None) : IOwned;

/// <summary>The positions of one portfolio on all chains: greatest value first, unpriced last, then by id.</summary>
/// <param name="Items">All open positions, and closed positions if available.</param>
public sealed record PositionHoldings(IReadOnlyList<Position> Items)
{
    /// <summary>Why closed positions may be missing; null if they are complete or were not requested.</summary>
    public LoadFailure? ClosedFailure { get; init; }

    private readonly Slices<(Scope Scope, bool IncludeClosed), int, Position> _slices = new();
    private readonly Slices<Scope, int, ProtocolHoldings> _protocols = new();

    // A copy has slices of its own, because its items may differ.
    private PositionHoldings(PositionHoldings original) => (Items, ClosedFailure, _slices, _protocols) = (original.Items, original.ClosedFailure, new(), new());

    /// <summary>Returns the positions of a scope of the same owners, in the same order.</summary>
    /// <param name="scope">All chains, or one.</param>
    /// <param name="includeClosed">Whether to include closed positions.</param>
    public IReadOnlyList<Position> InScope(Scope scope, bool includeClosed) => _slices.GetOrMake((scope, includeClosed), Slice);

    /// <summary>Returns the open positions of a scope by protocol: greatest value first, unpriced last, then by id.</summary>
    /// <param name="scope">All chains, or one.</param>
    public IReadOnlyList<ProtocolHoldings> ByProtocol(Scope scope) => _protocols.GetOrMake(scope, key => InScope(key, includeClosed: false).ByProtocol(key));

    private IReadOnlyList<Position> Slice((Scope Scope, bool IncludeClosed) key)
    {
        var items = key.Scope.ChainId is { } chain ? _slices.Get(chain, Items, static item => item.Chain.ChainId) : Items;
        // Often all of them, as they are.
        if (items.All(item => item.Scope == key.Scope && Matches(item)))
            return items;
        return [.. items.Where(Matches).Select(item => item with { Scope = key.Scope })];

        bool Matches(Position item) => key.IncludeClosed || item.Status != HoldingStatus.Closed;
    }
}

/// <summary>
/// Positions. All keys of the same owners share one load. Wallets whose loads use the same route share one call, if the rows of the route are known to name their
/// owners. Each wallet gets the rows that name it alone.
/// </summary>
internal sealed class PositionsDataset(RouteTable routes, RouteRunner runner, ObservedCapabilities capabilities, CatalogRecorder catalog, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
    : IDataset<PositionsKey, PositionHoldings>
{
    private const HoldingFacets AllFacets = HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics | HoldingFacets.Closed;

    // All sets of facets, the smallest first.
    private static readonly HoldingFacets[] FacetSets =
    [
        .. Enumerable.Range(0, (int)AllFacets + 1).Where(static set => (set & ~(int)AllFacets) == 0).OrderBy(static set => int.PopCount(set)).Select(static set => (HoldingFacets)set),
    ];

    public Dataset Dataset => Dataset.Positions;

    public TimeSpan TimeToLive => cache.Value.TimeToLive;

    public bool TryGetNextCovering(PositionsKey key, ref int position, out PositionsKey covering)
    {
        while (position < FacetSets.Length)
        {
            var facets = FacetSets[position++];
            if (facets != key.Facets && facets.HasFlag(key.Facets))
            {
                covering = key with { Facets = facets };
                return true;
            }
        }

        covering = default;
        return false;
    }

    public PositionHoldings Project(PositionHoldings covering, PositionsKey key) => covering;

    public PositionHoldings WithSource(PositionHoldings value, Source source) => value with
    {
        Items = [.. value.Items.Select(p => p.ProfitAndLoss.Value is { } gain ? p with { ProfitAndLoss = p.ProfitAndLoss with { Value = gain with { Source = source } } } : p)],
    };

    public void Record(PositionHoldings value) => catalog.Record(value.Items);

    public IReadOnlyList<PlannedCall<PositionsKey, PositionHoldings>> Plan(IReadOnlyList<PositionsKey> keys) => Plan(
        keys.GroupBy(static key => key.Owners).Select(static group => new PositionsKey(group.Key, group.Aggregate(HoldingFacets.None, static (all, key) => all | key.Facets))),
        runner.StartLoad());

    /// <summary>Plans the calls for the needs.</summary>
    /// <param name="needs">The requested facets of each set of owners.</param>
    /// <param name="state">The failures of earlier calls for the same needs.</param>
    private List<PlannedCall<PositionsKey, PositionHoldings>> Plan(IEnumerable<PositionsKey> needs, FallbackState state)
    {
        List<PlannedCall<PositionsKey, PositionHoldings>> calls = [];
        foreach (var group in needs.GroupBy(need => RouteSelector.Select(routes.Positions, need.Facets, state.FailedEndpoints)))
        {
            if (group.Key is { } route && capabilities.CanBatch(route))
                calls.AddRange(PlanBatched(route, [.. group], state));
            else
                calls.AddRange(group.Select(need => PlanSingle(need, state)));
        }

        return calls;
    }

    private IEnumerable<PlannedCall<PositionsKey, PositionHoldings>> PlanBatched(Route<AddressSet, OwnedPositions> route, PositionsKey[] needs, FallbackState state)
    {
        List<PositionsKey> wallets = [.. needs.Where(static need => need.Owners.Count == 1)];

        // A group needs a call of its own in any case. The response may contain the rows of its members.
        foreach (var group in needs.Where(static need => need.Owners.Count > 1).OrderByDescending(static need => need.Owners.Count))
        {
            PositionsKey[] members = [.. wallets.Where(wallet => group.Owners.Contains(wallet.Owners.Addresses[0]))];
            wallets.RemoveAll(members.Contains);
            yield return members.Length == 0 ? PlanSingle(group, state) : PlanBatch(route, group.Owners, [group], members, state);
        }

        foreach (var chunk in wallets.Chunk(upstream.Value.MaxAddressesPerCall))
            yield return chunk.Length == 1 ? PlanSingle(chunk[0], state) : PlanBatch(route, AddressSet.Of(chunk.Select(static wallet => wallet.Owners.Addresses[0])), [], chunk, state);
    }

    /// <summary>Plans the load of one need: the routes one after the other, until all facets are loaded or no route remains.</summary>
    private PlannedCall<PositionsKey, PositionHoldings> PlanSingle(PositionsKey need, FallbackState state)
    {
        var first = RouteSelector.Select(routes.Positions, need.Facets, state.FailedEndpoints);
        PositionsKey[] covered = first is null ? [need] : CoveredKeys(need, first);
        return new(covered, async (results, options, ct) =>
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
                results.Fail(covered, _ => current.FirstFailure! with { Owners = need.Owners });
        });
    }

    private PlannedCall<PositionsKey, PositionHoldings> PlanBatch(
        Route<AddressSet, OwnedPositions> route, AddressSet batch, PositionsKey[] groups, IReadOnlyList<PositionsKey> members, FallbackState state)
    {
        PositionsKey[] needs = [.. groups, .. members];
        return new([.. needs.SelectMany(need => CoveredKeys(need, route))], async (results, options, ct) =>
        {
            var result = await ExecuteAsync(route, batch, state, options, ct).ConfigureAwait(false);
            if (result.Value is not { } rows || result.MissingFacets != HoldingFacets.None)
            {
                var failed = state.Add(route.Endpoints, result.Failure!);
                foreach (var call in result.CanFallBack ? Plan(needs, failed) : [.. needs.Select(need => Failed(need, failed.FirstFailure!))])
                    results.Reassign(call);
                return;
            }

            foreach (var group in groups)
                Complete(results, group, rows.ToHoldings(), result.Facets, result.Provenance, state.FirstFailure);

            var byOwner = members.ToDictionary(static member => member.Owners.Addresses[0]);
            var split = OwnerSplit.Of(batch, [.. byOwner.Keys], rows.Rows);
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
        results.Fail([need], key => failure with { Owners = key.Owners });
        return Task.CompletedTask;
    });

    /// <summary>Returns the keys that a route covers: the need itself, and the key of all facets of the route.</summary>
    private static PositionsKey[] CoveredKeys(PositionsKey need, Route<AddressSet, OwnedPositions> route) => [.. new[] { need, need with { Facets = route.Facets } }.Distinct()];

    private async Task<RouteResult<OwnedPositions>> ExecuteAsync(Route<AddressSet, OwnedPositions> route, AddressSet owners, FallbackState state, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await runner.ExecuteAsync(route, owners, state, options, ct).ConfigureAwait(false);
        if (result.Value is not { } rows)
            return result;

        capabilities.Observe(route, owners, rows.Rows, static position => position.Status);
        return result with { Facets = result.Facets | capabilities.ObservedFacets(route) };
    }

    // A route with complete rows can only follow a route that has the locks alone.
    private static RouteResult<OwnedPositions> Merge(RouteResult<OwnedPositions> known, RouteResult<OwnedPositions> rows) =>
        known.Facets.HasFlag(HoldingFacets.Locks) && !rows.Facets.HasFlag(HoldingFacets.Locks)
            ? rows with { Value = rows.Value!.WithLocksOf(known.Value!, known.Failure!), Facets = rows.Facets | HoldingFacets.Locks }
            : rows;

    private static HoldingFacets GetMissing(PositionsKey requested, HoldingFacets available) => requested.Facets & AllFacets & ~available;

    // Caches the value under the facets it has. Missing facets fail now and are loaded again next time.
    private void Complete(
        ICallResultSink<PositionsKey, PositionHoldings> results, PositionsKey requested, PositionHoldings positions, HoldingFacets available, Provenance provenance, LoadFailure? failure)
    {
        var missing = GetMissing(requested, available);
        catalog.Record(positions.Items);
        results.Complete(requested with { Facets = available }, positions, provenance);
        if (missing != HoldingFacets.None)
            results.CompletePartially(requested, Without(positions, missing, failure! with { Owners = requested.Owners }), provenance);
        else if (requested.Facets != available)
            results.Complete(requested, positions, provenance, store: false);
    }

    private static PositionHoldings Without(PositionHoldings positions, HoldingFacets missing, LoadFailure failure)
    {
        var noProfitAndLoss = ValueOrFailure<ProfitAndLoss?>.Failed(failure with { Dataset = Dataset.PositionProfitAndLoss });
        var noLock = ValueOrFailure<bool?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
        var noEconomics = ValueOrFailure<PositionEconomics?>.Failed(failure with { Dataset = Dataset.PositionEconomics });
        return new PositionHoldings([.. positions.Items.Select(position => position with
        {
            ProfitAndLoss = missing.HasFlag(HoldingFacets.ProfitAndLoss) ? noProfitAndLoss : position.ProfitAndLoss,
            IsLocked = missing.HasFlag(HoldingFacets.Locks) ? noLock : position.IsLocked,
            Economics = missing.HasFlag(HoldingFacets.Economics) ? noEconomics : position.Economics,
        })])
        {
            ClosedFailure = missing.HasFlag(HoldingFacets.Closed) ? failure with { Dataset = Dataset.Positions } : null,
        };
    }
}
