using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens by v5's words.</summary>
internal sealed class V5TokenRoutes(IV5PortfolioClient client, RowReader rows)
{
    public async Task<RouteAnswer<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, CancellationToken ct)
    {
        var result = await client.GetTokenSnapshotAsync(owners.ToQuery(), null, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Tokens, owners);

        var sifted = Sift(answer);
        return sifted.IsBad
            ? RouteAnswers.Unusable(Dataset.Tokens, owners)
            : RouteAnswers.Of(new TokenSnapshot([.. sifted.Rows.Select(static row => new OwnedRow<SnapshotToken>(new SnapshotToken(row), V5Snapshots.OwnerOf(row.Address) is { } owner ? [owner] : []))]), answer.From(sifted.Skipped));
    }

    /// <summary>What is held now, without profit and loss.</summary>
    public static async Task<RouteAnswer<TokenHoldings>> LoadHeldAsync(TokensAsk ask, CancellationToken ct)
    {
        var snapshot = await ask.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        return snapshot.Value is { } held
            ? RouteAnswers.Of(ToHeld(ask.Owners, held), snapshot.From)
            : new RouteFailure(snapshot.Failure!, snapshot.AnotherMayHelp);
    }

    /// <summary>What is held now, joined with how it has done over the range.</summary>
    public async Task<RouteAnswer<TokenHoldings>> LoadTokensAsync(TokensAsk ask, CancellationToken ct)
    {
        var (owners, range) = (ask.Owners, ask.Range);
        var snapshot = await ask.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        if (snapshot.Value is not { } held)
            return new RouteFailure(snapshot.Failure!, snapshot.AnotherMayHelp);

        var result = await client.GetTokenMetricsAsync(owners.ToQuery(), range.ToWire(), ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } answer)
            return WithoutGains(RouteAnswers.Failed(result.Failure!, Dataset.Tokens, owners));

        var metrics = rows.Sift("v5 tokens/metrics", answer.Result, static row => RowGaps.OfName(row.Index));
        if (metrics.IsBad)
            return WithoutGains(RouteAnswers.Unusable(Dataset.Tokens, owners));

        var from = answer.From(metrics.Skipped).And(snapshot.From);
        var (scope, source) = (new Scope(owners), from.In(SourceState.Live));
        var joined = V5MetricsJoin.Join([.. held.Rows.Select(static row => row.Held.Row)], metrics.Rows, metrics.Skipped == 0);
        return RouteAnswers.Of(joined.Select(group => ToToken(scope, range, group, source)).ToHoldings(), from);

        RouteAnswer<TokenHoldings> WithoutGains(RouteFailure failed) =>
            new(ToHeld(owners, held), snapshot.From, failed.Failure, failed.AnotherMayHelp) { Lacks = HoldingFacets.ProfitAndLoss };
    }

    /// <summary>The tokens of an answer, without profit and loss; null where it is a bad one.</summary>
    /// <param name="scope">Whose, and when.</param>
    /// <param name="answer">The answer.</param>
    public (TokenHoldings? Tokens, Provenance From) Read(Scope scope, UpstreamResponse<IReadOnlyList<V5SnapshotRow>> answer)
    {
        var sifted = Sift(answer);
        return (sifted.IsBad ? null : sifted.Rows.Select(row => ToToken(scope, null, row)).ToHoldings(), answer.From(sifted.Skipped));
    }

    // Of a token's row only the first amount inside is read.
    private SiftedRows<V5SnapshotRow> Sift(UpstreamResponse<IReadOnlyList<V5SnapshotRow>> answer) => rows.Sift("v5 tokens/snapshot", answer.Result, V5Snapshots.GapOfToken);

    private static TokenHoldings ToHeld(AddressSet owners, TokenSnapshot held)
    {
        var scope = new Scope(owners);
        return held.Rows.Select(row => ToToken(scope, null, row.Held.Row)).ToHoldings();
    }

    private static TokenHolding ToToken(Scope scope, TimeRange range, JoinedRows joined, Source source) =>
        TokenMerge.Merge([.. joined.Held.Select(row => ToToken(scope, range, row))]) with
        {
            ProfitAndLoss = joined.Metrics.Select(row => WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, range, source)).DefaultIfEmpty().Aggregate(Gains.Sum),
        };

    private static TokenHolding ToToken(Scope scope, TimeRange? range, V5SnapshotRow row)
    {
        // The amount is not on the row but on the one token it is made of; where that is missing only the value is known.
        var chainId = row.ChainId.ToChainId()!.Value;
        var balance = row.UnderlyingTokens is [var first, ..] ? first : null;
        var stated = balance?.Amount.ToBigDecimal();
        var isDebt = V5Snapshots.IsDebt(row);
        var (priceUsd, value) = WireValues.Price(stated, balance?.PriceUsd, row.ValueUsd ?? balance?.ValueUsd);
        var (amount, valueUsd) = WireValues.Signed(stated, value, isDebt);
        return new TokenHolding(
            scope,
            new Token(chainId, row.ContractAddress.ToTokenAddress(chainId)!.Value, row.ContractSymbol.ToText(), row.ContractName.ToText(), balance?.Decimals.ToDecimals()),
            amount,
            priceUsd,
            valueUsd,
            row.Status.ToStatus(),
            range,
            default)
        {
            IsDebt = isDebt,
        };
    }
}
