using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>
/// Profit and loss put together from that of tokens and that of positions. Gains add up; returns do not, so there are none.
/// </summary>
internal sealed class V4ProfitAndLossRoutes(IV4PortfolioClient client, RowReader rows)
{
    // One call after the other: this is fallen back to, and where the first fails the second would only be wasted.
    public async Task<RouteResult<ProfitAndLossTable>> LoadByPartsAsync(ProfitAndLossKey key, UpstreamCallOptions options, CancellationToken ct)
    {
        var (query, range) = (key.Owners.ToQuery(), key.Range.ToWire());
        var tokens = await client.GetTokenProfitAndLossAsync(query, range, options, ct).Counted().ConfigureAwait(false);
        if (tokens.Response is null)
            return RouteResults.Failed(tokens.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var positions = await client.GetProtocolProfitAndLossAsync(query, range, options, ct).Counted().ConfigureAwait(false);
        if (positions.Response is null)
            return RouteResults.Failed(positions.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var ofTokens = rows.Sift("v4 overview/erc20/profit_and_loss", tokens.Response.Result, GapOf);
        var ofPositions = rows.Sift("v4 overview/protocols/profit_and_loss", positions.Response.Result, GapOf);
        if (ofTokens.IsBad || ofPositions.IsBad)
            return RouteResults.Unusable(Dataset.ProfitAndLoss, key.Owners);

        var from = tokens.Response.ToProvenance(ofTokens.Skipped).And(positions.Response.ToProvenance(ofPositions.Skipped));
        return RouteResults.Of(Add(PartGains.Of(ofTokens), PartGains.Of(ofPositions), key.Range, from.In(SourceState.Live)), from);
    }

    /// <summary>What a row of profit and loss lacks; one without a chain is that of all chains together.</summary>
    /// <param name="row">The row.</param>
    public static RowGap? GapOf(V4ProfitAndLoss row) => row.ChainId is null ? null : RowGaps.OfChain(row.ChainId);

    private static ProfitAndLossTable Add(PartGains tokens, PartGains positions, TimeRange range, Source source)
    {
        return new ProfitAndLossTable(
            Sum(tokens.Total, positions.Total),
            tokens.ByChain.Keys.Union(positions.ByChain.Keys).ToDictionary(static chain => chain, chain => Sum(tokens.On(chain), positions.On(chain))));

        ProfitAndLoss Sum(decimal? ofTokens, decimal? ofPositions) => new(new[] { ofTokens, ofPositions }.SumOfAll(), null, range, source);
    }

    /// <summary>The gains of one kind of holding.</summary>
    /// <param name="Total">Over all chains; null where unknown.</param>
    /// <param name="ByChain">On each chain that was answered; null where unknown.</param>
    private sealed record PartGains(decimal? Total, IReadOnlyDictionary<int, decimal?> ByChain)
    {
        public static PartGains Of(SiftedRows<V4ProfitAndLoss> sifted)
        {
            var byChain = sifted.Rows
                .Where(static row => row.ChainId is not null)
                .GroupBy(static row => row.ChainId.ToChainId()!.Value, static row => row.AbsProfitUsd.ToDecimal())
                .ToDictionary(static same => same.Key, static same => same.ToList().SumOfAll());

            // The row of all chains may be left out, as where there is none of the kind at all. A chain that could not be read is missing from the sum of the others.
            var whole = sifted.Rows.FirstOrDefault(static row => row.ChainId is null);
            return new PartGains(whole is null ? (sifted.Skipped == 0 ? byChain.Values.SumOfAll() : null) : whole.AbsProfitUsd.ToDecimal(), byChain);
        }

        // A chain that is not answered has none of the kind.
        public decimal? On(int chainId) => ByChain.TryGetValue(chainId, out var gain) ? gain : 0;
    }
}
