using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Routing.V4;

/// <summary>
/// Profit and loss put together from that of tokens and that of positions. Gains add up; returns do not, so there are none.
/// </summary>
internal sealed class V4ProfitAndLossRoutes(IV4PortfolioClient client)
{
    // One call after the other: this is fallen back to, and where the first fails the second would only be wasted.
    public async Task<RouteAnswer<ProfitAndLossTable>> LoadByPartsAsync(ProfitAndLossKey key, CancellationToken ct)
    {
        var (query, range) = (key.Owners.ToQuery(), key.Range.ToWire());
        var tokens = await client.GetTokenProfitAndLossAsync(query, range, ct).Counted().ConfigureAwait(false);
        if (tokens.Answer is null)
            return RouteAnswers.Failed(tokens.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var positions = await client.GetProtocolProfitAndLossAsync(query, range, ct).Counted().ConfigureAwait(false);
        if (positions.Answer is null)
            return RouteAnswers.Failed(positions.Failure!, Dataset.ProfitAndLoss, key.Owners);

        var asOf = tokens.Answer.AsOf < positions.Answer.AsOf ? tokens.Answer.AsOf : positions.Answer.AsOf;
        return RouteAnswers.Of(Add(Gains.Of(tokens.Answer.Result), Gains.Of(positions.Answer.Result), key.Range, new Source(SourceState.Live, asOf)), asOf);
    }

    private static ProfitAndLossTable Add(Gains tokens, Gains positions, TimeRange range, Source source)
    {
        return new ProfitAndLossTable(
            Sum(tokens.Total, positions.Total),
            tokens.ByChain.Keys.Union(positions.ByChain.Keys).ToDictionary(static chain => chain, chain => Sum(tokens.On(chain), positions.On(chain))));

        ProfitAndLoss Sum(decimal? ofTokens, decimal? ofPositions) => new(new[] { ofTokens, ofPositions }.SumOfAll(), null, range, source);
    }

    /// <summary>The gains of one kind of holding.</summary>
    /// <param name="Total">Over all chains; null where unknown.</param>
    /// <param name="ByChain">On each chain that was answered; null where unknown.</param>
    private sealed record Gains(decimal? Total, IReadOnlyDictionary<int, decimal?> ByChain)
    {
        public static Gains Of(IReadOnlyList<V4ProfitAndLoss> rows)
        {
            Dictionary<int, decimal?> byChain = [];
            foreach (var row in rows)
            {
                if (row.ChainId.ToChainId() is { } chainId)
                    byChain[chainId] = row.AbsProfitUsd.ToDecimal();
            }

            // The row of all chains may be left out, as where there is none of the kind at all.
            var whole = rows.FirstOrDefault(static row => row.ChainId is null);
            return new Gains(whole is null ? byChain.Values.SumOfAll() : whole.AbsProfitUsd.ToDecimal(), byChain);
        }

        // A chain that is not answered has none of the kind.
        public decimal? On(int chainId) => ByChain.TryGetValue(chainId, out var gain) ? gain : 0;
    }
}
