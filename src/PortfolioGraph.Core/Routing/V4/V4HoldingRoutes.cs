using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>Tokens, positions and profit and loss by v4's words.</summary>
internal sealed class V4HoldingRoutes(IV4PortfolioClient client, ChainRegistry chains, RowReader rows)
{
    public async Task<RouteResult<TokenHoldings>> LoadTokensAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var (owners, range) = (request.Owners, request.Range);
        var result = await client.GetTokenDetailsAsync(owners.ToQuery(), range.ToWire(), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Tokens, owners);

        // A row without a chain is a total, not a holding.
        var sifted = rows.Sift("v4 overview/erc20/details", response.Result, static row => row.ChainId is null && Address.IsAddress(row.ContractAddress) ? RowGap.Total : RowGaps.OfContract(row.ChainId, row.ContractAddress));
        if (sifted.IsBad)
            return RouteResults.Unusable(Dataset.Tokens, owners);

        var from = response.ToProvenance(sifted.Skipped);
        var (scope, source) = (new Scope(owners), from.In(SourceState.Live));
        return RouteResults.Of(sifted.Rows.Select(row => ToToken(scope, range, row, source)).ToHoldings(), from);
    }

    public async Task<RouteResult<OwnedPositions>> LoadPositionsAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetProtocolDetailsAsync(owners.ToQuery(), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Positions, owners);

        var sifted = rows.Sift(
            "v4 overview/protocols/details",
            response.Result,
            static row => RowGaps.OfContract(row.ChainId, row.ContractAddress, row.TokenId) ?? RowGaps.OfPosition(row.Protocol ?? row.ProtocolName),
            static row => GapsIn(row.UnderlyingTokens) + GapsIn(row.RewardsTokens));
        if (sifted.IsBad)
            return RouteResults.Unusable(Dataset.Positions, owners);

        var from = response.ToProvenance(sifted.Skipped);
        var source = from.In(SourceState.Live);
        return RouteResults.Of(new OwnedPositions([.. sifted.Rows.Select(row => ToPosition(owners, row, source))]), from);
    }

    public async Task<RouteResult<ProfitAndLossTable>> LoadProfitAndLossAsync(ProfitAndLossKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetProfitAndLossAsync(key.Owners.ToQuery(), key.Range.ToWire(), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var sifted = rows.Sift("v4 general/profit_and_loss", response.Result, V4ProfitAndLossRoutes.GapOf);
        if (sifted.IsBad)
            return RouteResults.Unusable(Dataset.ProfitAndLoss, key.Owners);

        var from = response.ToProvenance(sifted.Skipped);
        var source = from.In(SourceState.Live);
        var byChain = sifted.Rows.ToLookup(static row => row.ChainId.ToChainId(), row => new ProfitAndLoss(row.AbsProfitUsd.ToDecimal(), row.Roi.ToDecimal(), key.Range, source));
        return RouteResults.Of(
            new ProfitAndLossTable(
                byChain[null].FirstOrDefault(),
                byChain.Where(static same => same.Key is not null).ToDictionary(static same => same.Key!.Value, static same => same.Aggregate(static (a, b) => Gains.Sum(a, b)!))),
            from);
    }

    private static int GapsIn(IReadOnlyList<V4TokenAmount>? tokens) => tokens?.Count(static token => RowGaps.IsGap(token.Address, token.Amount)) ?? 0;

    private static TokenHolding ToToken(Scope scope, TimeRange range, V4TokenDetails row, Source source)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var stated = row.Amount.ToBigDecimal();
        var isDebt = Debts.IsDebt(PositionKind.Other, isMarked: false, row.ValueUsd, row.Amount);
        var (priceUsd, value) = WireValues.Price(stated, row.PriceToUsd, row.ValueUsd);
        var (amount, valueUsd) = WireValues.Signed(stated, value, isDebt);
        return new TokenHolding(
            scope,
            new Token(chainId, row.ContractAddress.ToTokenAddress(chainId)!.Value, row.Symbol.ToText(), row.Name.ToText(), default),
            amount,
            priceUsd,
            valueUsd,
            row.Status.ToStatus(),
            range,
            WireValues.ToProfitAndLoss(row.AbsProfitUsd, row.Roi, range, source))
        {
            IsDebt = isDebt,
        };
    }

    private OwnedRow<Position> ToPosition(AddressSet owners, V4ProtocolDetails row, Source source)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var kind = PositionKinds.Of(row.SubContractType);
        var isDebt = Debts.IsDebt(kind, row.Debt == true, row.ValueUsd, row.UnderlyingTokens is [var only] ? only.Amount : null);
        var protocol = row.Protocol ?? row.ProtocolName!;
        var protocolName = row.ProtocolName.ToText() ?? protocol;
        var underlying = ToAmounts(chainId, row.UnderlyingTokens, isDebt);
        Address?[] spelled = [.. (row.Addresses ?? []).Select(WireValues.ToAddress)];
        Address[] named = [.. spelled.OfType<Address>().Where(static owner => owner != default).Distinct().Order()];
        Address[] asked = [.. named.Where(owners.Contains)];

        var position = new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(protocol), protocolName, row.ProtocolIcon.ToIcon()),
            isDebt ? PositionKind.Debt : kind,
            row.Name.ToText() ?? protocolName,
            row.ContractAddress.ToAddress()!.Value,
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
        // An owner that cannot be read is still an owner, so that the row is not the others' alone.
        return new OwnedRow<Position>(position, named) { IsUnambiguous = !spelled.Contains(null) };
    }

    private static TokenAmount[] ToAmounts(int chainId, IReadOnlyList<V4TokenAmount>? tokens, bool isDebt) =>
    [
        .. (tokens ?? [])
            .Select(t => WireValues.ToTokenAmount(t.ChainId.ToChainId() ?? chainId, t.Address, t.Symbol, t.Name, t.Decimals, t.Amount, t.PriceToUsd, t.ValueUsd, isDebt))
            .OfType<TokenAmount>(),
    ];
}
