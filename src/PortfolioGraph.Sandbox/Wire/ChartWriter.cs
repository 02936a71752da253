using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes v5.0 chart and v4 value_chart: ascending points that end at the start of today with the current value.</summary>
internal static class ChartWriter
{
    public static void Write(RouteRequest request, JsonBody json)
    {
        var range = request.Parameters.Range;
        var holdings = ByMarket(request.Assets);
        json.Array(Enumerable.Range(1, range.Points), point => json.Object(() =>
        {
            var age = (range.Points - point) * range.StepHours;
            json.Integer("timestamp", request.Today.ToUnixTimeSeconds() - (age * 3600L));
            json.Float("value_usd", holdings.Sum(h => AmountAt(h.Flows, age) * h.Market.PriceAt(age)));
        }));
    }

    public static void WriteIssues(RouteRequest request, JsonBody json)
    {
        if (!request.Parameters.Addresses.Contains(SandboxPersonas.Junk))
        {
            json.Writer.WriteNull("data_issues");
            return;
        }

        var outliers = request.Assets.Tokens.Where(t => !t.IsPriced).Take(3);
        json.Object("data_issues", () => json.Array("price_outliers", outliers, token => json.Object(() =>
        {
            json.Integer("chain_id", token.Key.ChainId);
            json.Writer.WriteString("address", token.Key.Contract);
            json.Integer("timestamp", request.Today.ToUnixTimeSeconds() - (24 * 3600));
        })));
    }

    // Computes each market's price once per point for all its assets, which keeps large portfolios fast.
    private static List<(Market Market, List<(int Age, decimal Amount)> Flows)> ByMarket(AssetView assets) =>
    [
        .. assets.All
            .SelectMany(asset => asset.Flows, (asset, flow) => (asset.IsDebt, flow))
            .Where(f => f.flow.Token.Market.IsPriced)
            .GroupBy(f => f.flow.Token.Market)
            .Select(g => (g.Key, g.Select(f => (f.flow.AgeHours, f.flow.Amount.ToDecimal() * (f.IsDebt ? -1 : 1))).ToList())),
    ];

    private static decimal AmountAt(List<(int Age, decimal Amount)> flows, int age)
    {
        var amount = 0m;
        foreach (var flow in flows)
        {
            if (flow.Age >= age)
                amount += flow.Amount;
        }

        return amount;
    }
}
