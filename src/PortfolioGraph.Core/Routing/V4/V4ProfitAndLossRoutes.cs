using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>
/// Adds up the profit and loss of tokens and positions. Gains can be added, but returns cannot, so there are none.
/// </summary>
internal sealed class V4ProfitAndLossRoutes(IV4PortfolioClient client, RowReader rows)
{
    // Make the calls sequentially, because this is a fallback and the second call is useless if the first one fails.
    public async Task<RouteResult<ProfitAndLossTable>> LoadByPartsAsync(ProfitAndLossKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var (query, range) = (key.Owners.ToQuery(), key.Range.ToWire());
        var tokens = await client.GetTokenProfitAndLossAsync(query, range, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (tokens.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var positions = await client.GetProtocolProfitAndLossAsync(query, range, options, ct).RecordCallsAsync().ConfigureAwait(false);
        if (positions.Response is null)
            return RouteResults.Failed(positions.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var tokenRows = rows.Filter("v4 overview/erc20/profit_and_loss", tokens.Response.Result, ExclusionOf);
        var positionRows = rows.Filter("v4 overview/protocols/profit_and_loss", positions.Response.Result, ExclusionOf);
        if (tokenRows.IsUnusable || positionRows.IsUnusable)
            return RouteResults.Unusable(Dataset.ProfitAndLoss, key.Owners);

        var provenance = tokens.Response.ToProvenance(tokenRows.Skipped).Merge(positions.Response.ToProvenance(positionRows.Skipped));
        return RouteResults.Of(Add(PartGains.Of(tokenRows), PartGains.Of(positionRows), key.Range, provenance.ToSource(DataSourceState.Live)), provenance);
    }

    /// <summary>Checks a row of profit and loss. A row without a chain is the total of all chains.</summary>
    /// <param name="row">The row.</param>
    public static RowExclusion? ExclusionOf(V4ProfitAndLoss row) => row.ChainId is null ? null : RowExclusions.ForChain(row.ChainId);

    private static ProfitAndLossTable Add(PartGains tokens, PartGains positions, TimeRange range, Source source)
    {
        return new ProfitAndLossTable(
            Sum(tokens.Total, positions.Total),
            tokens.ByChain.Keys.Union(positions.ByChain.Keys).ToDictionary(static chain => chain, chain => Sum(tokens.On(chain), positions.On(chain))));

        ProfitAndLoss Sum(decimal? tokenRows, decimal? positionRows) => new(NullableDecimalMath.Add(tokenRows, positionRows), null, range, source);
    }

    /// <summary>The gains of one kind of holding.</summary>
    /// <param name="Total">The gain on all chains; null if unknown.</param>
    /// <param name="ByChain">The gain on each listed chain; null if unknown.</param>
    private sealed record PartGains(decimal? Total, IReadOnlyDictionary<int, decimal?> ByChain)
    {
        public static PartGains Of(FilteredRows<V4ProfitAndLoss> filtered)
        {
            var byChain = filtered.Rows
                .Where(static row => row.ChainId is not null)
                .GroupBy(static row => row.ChainId.ToChainId()!.Value, static row => row.AbsProfitUsd.ToDecimal())
                .ToDictionary(static group => group.Key, static group => group.ToList().SumOfAll());

            // The total row may be missing, for example if there are no holdings of this kind. The sum of the chains is incomplete if a row was skipped.
            var total = filtered.Rows.FirstOrDefault(static row => row.ChainId is null);
            return new PartGains(total is null ? (filtered.Skipped == 0 ? byChain.Values.SumOfAll() : null) : total.AbsProfitUsd.ToDecimal(), byChain);
        }

        // A chain that is not listed has no holdings of this kind.
        public decimal? On(int chainId) => ByChain.TryGetValue(chainId, out var gain) ? gain : 0;
    }
}
