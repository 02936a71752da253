using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens by v5's words.</summary>
internal sealed class V5TokenRoutes(IV5PortfolioClient client)
{
    public async Task<RouteAnswer<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, CancellationToken ct)
    {
        var result = await client.GetTokenSnapshotAsync(owners.ToQuery(), null, ct).Counted().ConfigureAwait(false);
        return result.Answer is { } answer
            ? RouteAnswers.Of(new TokenSnapshot(ToTokens(answer.Result)), answer.AsOf)
            : RouteAnswers.Failed(result.Failure!, Dataset.TokenDecimals, owners);
    }

    public async Task<RouteAnswer<TokenHoldings>> LoadTokensAsync(TokensAsk ask, CancellationToken ct)
    {
        var (owners, range) = (ask.Key.Owners, ask.Key.Range);
        var snapshot = await ask.LoadSnapshotAsync(ct).ConfigureAwait(false);
        if (snapshot.Value is not { } tokens)
            return new RouteFailure(snapshot.Failure! with { Dataset = Dataset.Tokens }, false);
        if (snapshot.Source!.State == SourceState.Stale)
            return RouteAnswers.Unusable(Dataset.Tokens, owners);

        var result = await client.GetTokenMetricsAsync(owners.ToQuery(), range.ToWire(), ct).Counted().ConfigureAwait(false);
        var asOf = snapshot.Source.AsOf;
        Func<SnapshotToken, Part<ProfitAndLoss?>> gain;
        if (result.Answer is { } answer)
        {
            asOf = answer.AsOf < asOf ? answer.AsOf : asOf;
            var source = new Source(SourceState.Live, asOf);
            var metrics = new V5MetricsJoin(tokens.Tokens.Select(static token => token.Key), answer.Result);
            gain = token => metrics.Of(token.Key) is { } row ? WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, range, source) : null;
        }
        else
        {
            var failed = Part<ProfitAndLoss?>.Failed(RouteAnswers.Failed(result.Failure!, Dataset.TokenProfitAndLoss, owners).Failure);
            gain = _ => failed;
        }

        var scope = new Scope(owners);
        return RouteAnswers.Of(
            tokens.Tokens.Select(token => new TokenHolding(scope, token.Token, token.Amount, token.PriceUsd, token.ValueUsd, token.Status, range, gain(token))).ToHoldings(),
            asOf);
    }

    public static IReadOnlyList<SnapshotToken> ToTokens(IReadOnlyList<V5SnapshotRow> rows) => [.. rows.Select(ToToken).OfType<SnapshotToken>()];

    private static SnapshotToken? ToToken(V5SnapshotRow row)
    {
        if (row.ChainId.ToChainId() is not { } chainId || row.ContractAddress.ToTokenAddress() is not { } contract)
            return null;

        // The amount is not on the row but on the one token it is made of; where that is missing only the value is known.
        var balance = row.UnderlyingTokens is [var first, ..] ? first : null;
        var amount = balance?.Amount.ToBigDecimal();
        var (priceUsd, valueUsd) = WireValues.Price(amount, balance?.PriceUsd, row.ValueUsd ?? balance?.ValueUsd);
        return new SnapshotToken(
            V5MetricsJoin.KeyOf(row),
            new Token(chainId, contract, row.ContractSymbol.ToText(), row.ContractName.ToText(), balance?.Decimals),
            amount,
            priceUsd,
            valueUsd,
            row.Status.ToStatus());
    }
}
