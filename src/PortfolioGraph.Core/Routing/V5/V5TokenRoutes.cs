using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Tokens by v5's words.</summary>
internal sealed class V5TokenRoutes(IV5PortfolioClient client, RowReader rows)
{
    public async Task<RouteResult<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetTokenSnapshotAsync(owners.ToQuery(), null, options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Tokens, owners);

        var sifted = Sift(response);
        return sifted.IsBad
            ? RouteResults.Unusable(Dataset.Tokens, owners)
            : RouteResults.Of(new TokenSnapshot([.. sifted.Rows.Select(static row => new OwnedRow<SnapshotToken>(new SnapshotToken(row), V5Snapshots.OwnerOf(row.Address) is { } owner ? [owner] : []))]), response.ToProvenance(sifted.Skipped));
    }

    /// <summary>What is held now, without profit and loss.</summary>
    public static async Task<RouteResult<TokenHoldings>> LoadHeldAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var snapshot = await request.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        return snapshot.Value is { } held
            ? RouteResults.Of(ToHeld(request.Owners, held), snapshot.Provenance)
            : new RouteFailure(snapshot.Failure!, snapshot.CanFallBack);
    }

    /// <summary>What is held now, joined with how it has done over the range.</summary>
    public async Task<RouteResult<TokenHoldings>> LoadTokensAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var (owners, range) = (request.Owners, request.Range);
        var snapshot = await request.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        if (snapshot.Value is not { } held)
            return new RouteFailure(snapshot.Failure!, snapshot.CanFallBack);

        var result = await client.GetTokenMetricsAsync(owners.ToQuery(), range.ToWire(), options, ct).Counted().ConfigureAwait(false);
        if (result.Response is not { } response)
            return WithoutGains(RouteResults.Failed(result.Failure!, Dataset.Tokens, owners));

        var metrics = rows.Sift("v5 tokens/metrics", response.Result, static row => RowGaps.OfName(row.Index));
        if (metrics.IsBad)
            return WithoutGains(RouteResults.Unusable(Dataset.Tokens, owners));

        var from = response.ToProvenance(metrics.Skipped).And(snapshot.Provenance);
        var (scope, source) = (new Scope(owners), from.In(SourceState.Live));
        var joined = V5MetricsJoin.Join([.. held.Rows.Select(static row => row.Item.Row)], metrics.Rows, metrics.Skipped == 0);
        return RouteResults.Of(joined.Select(group => ToToken(scope, range, group, source)).ToHoldings(), from);

        RouteResult<TokenHoldings> WithoutGains(RouteFailure failed) =>
            new(ToHeld(owners, held), snapshot.Provenance, failed.Failure, failed.CanFallBack) { MissingFacets = HoldingFacets.ProfitAndLoss };
    }

    /// <summary>The tokens of an answer, without profit and loss; null where it is a bad one.</summary>
    /// <param name="scope">Whose, and when.</param>
    /// <param name="response">The answer.</param>
    public (TokenHoldings? Tokens, Provenance From) Read(Scope scope, UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response)
    {
        var sifted = Sift(response);
        return (sifted.IsBad ? null : sifted.Rows.Select(row => ToToken(scope, null, row)).ToHoldings(), response.ToProvenance(sifted.Skipped));
    }

    // Of a token's row only the first amount inside is read.
    private SiftedRows<V5SnapshotRow> Sift(UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response) => rows.Sift("v5 tokens/snapshot", response.Result, V5Snapshots.GapOfToken);

    private static TokenHoldings ToHeld(AddressSet owners, TokenSnapshot held)
    {
        var scope = new Scope(owners);
        return held.Rows.Select(row => ToToken(scope, null, row.Item.Row)).ToHoldings();
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
