using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens by v5's words.</summary>
internal sealed class V5TokenRoutes(IV5PortfolioClient client)
{
    public async Task<RouteAnswer<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, CancellationToken ct)
    {
        var result = await client.GetTokenSnapshotAsync(owners.ToQuery(), null, ct).Counted().ConfigureAwait(false);
        return result.Answer is { } answer
            ? RouteAnswers.Of(
                new TokenSnapshot([.. ToTokens(answer.Result).Select(static token => new OwnedRow<SnapshotToken>(token, token.Key.Owner is { } owner ? [owner] : []))]),
                answer.AsOf)
            : RouteAnswers.Failed(result.Failure!, Dataset.Tokens, owners);
    }

    /// <summary>What is held now, without profit and loss.</summary>
    public static async Task<RouteAnswer<TokenHoldings>> LoadHeldAsync(TokensAsk ask, CancellationToken ct)
    {
        var snapshot = await ask.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        return snapshot.Value is { } held
            ? RouteAnswers.Of(ToHoldings(ask.Owners, null, held.Rows.Select(static row => row.Held), static _ => default), snapshot.AsOf)
            : new RouteFailure(snapshot.Failure!, snapshot.AnotherMayHelp);
    }

    /// <summary>What is held now, joined with how it has done over the range.</summary>
    public async Task<RouteAnswer<TokenHoldings>> LoadTokensAsync(TokensAsk ask, CancellationToken ct)
    {
        var (owners, range) = (ask.Owners, ask.Range);
        var snapshot = await ask.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        if (snapshot.Value is not { } held)
            return new RouteFailure(snapshot.Failure!, snapshot.AnotherMayHelp);

        SnapshotToken[] tokens = [.. held.Rows.Select(static row => row.Held)];
        var result = await client.GetTokenMetricsAsync(owners.ToQuery(), range.ToWire(), ct).Counted().ConfigureAwait(false);
        if (result.Answer is not { } answer)
        {
            var (failure, anotherMayHelp) = RouteAnswers.Failed(result.Failure!, Dataset.Tokens, owners);
            return new(ToHoldings(owners, null, tokens, static _ => default), snapshot.AsOf, failure, anotherMayHelp) { Lacks = HoldingFacets.ProfitAndLoss };
        }

        var asOf = answer.AsOf < snapshot.AsOf ? answer.AsOf : snapshot.AsOf;
        var source = new Source(SourceState.Live, asOf);
        var metrics = new V5MetricsJoin(tokens.Select(static token => token.Key), answer.Result);
        return RouteAnswers.Of(
            ToHoldings(owners, range, tokens, token => metrics.Of(token.Key) is { } row ? WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, range, source) : null),
            asOf);
    }

    public static IReadOnlyList<SnapshotToken> ToTokens(IReadOnlyList<V5SnapshotRow> rows) => [.. rows.Select(ToToken).OfType<SnapshotToken>()];

    private static TokenHoldings ToHoldings(AddressSet owners, TimeRange? range, IEnumerable<SnapshotToken> tokens, Func<SnapshotToken, Part<ProfitAndLoss?>> gain)
    {
        var scope = new Scope(owners);
        return tokens.Select(token => new TokenHolding(scope, token.Token, token.Amount, token.PriceUsd, token.ValueUsd, token.Status, range, gain(token))).ToHoldings();
    }

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
