using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the v5.0 general routes, except chart and report.</summary>
internal static class V5GeneralWriter
{
    public static void Status(RouteRequest request, JsonBody json) =>
        json.Object(() => json.Writer.WriteBoolean("is_available", true));

    // The body of the real API is unknown. One row per address is an assumption.
    public static void AddressCheck(RouteRequest request, JsonBody json) => json.Array(request.Parameters.Addresses, address => json.Object(() =>
    {
        var denied = address == SandboxPersonas.Denied;
        json.Writer.WriteString("address", address);
        json.Writer.WriteBoolean("is_allowed", !denied);
        json.Writer.WriteString("reason", denied ? "the address is on the deny list" : null);
    }));

    public static void SupportedChains(RouteRequest request, JsonBody json) => json.Array(Chains.Listed(request.Options), chain => json.Object(() =>
    {
        json.Integer("chain_id", chain.Id);
        json.Writer.WriteString("chain_name", chain.Name);
        json.Writer.WriteString("chain_icon", chain.Icon);
        json.Object("native_token", () =>
        {
            json.Integer("chain", chain.Id);
            json.Writer.WriteString("address", chain.Native.Address);
            json.Integer("decimals", chain.Native.Decimals);
            json.Writer.WriteString("symbol", chain.Native.Symbol);
            json.Writer.WriteString("name", chain.Native.Name);
        });
    }));

    public static void SupportedProtocols(RouteRequest request, JsonBody json)
    {
        var rows = Products.Listed(request.Options)
            .Select(p => (p.ChainId, p.Protocol))
            .Distinct()
            .OrderBy(r => Chains.IndexOf(r.ChainId));
        json.Array(rows, row => json.Object(() =>
        {
            json.Integer("chain_id", row.ChainId);
            json.Writer.WriteString("protocol_group_id", row.Protocol.GroupId);
            json.Writer.WriteString("protocol_group_name", row.Protocol.Name);
            json.Writer.WriteString("protocol_group_icon", row.Protocol.Icon);
        }));
    }

    public static void CurrentValue(RouteRequest request, JsonBody json) => json.Object(() =>
    {
        var assets = request.Assets;
        json.Float("total", assets.All.Sum(a => a.ValueUsd));
        json.Array("by_address", assets.Addresses, address => json.Object(() =>
        {
            json.Float("value_usd", assets.ValueOf(address));
            json.Writer.WriteString("address", address);
        }));
        json.Array("by_category", Categories(assets), category => json.Object(() =>
        {
            json.Float("value_usd", category.Value);
            json.Writer.WriteString("category_id", category.Id);
            json.Writer.WriteString("category_name", category.Name);
        }));
        var groups = assets.Positions.Where(p => p.IsOpen).GroupBy(p => p.Product!.Protocol)
            .Select(g => (Protocol: g.Key, Value: g.Sum(p => p.ValueUsd)))
            .OrderByDescending(g => g.Value)
            .ThenBy(g => g.Protocol.GroupId, StringComparer.Ordinal);
        json.Array("by_protocol_group", groups, group => json.Object(() =>
        {
            json.Float("value_usd", group.Value);
            json.Writer.WriteString("protocol_group_id", group.Protocol.GroupId);
            json.Writer.WriteString("protocol_group_name", group.Protocol.Name);
        }));
        var open = assets.All.Where(a => a.IsOpen).ToList();
        json.Array("by_chain", assets.ChainsOf(open), chain => json.Object(() =>
        {
            json.Float("value_usd", open.Where(a => a.Key.ChainId == chain).Sum(a => a.ValueUsd));
            json.Integer("chain_id", chain);
            json.Writer.WriteString("chain_name", Chains.Get(chain).Name);
        }));
    });

    private static (string Id, string Name, decimal Value)[] Categories(AssetView assets)
    {
        var native = assets.Tokens.Where(t => t.Token!.Group == TokenGroup.Native).Sum(t => t.ValueUsd);
        return
        [
            ("tokens", "Tokens", assets.Tokens.Sum(t => t.ValueUsd) - native),
            ("native", "Native", native),
            ("protocols", "Protocols", assets.Positions.Sum(p => p.ValueUsd)),
        ];
    }
}
