using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Positions, and their locks and economics.</summary>
internal sealed class PositionsDataset(RouteTable routes, RouteRunner runner, IOptions<CacheOptions> cache, IOptions<UpstreamOptions> upstream, TimeProvider time)
    : IDataset<PositionsKey, PositionHoldings>
{
    // What the last answer with rows in it showed; an empty one teaches nothing.
    private volatile bool _namesOwners = true;

    public Dataset Dataset => Dataset.Positions;

    public TimeSpan Life => cache.Value.Life;

    public IEnumerable<PositionsKey> Wider(PositionsKey key) => key.WithEconomics ? [] : [key with { WithEconomics = true }];

    public PositionHoldings Narrow(PositionHoldings wider, PositionsKey key) => wider;

    public PositionHoldings WithSource(PositionHoldings value, Source source) =>
        new([.. value.Items.Select(p => p.ProfitAndLoss.Value is { } gain ? p with { ProfitAndLoss = p.ProfitAndLoss with { Value = gain with { Source = source } } } : p)]);

    public IReadOnlyList<PlannedCall<PositionsKey, PositionHoldings>> Plan(IReadOnlyList<PositionsKey> keys)
    {
        var full = keys.Where(static key => key.WithEconomics).Select(static key => key.Owners).ToHashSet();
        var plain = keys.Select(static key => key.Owners).Where(owners => !full.Contains(owners)).ToLookup(static owners => owners.Count > 1);
        List<PlannedCall<PositionsKey, PositionHoldings>> calls = [.. full.Select(WithEconomics)];
        List<AddressSet> groups = [.. plain[true]];
        List<Address> wallets = [.. plain[false].Select(static owners => owners.Addresses[0])];
        if (routes.Positions[0].Split != Split.RowsByOwner || !_namesOwners)
            return [.. calls, .. groups.Select(Alone), .. wallets.Select(wallet => Alone(AddressSet.Of(wallet)))];

        // A group is asked for anyway: its members' rows may be told apart in its answer.
        foreach (var group in groups.OrderByDescending(static group => group.Count))
        {
            Address[] members = [.. wallets.Where(group.Contains)];
            wallets.RemoveAll(group.Contains);
            calls.Add(members.Length == 0 ? Alone(group) : Joint(group, isWanted: true, members));
        }

        foreach (var chunk in wallets.Chunk(upstream.Value.MaxAddressesPerCall))
            calls.Add(chunk.Length == 1 ? Alone(AddressSet.Of(chunk[0])) : Joint(AddressSet.Of(chunk), isWanted: false, chunk));
        return calls;
    }

    private static PositionsKey Plain(AddressSet owners) => new(owners);

    private static PositionsKey Full(AddressSet owners) => new(owners, WithEconomics: true);

    private static bool IsWhole(PositionHoldings positions) => positions.Items.All(static p => p.ProfitAndLoss.Failure is null);

    private PlannedCall<PositionsKey, PositionHoldings> Alone(AddressSet owners) => new([Plain(owners)], async (delivery, ct) =>
    {
        var started = time.GetTimestamp();
        var first = await routes.Positions[0].LoadAsync(owners, ct).ConfigureAwait(false);
        Learn(owners, first);
        await FinishAsync(owners, started, first, delivery, ct).ConfigureAwait(false);
    });

    private PlannedCall<PositionsKey, PositionHoldings> FallBack(AddressSet owners, long started, RouteAnswer<OwnedPositions> failed) =>
        new([Plain(owners)], (delivery, ct) => FinishAsync(owners, started, failed, delivery, ct));

    private async Task FinishAsync(
        AddressSet owners, long started, RouteAnswer<OwnedPositions> first, IDelivery<PositionsKey, PositionHoldings> delivery, CancellationToken ct)
    {
        if (first.Value is { } rows)
        {
            delivery.Give(Plain(owners), rows.Together(), first.AsOf);
            return;
        }

        var other = await runner.FallBackAsync(started, first, routes.Positions.Skip(1), owners, ct).ConfigureAwait(false);
        if (other.Value is null)
        {
            delivery.Fail(Plain(owners), other.Failure! with { Owners = owners });
            return;
        }

        // What was fallen back to has the economics as well, unless the call for them failed.
        var positions = other.Value.Together();
        var isWhole = IsWhole(positions);
        if (isWhole)
            delivery.Give(Full(owners), positions, other.AsOf);
        delivery.Give(Plain(owners), positions, other.AsOf, keep: false);
    }

    private PlannedCall<PositionsKey, PositionHoldings> Joint(AddressSet group, bool isWanted, IReadOnlyList<Address> members)
    {
        IEnumerable<PositionsKey> whole = isWanted ? [Plain(group)] : [];
        return new([.. whole, .. members.Select(static member => Plain(AddressSet.Of(member)))], async (delivery, ct) =>
        {
            var started = time.GetTimestamp();
            var answer = await routes.Positions[0].LoadAsync(group, ct).ConfigureAwait(false);
            if (answer.Value is not { } rows)
            {
                foreach (var owners in whole.Select(static key => key.Owners).Concat(members.Select(static member => AddressSet.Of(member))))
                    delivery.HandOver(FallBack(owners, started, answer));
                return;
            }

            Learn(group, answer);
            if (isWanted)
                delivery.Give(Plain(group), rows.Together(), answer.AsOf);

            var split = OwnerSplit.Of(group, members, rows);
            foreach (var (wallet, own) in split.Own)
                delivery.Give(Plain(AddressSet.Of(wallet)), own.ToHoldings(), answer.AsOf);
            foreach (var wallet in split.Uncertain)
                delivery.HandOver(Alone(AddressSet.Of(wallet)));
        });
    }

    private PlannedCall<PositionsKey, PositionHoldings> WithEconomics(AddressSet owners) => new([Full(owners), Plain(owners)], async (delivery, ct) =>
    {
        var started = time.GetTimestamp();
        var first = await routes.PositionsWithEconomics[0].LoadAsync(owners, ct).ConfigureAwait(false);
        var known = first.Value?.Together();
        if (known is not null && IsWhole(known))
        {
            delivery.Give(Full(owners), known, first.AsOf);
            delivery.Give(Plain(owners), known, first.AsOf, keep: false);
            return;
        }

        var failure = first.Failure ?? known!.Items.Select(static p => p.Economics.Failure).First(static f => f is not null)!;
        var failed = new RouteAnswer<OwnedPositions>(null, default, failure, first.AnotherMayHelp);
        var rows = await runner.FallBackAsync(started, failed, routes.PositionsWithEconomics.Skip(1), owners, ct).ConfigureAwait(false);
        if (rows.Value?.Together() is { } plain)
        {
            delivery.Give(Plain(owners), plain, rows.AsOf);
            delivery.Give(Full(owners), WithoutEconomics(plain, known, failure with { Dataset = Dataset.PositionEconomics }), rows.AsOf, keep: false);
        }
        else
        {
            GiveOrFail(owners, known, first, failure, delivery);
        }
    });

    private static void GiveOrFail(
        AddressSet owners, PositionHoldings? known, RouteAnswer<OwnedPositions> first, LoadFailure failure, IDelivery<PositionsKey, PositionHoldings> delivery)
    {
        foreach (var key in (PositionsKey[])[Full(owners), Plain(owners)])
        {
            if (known is null)
                delivery.Fail(key, failure);
            else
                delivery.Give(key, known, first.AsOf, keep: false);
        }
    }

    /// <summary>Rows of the second choice: what they lack has failed, but for the locks that the first choice gave after all.</summary>
    private static PositionHoldings WithoutEconomics(PositionHoldings rows, PositionHoldings? known, LoadFailure failure)
    {
        var locks = known?.Items.ToLookup(Identity, static p => p.IsLocked);
        return new([.. rows.Items.Select(p => p with { Economics = Part<PositionEconomics?>.Failed(failure), IsLocked = LockOf(p) })]);

        Part<bool?> LockOf(Position position) => locks?[Identity(position)].Distinct().ToList() is [var single] ? single : Part<bool?>.Failed(failure);

        static (int, Address, System.Numerics.BigInteger?, bool) Identity(Position p) => (p.Chain.ChainId, p.ContractAddress, p.TokenId, p.IsDebt);
    }

    private void Learn(AddressSet asked, RouteAnswer<OwnedPositions> answer)
    {
        if (answer.Value is { Rows.Count: > 0 } rows)
            _namesOwners = OwnerSplit.NamesOwners(asked, rows);
    }
}
