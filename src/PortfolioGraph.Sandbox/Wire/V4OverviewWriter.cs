using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the v4 general routes (except the chart) and the v4 overviews grouped by chain.</summary>
internal static class V4OverviewWriter
{
    public static void IsAvailable(RouteRequest request, JsonBody json) => json.Writer.WriteBooleanValue(true);

    public static void SupportedChains(RouteRequest request, JsonBody json) => json.Array(Chains.Listed(request.Options), chain => json.Object(() =>
    {
        json.Integer("id", chain.Id);
        json.Writer.WriteString("name", chain.Name);
        json.Writer.WriteString("icon", chain.Icon);
    }));

    public static void SupportedProtocols(RouteRequest request, JsonBody json) =>
        json.Array(Products.Listed(request.Options).Select(p => p.Protocol).Distinct(), protocol => json.Object(() =>
        {
            json.Writer.WriteString("id", protocol.V4Name);
            json.Writer.WriteString("name", protocol.Name);
            json.Writer.WriteString("icon", protocol.Icon);
        }));

    public static void CurrentValue(RouteRequest request, JsonBody json) => json.Array(request.Assets.Addresses, address => json.Object(() =>
    {
        json.Writer.WriteString("address", address);
        json.Float("value_usd", request.Assets.ValueOf(address));
    }));

    public static void ProfitAndLoss(RouteRequest request, JsonBody json, IEnumerable<Asset> assets)
    {
        var members = assets.ToList();
        var byChain = members.ToLookup(a => a.Key.ChainId, a => a.PerformanceSince(request.Parameters.Range.Hours));
        json.Writer.WriteStartArray();
        if (request.HasNullRow)
            WriteRow(null, byChain.SelectMany(p => p));
        foreach (var chain in request.Assets.ChainsOf(members))
            WriteRow(chain, byChain[chain]);
        json.Writer.WriteEndArray();

        void WriteRow(long? chain, IEnumerable<Performance> parts) => json.Object(() =>
        {
            var sum = parts.Aggregate(default(Performance), (all, part) => all + part);
            json.Integer("chain_id", chain);
            json.Float("abs_profit_usd", sum.ProfitUsd);
            json.Float("roi", sum.Roi);
        });
    }

    public static void TokenValues(RouteRequest request, JsonBody json) => json.Array(
        Enum.GetValues<TokenGroup>(),
        group => WriteGroup(request, json, group.ToString().ToLowerInvariant(), request.Assets.Tokens.Where(t => t.Token!.Group == group)));

    public static void ProtocolValues(RouteRequest request, JsonBody json) => json.Array(
        request.Assets.Positions.Where(p => p.IsOpen).GroupBy(p => p.Product!.Protocol.V4Name),
        group => WriteGroup(request, json, group.Key, group));

    private static void WriteGroup(RouteRequest request, JsonBody json, string name, IEnumerable<Asset> assets) => json.Object(() =>
    {
        var members = assets.Where(a => a.IsOpen).ToList();
        json.Writer.WriteString("protocol_name", name);
        json.Writer.WriteStartArray("result");
        if (request.HasNullRow)
            WriteRow(null, members);
        foreach (var chain in request.Assets.ChainsOf(members))
            WriteRow(chain, members.Where(m => m.Key.ChainId == chain));
        json.Writer.WriteEndArray();

        void WriteRow(long? chain, IEnumerable<Asset> rows) => json.Object(() =>
        {
            json.Integer("chain_id", chain);
            json.Float("value_usd", rows.Sum(r => r.ValueUsd));
        });
    });
}
