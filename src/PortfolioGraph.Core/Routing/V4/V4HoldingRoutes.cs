using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Tokens, positions and profit and loss by v4's words.</summary>
internal sealed class V4HoldingRoutes(IV4PortfolioClient client, KnownChains chains)
{
    public async Task<RouteAnswer<TokenHoldings>> LoadTokensAsync(TokensAsk ask, CancellationToken ct)
    {
        var (owners, range) = (ask.Owners, ask.Range);
        var result = await client.GetTokenDetailsAsync(owners.ToQuery(), range.ToWire(), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Tokens, owners);

        var source = new Source(SourceState.Live, answer.AsOf);
        var tokens = answer.Result.Select(row => ToToken(new Scope(owners), range, row, source)).OfType<TokenHolding>().ToHoldings();
        return RouteAnswers.Of(tokens, answer.AsOf);
    }

    public async Task<RouteAnswer<OwnedPositions>> LoadPositionsAsync(AddressSet owners, CancellationToken ct)
    {
        var result = await client.GetProtocolDetailsAsync(owners.ToQuery(), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Positions, owners);

        var source = new Source(SourceState.Live, answer.AsOf);
        OwnedRow<Position>[] rows = [.. answer.Result.Select(row => ToPosition(owners, row, source)).OfType<OwnedRow<Position>>()];
        return RouteAnswers.Of(new OwnedPositions(rows), answer.AsOf);
    }

    public async Task<RouteAnswer<ProfitAndLossTable>> LoadProfitAndLossAsync(ProfitAndLossKey key, CancellationToken ct)
    {
        var result = await client.GetProfitAndLossAsync(key.Owners.ToQuery(), key.Range.ToWire(), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var source = new Source(SourceState.Live, answer.AsOf);
        ProfitAndLoss? total = null;
        Dictionary<int, ProfitAndLoss> byChain = [];
        foreach (var row in answer.Result)
        {
            var figures = new ProfitAndLoss(row.AbsProfitUsd.ToDecimal(), row.Roi.ToDecimal(), key.Range, source);
            if (row.ChainId is null)
                total = figures;
            else if (row.ChainId.ToChainId() is { } chainId)
                byChain[chainId] = figures;
        }

        return RouteAnswers.Of(new ProfitAndLossTable(total, byChain), answer.AsOf);
    }

    // A row without a chain is a total, not a holding.
    private static TokenHolding? ToToken(Scope scope, TimeRange range, V4TokenDetails row, Source source)
    {
        if (row.ChainId.ToChainId() is not { } chainId || row.ContractAddress.ToTokenAddress() is not { } contract)
            return null;

        var amount = row.Amount.ToBigDecimal();
        var (priceUsd, valueUsd) = WireValues.Price(amount, row.PriceToUsd, row.ValueUsd);
        return new TokenHolding(
            scope,
            new Token(chainId, contract, row.Symbol.ToText(), row.Name.ToText(), default),
            amount,
            priceUsd,
            valueUsd,
            row.Status.ToStatus(),
            range,
            WireValues.ToProfitAndLoss(row.AbsProfitUsd, row.Roi, range, source));
    }

    private OwnedRow<Position>? ToPosition(AddressSet owners, V4ProtocolDetails row, Source source)
    {
        if (row.ChainId.ToChainId() is not { } chainId || row.ContractAddress.ToAddress() is not { } contract)
            return null;

        var isDebt = row.Debt == true;
        var protocolName = row.ProtocolName.ToText() ?? row.Protocol;
        var underlying = ToAmounts(chainId, row.UnderlyingTokens, isDebt);
        Address[] named = [.. (row.Addresses ?? []).Select(WireValues.ToAddress).OfType<Address>().Where(static owner => owner != default).Distinct().Order()];
        Address[] asked = [.. named.Where(owners.Contains)];

        var position = new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(row.Protocol), protocolName, row.ProtocolIcon.ToIcon()),
            PositionKinds.Of(row.SubContractType),
            row.Name.ToText() ?? protocolName,
            contract,
            row.TokenId.ToTokenId(),
            asked.Length > 0 ? asked : null,
            isDebt,
            default,
            row.Status.ToStatus(),
            WireValues.ToPositionValue(row.ValueUsd, isDebt, underlying),
            underlying,
            ToAmounts(chainId, row.RewardsTokens, isDebt: false),
            WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, null, source),
            default);
        return new OwnedRow<Position>(position, named);
    }

    private static TokenAmount[] ToAmounts(int chainId, IReadOnlyList<V4TokenAmount>? tokens, bool isDebt) =>
    [
        .. (tokens ?? [])
            .Select(t => WireValues.ToTokenAmount(t.ChainId.ToChainId() ?? chainId, t.Address, t.Symbol, t.Name, t.Decimals, t.Amount, t.PriceToUsd, t.ValueUsd, isDebt))
            .OfType<TokenAmount>(),
    ];
}
