using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Positions by v5's words: what is held now, joined with how it has done.</summary>
internal sealed class V5PositionRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    /// <summary>What is held now, without how it has done.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var snapshot = await client.GetProtocolSnapshotAsync(owners.ToQuery(), null, options, ct).Counted().ConfigureAwait(false);
        if (snapshot.Response is not { } response)
            return RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners);

        var (positions, from) = Read(owners, response);
        return positions is null ? RouteResults.Unusable(Dataset.Positions, owners) : RouteResults.Of(positions, from);
    }

    /// <summary>Makes both calls at once.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadTogetherAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = client.GetProtocolSnapshotAsync(query, null, options, ct).Counted();
        var metrics = client.GetProtocolMetricsAsync(query, options, ct).Counted();
        await Task.WhenAll(snapshot, metrics).ConfigureAwait(false);
        return Join(owners, await snapshot.ConfigureAwait(false), await metrics.ConfigureAwait(false));
    }

    /// <summary>Makes the second call only when the first was answered: for when something is wrong already.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadOneAfterTheOtherAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = await client.GetProtocolSnapshotAsync(query, null, options, ct).Counted().ConfigureAwait(false);
        return snapshot.Response is null
            ? RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners)
            : Join(owners, snapshot, await client.GetProtocolMetricsAsync(query, options, ct).Counted().ConfigureAwait(false));
    }

    /// <summary>The positions of an answer, nothing said of how they have done; null where it is a bad one.</summary>
    /// <param name="owners">Whose.</param>
    /// <param name="response">The answer.</param>
    public (OwnedPositions? Positions, Provenance From) Read(AddressSet owners, UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response)
    {
        var sifted = Sift(response);
        return (sifted.IsBad ? null : ToPositions(owners, sifted.Rows), response.ToProvenance(sifted.Skipped));
    }

    private SiftedRows<V5SnapshotRow> Sift(UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response) =>
        rows.Sift("v5 protocols/snapshot", response.Result, V5Snapshots.GapOfPosition, V5Snapshots.InnerGapsOf);

    private OwnedPositions ToPositions(AddressSet owners, IReadOnlyList<V5SnapshotRow> held) =>
        new([.. held.Select(row => new OwnedRow<Position>(ToPosition(owners, row), NamedBy(row)))]);

    private RouteResult<OwnedPositions> Join(AddressSet owners, UpstreamResult<IReadOnlyList<V5SnapshotRow>> snapshot, UpstreamResult<IReadOnlyList<V5MetricsRow>> metrics)
    {
        if (snapshot.Response is not { } held)
            return RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners);

        var sifted = Sift(held);
        if (sifted.IsBad)
            return RouteResults.Unusable(Dataset.Positions, owners);
        if (metrics.Response is not { } done)
            return WithoutPerformance(RouteResults.Failed(metrics.Failure!, Dataset.Positions, owners));

        var performance = rows.Sift("v5 protocols/metrics", done.Result, static row => RowGaps.OfName(row.Index), V5Snapshots.InnerGapsOf);
        if (performance.IsBad)
            return WithoutPerformance(RouteResults.Unusable(Dataset.Positions, owners));

        var from = held.ToProvenance(sifted.Skipped).And(done.ToProvenance(performance.Skipped));
        var source = from.In(SourceState.Live);
        var joined = V5MetricsJoin.Join(sifted.Rows, performance.Rows, performance.Skipped == 0);
        return RouteResults.Of(new OwnedPositions([.. joined.Select(group => ToPosition(owners, group, source))]), from);

        RouteResult<OwnedPositions> WithoutPerformance(RouteFailure failed) =>
            new(ToPositions(owners, sifted.Rows), held.ToProvenance(sifted.Skipped), failed.Failure, failed.CanFallBack) { MissingFacets = HoldingFacets.ProfitAndLoss | HoldingFacets.Economics };
    }

    private OwnedRow<Position> ToPosition(AddressSet owners, JoinedRows joined, Source source)
    {
        var held = PositionMerge.Merge([.. joined.Held.Select(row => ToPosition(owners, row))]);
        var position = joined.Metrics.Select(row => WithPerformance(held, row, source)).DefaultIfEmpty(held).Aggregate(PositionMerge.AddPerformance);
        return new OwnedRow<Position>(position, [.. joined.Held.SelectMany(NamedBy).Distinct().Order()]) { IsUnambiguous = joined.IsCertain };
    }

    private static Position WithPerformance(Position held, V5MetricsRow metrics, Source source) => held with
    {
        ProfitAndLoss = WireValues.ToProfitAndLoss(metrics.ProfitAbsUsd, metrics.Roi, null, source),
        Economics = new PositionEconomics(
            metrics.WeightedApr.ToDecimal(),
            metrics.HoldingTimeDays,
            metrics.RewardsUsd.ToDecimal(),
            ToKnownAmounts(held.Chain.ChainId, metrics.RewardsTokens),
            ToKnownAmounts(held.Chain.ChainId, metrics.ClaimedFees),
            metrics.ClaimedFeesUsd.ToDecimal(),
            ToKnownAmounts(held.Chain.ChainId, metrics.UnclaimedFees),
            metrics.UnclaimedFeesUsd.ToDecimal(),
            ToKnownAmounts(held.Chain.ChainId, metrics.ImpermanentLoss),
            metrics.ImpermanentLossUsd.ToDecimal()),
    };

    private static Address[] NamedBy(V5SnapshotRow row) => V5Snapshots.OwnerOf(row.Address) is { } owner ? [owner] : [];

    private Position ToPosition(AddressSet owners, V5SnapshotRow row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var kind = PositionKinds.Of(row.ProtocolType);
        var isDebt = V5Snapshots.IsDebt(row);
        var protocol = row.ProtocolGroupId ?? row.ProtocolGroupName!;
        var protocolName = row.ProtocolGroupName.ToText() ?? protocol;
        var underlying = ToAmounts(chainId, row.UnderlyingTokens, isDebt);
        Address[] asked = [.. NamedBy(row).Where(owners.Contains)];
        return new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(protocol), protocolName, row.ProtocolGroupIcon.ToIcon()),
            isDebt ? PositionKind.Debt : kind,
            row.ContractName.ToText() ?? row.ProtocolSubGroupName.ToText() ?? protocolName,
            row.ContractAddress.ToAddress()!.Value,
            row.TokenId.ToTokenId(),
            asked.Length > 0 ? asked : null,
            isDebt,
            row.Locked,
            row.Status.ToStatus(),
            WireValues.ToPositionValue(row.ValueUsd, isDebt, underlying),
            underlying,
            ToAmounts(chainId, row.RewardTokens, isDebt: false),
            default,
            default);
    }

    private static TokenAmount[]? ToKnownAmounts(int chainId, IReadOnlyList<V5TokenBalance>? tokens) =>
        tokens is null ? null : ToAmounts(chainId, tokens, isDebt: false);

    private static TokenAmount[] ToAmounts(int chainId, IReadOnlyList<V5TokenBalance>? tokens, bool isDebt) =>
    [
        .. (tokens ?? [])
            .Select(t => WireValues.ToTokenAmount(t.ChainId.ToChainId() ?? chainId, t.Address, t.Symbol, t.Name, t.Decimals, t.Amount, t.PriceUsd, t.ValueUsd, isDebt))
            .OfType<TokenAmount>(),
    ];
}
