using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the v4 details, whose rows contain both value and profit.</summary>
internal static class V4DetailsWriter
{
    public static void Tokens(RouteRequest request, JsonBody json) => json.Array(TokensOf(request), token => json.Object(() =>
    {
        var performance = GetPerformance(token, request.Parameters.Range.Hours);
        json.Integer("chain_id", token.Key.ChainId);
        json.Writer.WriteString("contract_address", token.Key.Contract);
        json.Writer.WriteString("name", token.Token!.Name ?? "");
        json.Writer.WriteString("symbol", token.Token.Symbol ?? "");
        json.Float("amount", token.AmountsAt(0)[0].Amount);
        json.Float("price_to_usd", token.Token.Market.PriceUsd);
        json.Float("value_usd", token.ValueUsd);
        json.Float("abs_profit_usd", performance?.ProfitUsd);
        json.Float("roi", performance?.Roi);
        json.Integer("status", token.IsOpen ? 1 : 0);
    }));

    public static void Protocols(RouteRequest request, JsonBody json) =>
        json.Array(PositionsOf(request), position => json.Object(() => WritePosition(request, json, position, position.Product!)));

    /// <summary>Returns the rows of erc20/details.</summary>
    public static IEnumerable<Asset> TokensOf(RouteRequest request) => TokenRowSplitter.Apply(request, request.Assets.Tokens.Where(t => IsIncluded(request.Parameters, t)));

    /// <summary>Returns the rows of protocols/details.</summary>
    public static IEnumerable<Asset> PositionsOf(RouteRequest request) => request.Assets.Positions.Where(p => IsIncluded(request.Parameters, p));

    /// <summary>Returns the profit and loss of an asset. Null if one of its tokens is unpriced.</summary>
    public static Performance? GetPerformance(Asset asset, int? sinceHours) =>
        asset.IsPriced ? asset.PerformanceSince(sinceHours) : null;

    // An asset below the threshold counts as closed.
    private static bool IsIncluded(Parameters parameters, Asset asset) =>
        parameters.Closed || (asset.IsOpen && Math.Abs(asset.ValueUsd) >= parameters.ClosedThreshold);

    private static void WritePosition(RouteRequest request, JsonBody json, Asset position, Product product)
    {
        var performance = position.PerformanceSince(null);
        json.Integer("chain_id", position.Key.ChainId);
        json.Writer.WriteString("contract_address", position.Key.Contract);
        json.Integer("token_id", position.Key.TokenId);
        json.Array("addresses", position.Owners, json.Writer.WriteStringValue);
        json.Writer.WriteString("protocol", product.Protocol.V4Name);
        json.Writer.WriteString("name", product.Name);
        json.Writer.WriteString("contract_type", product.Protocol.V4Name);
        json.Writer.WriteString("sub_contract_type", V5RowWriter.KindOf(request, product));
        json.Integer("is_whitelisted", 1);
        json.Writer.WriteString("protocol_name", product.Protocol.Name);
        json.Writer.WriteString("protocol_icon", product.Protocol.Icon);
        json.Integer("status", position.IsOpen ? 1 : 0);
        json.Writer.WriteString("token_address", product.Receipt);
        json.Array("underlying_tokens", position.AmountsAt(0), t => WriteBalance(json, t));
        json.Float("value_usd", request.Options.DebtSign == DebtSign.Positive ? Math.Abs(position.ValueUsd) : position.ValueUsd);
        json.Writer.WriteBoolean("debt", product.IsDebt && request.Options.DebtMarks != DebtMarks.KindOnly);
        json.Array("rewards_tokens", position.RewardsUnclaimed, t => WriteBalance(json, t));
        json.Float("profit_abs_usd", performance.ProfitUsd);
        json.Float("roi", performance.Roi);
        json.Float("weighted_apr", position.Apr);
        json.Integer("holding_time_days", position.HoldingDays);
        json.Object("info", () =>
        {
            json.Float("value_inflow_usd_period", performance.InflowUsd);
            json.Float("value_outflow_usd_period", performance.OutflowUsd);
            json.Float("value_usd_start", performance.StartUsd);
            json.Float("value_usd_end", position.ValueUsd);
        });
    }

    private static void WriteBalance(JsonBody json, TokenAmount sum) => json.Object(() =>
    {
        json.Integer("chain_id", sum.Token.ChainId);
        json.Writer.WriteString("address", sum.Token.Address);
        json.Writer.WriteString("name", sum.Token.Name);
        json.Writer.WriteString("symbol", sum.Token.Symbol);
        json.Integer("decimals", sum.Token.Decimals);
        json.Float("amount", sum.Amount);
        json.Float("price_to_usd", sum.Token.Market.PriceUsd);
        json.Float("value_usd", sum.ValueUsd);
    });
}
