using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>The tokens, positions and profit and loss of v4.</summary>
internal sealed class V4HoldingRoutes(IV4PortfolioClient client, ChainRegistry chains, TokenRegistry tokens, RowReader rows)
{
    public async Task<RouteResult<TokenHoldings>> LoadTokensAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var (owners, range) = (request.Owners, request.Range);
        var result = await client.GetTokenDetailsAsync(owners.ToQuery(), range.ToWire(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Tokens, owners);

        // A row without a chain is a total, not a holding.
        var filtered = rows.Filter("v4 overview/erc20/details", response.Result, static row => row.ChainId is null && Address.IsAddress(row.ContractAddress) ? RowExclusion.Total : RowExclusions.ForContract(row.ChainId, row.ContractAddress));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(Dataset.Tokens, owners);

        var provenance = response.ToProvenance(filtered.Skipped);
        var (scope, source) = (new Scope(owners), provenance.ToSource(DataSourceState.Live));
        return RouteResults.Of(filtered.Rows.Select(row => ToToken(scope, range, row, source)).ToHoldings(), provenance);
    }

    public async Task<RouteResult<OwnedPositions>> LoadPositionsAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetProtocolDetailsAsync(owners.ToQuery(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Positions, owners);

        var filtered = rows.Filter(
            "v4 overview/protocols/details",
            response.Result,
            static row => RowExclusions.ForContract(row.ChainId, row.ContractAddress, row.TokenId) ?? RowExclusions.ForPosition(row.Protocol ?? row.ProtocolName),
            static row => CountUnreadable(row.UnderlyingTokens) + CountUnreadable(row.RewardsTokens));
        if (filtered.IsUnusable)
            return RouteResults.Unusable(Dataset.Positions, owners);

        var provenance = response.ToProvenance(filtered.Skipped);
        var source = provenance.ToSource(DataSourceState.Live);
        return RouteResults.Of(new OwnedPositions([.. filtered.Rows.Select(row => ToPosition(owners, row, source))]), provenance);
    }

    public async Task<RouteResult<ProfitAndLossTable>> LoadProfitAndLossAsync(ProfitAndLossKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetProfitAndLossAsync(key.Owners.ToQuery(), key.Range.ToWire(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var filtered = rows.Filter("v4 general/profit_and_loss", response.Result, V4ProfitAndLossRoutes.ExclusionOf);
        if (filtered.IsUnusable)
            return RouteResults.Unusable(Dataset.ProfitAndLoss, key.Owners);

        var provenance = response.ToProvenance(filtered.Skipped);
        var source = provenance.ToSource(DataSourceState.Live);
        var byChain = filtered.Rows.ToLookup(static row => row.ChainId.ToChainId(), row => new ProfitAndLoss(row.AbsProfitUsd.ToDecimal(), row.Roi.ToDecimal(), key.Range, source));
        return RouteResults.Of(
            new ProfitAndLossTable(
                byChain[null].FirstOrDefault(),
                byChain.Where(static group => group.Key is not null).ToDictionary(static group => group.Key!.Value, static group => group.Aggregate(static (a, b) => Gains.Sum(a, b)!))),
            provenance);
    }

    private static int CountUnreadable(IReadOnlyList<V4TokenAmount>? tokens) => tokens?.Count(static token => RowExclusions.IsUnreadableAmount(token.Address, token.Amount)) ?? 0;

    private TokenHolding ToToken(Scope scope, TimeRange range, V4TokenDetails row, Source source)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var stated = row.Amount.ToBigDecimal();
        var isDebt = Debts.IsDebt(PositionKind.Other, isMarked: false, row.ValueUsd, row.Amount);
        var (priceUsd, value) = WireValues.PriceAndValue(stated, row.PriceToUsd, row.ValueUsd);
        var (amount, valueUsd) = WireValues.WithDebtSign(stated, value, isDebt);
        return new TokenHolding(
            scope,
            tokens.Get(chainId, row.ContractAddress.ToTokenAddress(chainId)!.Value, row.Symbol.ToText(), row.Name.ToText(), null),
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
        Address?[] parsedOwners = [.. (row.Addresses ?? []).Select(WireValues.ToAddress)];
        Address[] namedOwners = [.. parsedOwners.OfType<Address>().Where(static owner => owner != default).Distinct().Order()];
        Address[] requestedOwners = [.. namedOwners.Where(owners.Contains)];

        var position = new Position(
            new Scope(owners),
            chains.Get(chainId),
            new Protocol(ProtocolIds.Of(protocol), protocolName, row.ProtocolIcon.ToIcon()),
            isDebt ? PositionKind.Debt : kind,
            row.Name.ToText() ?? protocolName,
            row.ContractAddress.ToAddress()!.Value,
            row.TokenId.ToTokenId(),
            requestedOwners.Length > 0 ? requestedOwners : null,
            isDebt,
            default,
            row.Status.ToStatus(),
            WireValues.ToPositionValue(row.ValueUsd, isDebt, underlying),
            underlying,
            ToAmounts(chainId, row.RewardsTokens, isDebt: false),
            WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, null, source),
            default);
        // An unreadable owner is still an owner, so the row does not belong to the other owners alone.
        return new OwnedRow<Position>(position, namedOwners) { IsUnambiguous = !parsedOwners.Contains(null) };
    }

    private static TokenAmount[] ToAmounts(int chainId, IReadOnlyList<V4TokenAmount>? tokens, bool isDebt) =>
    [
        .. (tokens ?? [])
            .Select(t => WireValues.ToTokenAmount(t.ChainId.ToChainId() ?? chainId, t.Address, t.Symbol, t.Name, t.Decimals, t.Amount, t.PriceToUsd, t.ValueUsd, isDebt))
            .OfType<TokenAmount>(),
    ];
}
