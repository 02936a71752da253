using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>v4 general and the grouped overviews.</summary>
internal static class V4OverviewWriter
{
    public static void IsAvailable(RouteRequest answer, JsonBody json) => json.Writer.WriteBooleanValue(true);

    public static void SupportedChains(RouteRequest answer, JsonBody json) => json.Array(Chains.Listed(answer.Options), chain => json.Object(() =>
    {
        json.Integer("id", chain.Id);
        json.Writer.WriteString("name", chain.Name);
        json.Writer.WriteString("icon", chain.Icon);
    }));

    public static void SupportedProtocols(RouteRequest answer, JsonBody json) =>
        json.Array(Products.Listed(answer.Options).Select(p => p.Protocol).Distinct(), protocol => json.Object(() =>
        {
            json.Writer.WriteString("id", protocol.V4Name);
            json.Writer.WriteString("name", protocol.Name);
            json.Writer.WriteString("icon", protocol.Icon);
        }));

    public static void CurrentValue(RouteRequest answer, JsonBody json) => json.Array(answer.Book.Addresses, address => json.Object(() =>
    {
        json.Writer.WriteString("address", address);
        json.Float("value_usd", answer.Book.ValueOf(address));
    }));

    public static void ProfitAndLoss(RouteRequest answer, JsonBody json, IEnumerable<Asset> assets)
    {
        var members = assets.ToList();
        var byChain = members.ToLookup(a => a.Key.ChainId, a => a.PerformanceSince(answer.Asked.Range.Hours));
        json.Writer.WriteStartArray();
        if (answer.HasNullRow)
            Row(null, byChain.SelectMany(p => p));
        foreach (var chain in answer.Book.ChainsOf(members))
            Row(chain, byChain[chain]);
        json.Writer.WriteEndArray();

        void Row(long? chain, IEnumerable<Performance> parts) => json.Object(() =>
        {
            var sum = parts.Aggregate(default(Performance), (all, part) => all + part);
            json.Integer("chain_id", chain);
            json.Float("abs_profit_usd", sum.ProfitUsd);
            json.Float("roi", sum.Roi);
        });
    }

    public static void TokenValues(RouteRequest answer, JsonBody json) => json.Array(
        Enum.GetValues<TokenGroup>(),
        group => Group(answer, json, group.ToString().ToLowerInvariant(), answer.Book.Tokens.Where(t => t.Token!.Group == group)));

    public static void ProtocolValues(RouteRequest answer, JsonBody json) => json.Array(
        answer.Book.Positions.Where(p => p.IsOpen).GroupBy(p => p.Product!.Protocol.V4Name),
        group => Group(answer, json, group.Key, group));

    private static void Group(RouteRequest answer, JsonBody json, string name, IEnumerable<Asset> assets) => json.Object(() =>
    {
        var members = assets.Where(a => a.IsOpen).ToList();
        json.Writer.WriteString("protocol_name", name);
        json.Writer.WriteStartArray("result");
        if (answer.HasNullRow)
            Row(null, members);
        foreach (var chain in answer.Book.ChainsOf(members))
            Row(chain, members.Where(m => m.Key.ChainId == chain));
        json.Writer.WriteEndArray();

        void Row(long? chain, IEnumerable<Asset> rows) => json.Object(() =>
        {
            json.Integer("chain_id", chain);
            json.Float("value_usd", rows.Sum(r => r.ValueUsd));
        });
    });
}
