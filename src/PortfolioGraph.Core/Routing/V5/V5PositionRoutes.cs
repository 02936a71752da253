using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The positions of v5: the current snapshot, joined with performance metrics.</summary>
internal sealed class V5PositionRoutes(IV5PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    /// <summary>Loads the snapshot without metrics.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var snapshot = await client.GetProtocolSnapshotAsync(owners.ToQuery(), null, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (snapshot.Response is not { } response)
            return RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners);

        var (positions, provenance) = Read(owners, response);
        return positions is null ? RouteResults.Unusable(Dataset.Positions, owners) : RouteResults.Of(positions, provenance);
    }

    /// <summary>Loads the snapshot and the metrics in parallel.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadInParallelAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = client.GetProtocolSnapshotAsync(query, null, options, ct).RecordCallsAsync();
        var metrics = client.GetProtocolMetricsAsync(query, options, ct).RecordCallsAsync();
        await Task.WhenAll(snapshot, metrics).ConfigureAwait(false);
        return Join(owners, await snapshot.ConfigureAwait(false), await metrics.ConfigureAwait(false));
    }

    /// <summary>Loads the snapshot, then the metrics if the snapshot succeeded. Used after a failure.</summary>
    public async Task<RouteResult<OwnedPositions>> LoadSequentiallyAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = await client.GetProtocolSnapshotAsync(query, null, options, ct).RecordCallsAsync().ConfigureAwait(false);
        return snapshot.Response is null
            ? RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners)
            : Join(owners, snapshot, await client.GetProtocolMetricsAsync(query, options, ct).RecordCallsAsync().ConfigureAwait(false));
    }

    /// <summary>Returns the positions of a snapshot, without performance; null if the response is invalid.</summary>
    /// <param name="owners">The owners.</param>
    /// <param name="response">The response.</param>
    public (OwnedPositions? Positions, Provenance Provenance) Read(AddressSet owners, UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response)
    {
        var filtered = Filter(response);
        return (filtered.IsUnusable ? null : ToPositions(owners, filtered.Rows), response.ToProvenance(filtered.Skipped));
    }

    private FilteredRows<V5SnapshotRow> Filter(UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response) =>
        rows.Filter("v5 protocols/snapshot", response.Result, V5Snapshots.ExclusionOfPosition, V5Snapshots.CountUnreadableAmounts);

    private OwnedPositions ToPositions(AddressSet owners, IReadOnlyList<V5SnapshotRow> held) =>
        new([.. held.Select(row => new OwnedRow<Position>(ToPosition(owners, row), OwnersOf(row)))]);

    private RouteResult<OwnedPositions> Join(AddressSet owners, UpstreamResult<IReadOnlyList<V5SnapshotRow>> snapshot, UpstreamResult<IReadOnlyList<V5MetricsRow>> metrics)
    {
        if (snapshot.Response is not { } snapshotResponse)
            return RouteResults.Failed(snapshot.Failure!, Dataset.Positions, owners);

        var filtered = Filter(snapshotResponse);
        if (filtered.IsUnusable)
            return RouteResults.Unusable(Dataset.Positions, owners);
        if (metrics.Response is not { } metricsResponse)
            return WithoutPerformance(RouteResults.Failed(metrics.Failure!, Dataset.Positions, owners));

        var filteredMetrics = rows.Filter("v5 protocols/metrics", metricsResponse.Result, static row => RowExclusions.ForName(row.Index), V5Snapshots.CountUnreadableAmounts);
        if (filteredMetrics.IsUnusable)
            return WithoutPerformance(RouteResults.Unusable(Dataset.Positions, owners));

        var provenance = snapshotResponse.ToProvenance(filtered.Skipped).Merge(metricsResponse.ToProvenance(filteredMetrics.Skipped));
        var source = provenance.ToSource(DataSourceState.Live);
        var joined = V5MetricsJoin.Join(filtered.Rows, filteredMetrics.Rows, filteredMetrics.Skipped == 0);
        return RouteResults.Of(new OwnedPositions([.. joined.Select(group => ToPosition(owners, group, source))]), provenance);

        RouteResult<OwnedPositions> WithoutPerformance(RouteFailure failed) =>
            new(ToPositions(owners, filtered.Rows), snapshotResponse.ToProvenance(filtered.Skipped), failed.Failure, failed.CanFallBack) { MissingFacets = HoldingFacets.ProfitAndLoss | HoldingFacets.Economics };
    }

    private OwnedRow<Position> ToPosition(AddressSet owners, JoinedRows joined, Source source)
    {
        var held = PositionMerge.Merge([.. joined.Held.Select(row => ToPosition(owners, row))]);
        var position = joined.Metrics.Select(row => WithPerformance(held, row, source)).DefaultIfEmpty(held).Aggregate(PositionMerge.AddPerformance);
        return new OwnedRow<Position>(position, [.. joined.Held.SelectMany(OwnersOf).Distinct().Order()]) { IsUnambiguous = joined.IsUnambiguous };
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

    private static Address[] OwnersOf(V5SnapshotRow row) => V5Snapshots.OwnerOf(row.Address) is { } owner ? [owner] : [];

    private Position ToPosition(AddressSet owners, V5SnapshotRow row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var kind = PositionKinds.Of(row.ProtocolType);
        var isDebt = V5Snapshots.IsDebt(row);
        var protocol = row.ProtocolGroupId ?? row.ProtocolGroupName!;
        var protocolName = row.ProtocolGroupName.ToText() ?? protocol;
        var underlying = ToAmounts(chainId, row.UnderlyingTokens, isDebt);
        Address[] requestedOwners = [.. OwnersOf(row).Where(owners.Contains)];
        return new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(protocol), protocolName, row.ProtocolGroupIcon.ToIcon()),
            isDebt ? PositionKind.Debt : kind,
            row.ContractName.ToText() ?? row.ProtocolSubGroupName.ToText() ?? protocolName,
            row.ContractAddress.ToAddress()!.Value,
            row.TokenId.ToTokenId(),
            requestedOwners.Length > 0 ? requestedOwners : null,
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
