using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>The tokens of v5.</summary>
internal sealed class V5TokenRoutes(IV5PortfolioClient client, TokenRegistry tokens, RowReader rows)
{
    public async Task<RouteResult<TokenSnapshot>> LoadSnapshotAsync(AddressSet owners, UpstreamCallOptions options, CancellationToken ct)
    {
        var result = await client.GetTokenSnapshotAsync(owners.ToQuery(), null, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Tokens, owners);

        var filtered = Filter(response);
        return filtered.IsUnusable
            ? RouteResults.Unusable(Dataset.Tokens, owners)
            : RouteResults.Of(new TokenSnapshot([.. filtered.Rows.Select(static row => new OwnedRow<SnapshotToken>(new SnapshotToken(row), V5Snapshots.OwnerOf(row.Address) is { } owner ? [owner] : []))]), response.ToProvenance(filtered.Skipped));
    }

    /// <summary>Loads the current tokens without profit and loss.</summary>
    public async Task<RouteResult<TokenHoldings>> LoadWithoutMetricsAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var snapshot = await request.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        return snapshot.Value is { } held
            ? RouteResults.Of(MapSnapshot(request.Owners, held), snapshot.Provenance)
            : new RouteFailure(snapshot.Failure!, snapshot.CanFallBack);
    }

    /// <summary>Loads the current tokens, joined with their performance over the range.</summary>
    public async Task<RouteResult<TokenHoldings>> LoadTokensAsync(TokensRequest request, UpstreamCallOptions options, CancellationToken ct)
    {
        var (owners, range) = (request.Owners, request.Range);
        var snapshot = await request.LoadSnapshotAsync().WaitAsync(ct).ConfigureAwait(false);
        if (snapshot.Value is not { } held)
            return new RouteFailure(snapshot.Failure!, snapshot.CanFallBack);

        var result = await client.GetTokenMetricsAsync(owners.ToQuery(), range.ToWire(), options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (result.Response is not { } response)
            return WithoutGains(RouteResults.Failed(result.Failure!, Dataset.Tokens, owners));

        var metrics = rows.Filter("v5 tokens/metrics", response.Result, static row => RowExclusions.ForName(row.Index));
        if (metrics.IsUnusable)
            return WithoutGains(RouteResults.Unusable(Dataset.Tokens, owners));

        var provenance = response.ToProvenance(metrics.Skipped).Merge(snapshot.Provenance);
        var (scope, source) = (new Scope(owners), provenance.ToSource(DataSourceState.Live));
        var joined = V5MetricsJoin.Join([.. held.Rows.Select(static row => row.Item.Row)], metrics.Rows, metrics.Skipped == 0);
        return RouteResults.Of(joined.Select(group => ToToken(scope, range, group, source)).ToHoldings(), provenance);

        RouteResult<TokenHoldings> WithoutGains(RouteFailure failed) =>
            new(MapSnapshot(owners, held), snapshot.Provenance, failed.Failure, failed.CanFallBack) { MissingFacets = HoldingFacets.ProfitAndLoss };
    }

    /// <summary>Returns the tokens of a snapshot, without profit and loss; null if the response is invalid.</summary>
    /// <param name="scope">The owners and the point in time.</param>
    /// <param name="response">The response.</param>
    public (TokenHoldings? Tokens, Provenance Provenance) Read(Scope scope, UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response)
    {
        var filtered = Filter(response);
        return (filtered.IsUnusable ? null : filtered.Rows.Select(row => ToToken(scope, null, row)).ToHoldings(), response.ToProvenance(filtered.Skipped));
    }

    // Only the first amount inside a token row is used, so the others are not checked.
    private FilteredRows<V5SnapshotRow> Filter(UpstreamResponse<IReadOnlyList<V5SnapshotRow>> response) => rows.Filter("v5 tokens/snapshot", response.Result, V5Snapshots.ExclusionOfToken);

    private TokenHoldings MapSnapshot(AddressSet owners, TokenSnapshot held)
    {
        var scope = new Scope(owners);
        return held.Rows.Select(row => ToToken(scope, null, row.Item.Row)).ToHoldings();
    }

    private TokenHolding ToToken(Scope scope, TimeRange range, JoinedRows joined, Source source) =>
        TokenMerge.Merge([.. joined.Held.Select(row => ToToken(scope, range, row))]) with
        {
            ProfitAndLoss = joined.Metrics.Select(row => WireValues.ToProfitAndLoss(row.ProfitAbsUsd, row.Roi, range, source)).DefaultIfEmpty().Aggregate(Gains.Sum),
        };

    private TokenHolding ToToken(Scope scope, TimeRange? range, V5SnapshotRow row)
    {
        // The amount is on the single underlying token, not on the row. Without it, only the value is known.
        var chainId = row.ChainId.ToChainId()!.Value;
        var balance = row.UnderlyingTokens is [var first, ..] ? first : null;
        var stated = balance?.Amount.ToBigDecimal();
        var isDebt = V5Snapshots.IsDebt(row);
        var (priceUsd, value) = WireValues.PriceAndValue(stated, balance?.PriceUsd, row.ValueUsd ?? balance?.ValueUsd);
        var (amount, valueUsd) = WireValues.WithDebtSign(stated, value, isDebt);
        return new TokenHolding(
            scope,
            tokens.Get(chainId, row.ContractAddress.ToTokenAddress(chainId)!.Value, row.ContractSymbol.ToText(), row.ContractName.ToText(), balance?.Decimals.ToDecimals()),
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
