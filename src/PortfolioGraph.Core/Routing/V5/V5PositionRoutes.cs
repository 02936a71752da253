using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Positions by v5's words: what is held now, joined with how it has done.</summary>
internal sealed class V5PositionRoutes(IV5PortfolioClient client, KnownChains chains)
{
    /// <summary>What is held now, without how it has done.</summary>
    public async Task<RouteAnswer<OwnedPositions>> LoadSnapshotAsync(AddressSet owners, CancellationToken ct)
    {
        var snapshot = await client.GetProtocolSnapshotAsync(owners.ToQuery(), null, ct).Counted().ConfigureAwait(false);
        return snapshot.Answer is { } held
            ? RouteAnswers.Of(ToPositions(owners, held.Result), held.AsOf)
            : RouteAnswers.Failed(snapshot.Failure!, Dataset.Positions, owners);
    }

    /// <summary>Makes both calls at once.</summary>
    public async Task<RouteAnswer<OwnedPositions>> LoadTogetherAsync(AddressSet owners, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = client.GetProtocolSnapshotAsync(query, null, ct).Counted();
        var metrics = client.GetProtocolMetricsAsync(query, ct).Counted();
        await Task.WhenAll(snapshot, metrics).ConfigureAwait(false);
        return Join(owners, await snapshot.ConfigureAwait(false), await metrics.ConfigureAwait(false));
    }

    /// <summary>Makes the second call only when the first was answered: for when something is wrong already.</summary>
    public async Task<RouteAnswer<OwnedPositions>> LoadOneAfterTheOtherAsync(AddressSet owners, CancellationToken ct)
    {
        var query = owners.ToQuery();
        var snapshot = await client.GetProtocolSnapshotAsync(query, null, ct).Counted().ConfigureAwait(false);
        return snapshot.Answer is null
            ? RouteAnswers.Failed(snapshot.Failure!, Dataset.Positions, owners)
            : Join(owners, snapshot, await client.GetProtocolMetricsAsync(query, ct).Counted().ConfigureAwait(false));
    }

    /// <summary>What is held, nothing said of how it has done.</summary>
    public OwnedPositions ToPositions(AddressSet owners, IReadOnlyList<V5SnapshotRow> rows) =>
        new([.. rows.Select(row => ToPosition(owners, row, default)).OfType<OwnedRow<Position>>()]);

    private RouteAnswer<OwnedPositions> Join(AddressSet owners, UpstreamResult<IReadOnlyList<V5SnapshotRow>> snapshot, UpstreamResult<IReadOnlyList<V5MetricsRow>> metrics)
    {
        if (snapshot.Answer is not { } held)
            return RouteAnswers.Failed(snapshot.Failure!, Dataset.Positions, owners);

        if (metrics.Answer is not { } done)
        {
            var (failure, anotherMayHelp) = RouteAnswers.Failed(metrics.Failure!, Dataset.Positions, owners);
            return new(ToPositions(owners, held.Result), held.AsOf, failure, anotherMayHelp) { Lacks = HoldingFacets.ProfitAndLoss | HoldingFacets.Economics };
        }

        var asOf = done.AsOf < held.AsOf ? done.AsOf : held.AsOf;
        var source = new Source(SourceState.Live, asOf);
        var metricsOf = new V5MetricsJoin(held.Result.Select(V5MetricsJoin.KeyOf), done.Result);
        var positions = held.Result.Select(row => ToPosition(owners, row, Performance(metricsOf.Of(V5MetricsJoin.KeyOf(row)), row, source)) is { } position
            ? position with { IsCertain = metricsOf.IsCertain(V5MetricsJoin.KeyOf(row)) }
            : null);
        return RouteAnswers.Of(new OwnedPositions([.. positions.OfType<OwnedRow<Position>>()]), asOf);
    }

    private static (Part<ProfitAndLoss?> Gain, Part<PositionEconomics?> Economics) Performance(V5MetricsRow? metrics, V5SnapshotRow row, Source source)
    {
        if (metrics is null)
            return default;

        var chainId = row.ChainId.ToChainId() ?? 0;
        return (
            WireValues.ToProfitAndLoss(metrics.ProfitAbsUsd, metrics.Roi, null, source),
            new PositionEconomics(
                metrics.WeightedApr.ToDecimal(),
                metrics.HoldingTimeDays,
                metrics.RewardsUsd.ToDecimal(),
                ToKnownAmounts(chainId, metrics.RewardsTokens),
                ToKnownAmounts(chainId, metrics.ClaimedFees),
                metrics.ClaimedFeesUsd.ToDecimal(),
                ToKnownAmounts(chainId, metrics.UnclaimedFees),
                metrics.UnclaimedFeesUsd.ToDecimal(),
                ToKnownAmounts(chainId, metrics.ImpermanentLoss),
                metrics.ImpermanentLossUsd.ToDecimal()));
    }

    private OwnedRow<Position>? ToPosition(AddressSet owners, V5SnapshotRow row, (Part<ProfitAndLoss?> Gain, Part<PositionEconomics?> Economics) performance)
    {
        if (row.ChainId.ToChainId() is not { } chainId || row.ContractAddress.ToAddress() is not { } contract)
            return null;

        var isDebt = row.AssetSign < 0;
        var protocolName = row.ProtocolGroupName.ToText() ?? row.ProtocolGroupId;
        var underlying = ToAmounts(chainId, row.UnderlyingTokens, isDebt);
        Address[] named = row.Address.ToAddress() is { } owner && owner != default ? [owner] : [];
        Address[] asked = [.. named.Where(owners.Contains)];

        var position = new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(row.ProtocolGroupId), protocolName, row.ProtocolGroupIcon.ToIcon()),
            PositionKinds.Of(row.ProtocolType),
            row.ContractName.ToText() ?? row.ProtocolSubGroupName.ToText() ?? protocolName,
            contract,
            row.TokenId.ToTokenId(),
            asked.Length > 0 ? asked : null,
            isDebt,
            row.Locked,
            row.Status.ToStatus(),
            WireValues.ToPositionValue(row.ValueUsd, isDebt, underlying),
            underlying,
            ToAmounts(chainId, row.RewardTokens, isDebt: false),
            performance.Gain,
            performance.Economics);
        return new OwnedRow<Position>(position, named);
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
