using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Positions. What all keys of one subject want is one load; wallets whose loads take the same route are asked for together where the route's rows are known to name
/// their owners, and each is given what the rows say is its own alone.
/// </summary>
internal sealed class PositionsDataset(RouteTable routes, RouteRunner runner, EndpointKnowledge knowledge, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream)
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
        runner.BeginTrouble());

    /// <param name="needs">What is wanted of each subject.</param>
    /// <param name="trouble">What went wrong when they were asked for before.</param>
    private List<PlannedCall<PositionsKey, PositionHoldings>> Plan(IEnumerable<PositionsKey> needs, Trouble trouble)
    {
        List<PlannedCall<PositionsKey, PositionHoldings>> calls = [];
        foreach (var same in needs.GroupBy(need => RoutePlan.Next(routes.Positions, need.Facets, trouble.Broken)))
        {
            if (same.Key is { } route && knowledge.MayJoin(route))
                calls.AddRange(Joined(route, [.. same], trouble));
            else
                calls.AddRange(same.Select(need => Alone(need, trouble)));
        }

        return calls;
    }

    private IEnumerable<PlannedCall<PositionsKey, PositionHoldings>> Joined(Route<AddressSet, OwnedPositions> route, PositionsKey[] needs, Trouble trouble)
    {
        List<PositionsKey> wallets = [.. needs.Where(static need => need.Owners.Count == 1)];

        // A group is asked for anyway: its members' rows may be told apart in its answer.
        foreach (var group in needs.Where(static need => need.Owners.Count > 1).OrderByDescending(static need => need.Owners.Count))
        {
            PositionsKey[] members = [.. wallets.Where(wallet => group.Owners.Contains(wallet.Owners.Addresses[0]))];
            wallets.RemoveAll(members.Contains);
            yield return members.Length == 0 ? Alone(group, trouble) : Joint(route, group.Owners, [group], members, trouble);
        }

        foreach (var chunk in wallets.Chunk(upstream.Value.MaxAddressesPerCall))
            yield return chunk.Length == 1 ? Alone(chunk[0], trouble) : Joint(route, AddressSet.Of(chunk.Select(static wallet => wallet.Owners.Addresses[0])), [], chunk, trouble);
    }

    /// <summary>One subject by itself: the routes one after the other, until it has all that is wanted or none is left.</summary>
    private PlannedCall<PositionsKey, PositionHoldings> Alone(PositionsKey need, Trouble trouble)
    {
        var first = RoutePlan.Next(routes.Positions, need.Facets, trouble.Broken);
        PositionsKey[] promised = first is null ? [need] : Promised(need, first);
        return new(promised, async (results, ct) =>
        {
            var (route, soFar, found) = (first, trouble, default(RouteAnswer<OwnedPositions>?));
            while (route is not null)
            {
                var answer = await TakeAsync(route, need.Owners, soFar, ct).ConfigureAwait(false);
                if (answer.Value is not null)
                    found = found is { } known ? Completed(known, answer) : answer;

                var missing = Missing(need, found?.Has ?? HoldingFacets.None);
                if (found is not null && missing == HoldingFacets.None)
                    break;

                soFar = soFar.After(route.Endpoints, answer.Failure ?? soFar.First!);
                if (answer is { Failure: not null, AnotherMayHelp: false })
                    break;
                route = found is null ? RoutePlan.Next(routes.Positions, need.Facets, soFar.Broken) : RoutePlan.Completing(routes.Positions, missing, soFar.Broken);
            }

            if (found is { Value: { } rows } holdings)
                Give(results, need, rows.Together(), holdings.Has, holdings.From, soFar.First);
            else
                Array.ForEach(promised, key => results.Fail(key, soFar.First! with { Owners = need.Owners }));
        });
    }

    private PlannedCall<PositionsKey, PositionHoldings> Joint(
        Route<AddressSet, OwnedPositions> route, AddressSet together, PositionsKey[] whole, IReadOnlyList<PositionsKey> members, Trouble trouble)
    {
        PositionsKey[] needs = [.. whole, .. members];
        return new([.. needs.SelectMany(need => Promised(need, route))], async (results, ct) =>
        {
            var answer = await TakeAsync(route, together, trouble, ct).ConfigureAwait(false);
            if (answer.Value is not { } rows || answer.Lacks != HoldingFacets.None)
            {
                var soFar = trouble.After(route.Endpoints, answer.Failure!);
                foreach (var call in answer.AnotherMayHelp ? Plan(needs, soFar) : [.. needs.Select(need => Failed(need, soFar.First!))])
                    results.Reassign(call);
                return;
            }

            foreach (var group in whole)
                Give(results, group, rows.Together(), answer.Has, answer.From, trouble.First);

            var byOwner = members.ToDictionary(static member => member.Owners.Addresses[0]);
            var split = OwnerSplit.Of(together, [.. byOwner.Keys], rows.Rows);
            foreach (var (wallet, own) in split.Own)
            {
                var positions = own.Select(position => position with { Scope = new Scope(byOwner[wallet].Owners), Owners = [wallet] });
                Give(results, byOwner[wallet], positions.ToHoldings(), answer.Has, answer.From, trouble.First);
            }

            foreach (var wallet in split.Uncertain)
                results.Reassign(Alone(byOwner[wallet], trouble));
        });
    }

    private static PlannedCall<PositionsKey, PositionHoldings> Failed(PositionsKey need, LoadFailure failure) => new([need], (results, _) =>
    {
        results.Fail(need, failure with { Owners = need.Owners });
        return Task.CompletedTask;
    });

    /// <summary>The keys that a route answers for a subject: what is wanted, and all that it has.</summary>
    private static PositionsKey[] Promised(PositionsKey need, Route<AddressSet, OwnedPositions> route) => [.. new[] { need, need with { Facets = route.Covers } }.Distinct()];

    private async Task<RouteAnswer<OwnedPositions>> TakeAsync(Route<AddressSet, OwnedPositions> route, AddressSet owners, Trouble trouble, CancellationToken ct)
    {
        var answer = await runner.TakeAsync(route, owners, trouble, ct).ConfigureAwait(false);
        if (answer.Value is not { } rows)
            return answer;

        knowledge.Learn(route, owners, rows.Rows, static position => position.Status);
        return answer with { Has = answer.Has | knowledge.ShownBy(route) };
    }

    // Only what has the rows in full comes after what has the locks alone.
    private static RouteAnswer<OwnedPositions> Completed(RouteAnswer<OwnedPositions> known, RouteAnswer<OwnedPositions> rows) =>
        known.Has.HasFlag(HoldingFacets.Locks) && !rows.Has.HasFlag(HoldingFacets.Locks)
            ? rows with { Value = rows.Value!.WithLocksOf(known.Value!, known.Failure!), Has = rows.Has | HoldingFacets.Locks }
            : rows;

    private static HoldingFacets Missing(PositionsKey asked, HoldingFacets has) => asked.Facets & AllFacets & ~has;

    // What is there is kept for what it has; what was asked for beyond it has failed and is asked for again next time.
    private static void Give(
        ICallResultSink<PositionsKey, PositionHoldings> results, PositionsKey asked, PositionHoldings positions, HoldingFacets has, Provenance from, LoadFailure? failure)
    {
        var lacks = Missing(asked, has);
        results.Complete(asked with { Facets = has }, positions, from);
        if (lacks != HoldingFacets.None)
            results.CompletePartially(asked, Without(positions, lacks, failure! with { Owners = asked.Owners }), from);
        else if (asked.Facets != has)
            results.Complete(asked, positions, from, keep: false);
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
