using System.Globalization;
using System.Text;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>v5.0 report: the rows of v4's details as CSV. The real columns are unknown.</summary>
internal static class ReportWriter
{
    // Not a CSV library: a stand-in shares none with the code that it tests, and eleven columns need one rule of quoting.

    public static string Csv(RouteRequest answer)
    {
        var csv = new StringBuilder("chain_id,protocol_name,contract_address,name,symbol,amount,price_usd,value_usd,profit_abs_usd,roi,status\n");
        foreach (var token in V4DetailsWriter.TokensOf(answer))
        {
            var held = token.AmountsAt(0)[0];
            Line(csv, token, "Token", token.Token!.Name, token.Token.Symbol, held, V4DetailsWriter.Gain(token, answer.Asked.Range.Hours));
        }

        foreach (var position in V4DetailsWriter.PositionsOf(answer))
        {
            var amounts = position.AmountsAt(0);
            var product = position.Product!;
            Line(csv, position, product.Protocol.Name, product.Name, product.Symbol, amounts.Count == 1 ? amounts[0] : null, position.PerformanceSince(null));
        }

        return csv.ToString();
    }

    private static void Line(StringBuilder csv, Asset asset, string protocol, string? name, string? symbol, TokenAmount? held, Performance? gain) =>
        csv.AppendJoin(
            ',',
            asset.Key.ChainId.ToString(CultureInfo.InvariantCulture),
            Quoted(protocol),
            asset.Key.Contract,
            Quoted(name ?? ""),
            Quoted(symbol ?? ""),
            held is { } one ? PythonFloatFormatter.Of(one.Amount) : "",
            held is { } priced ? PythonFloatFormatter.Of(priced.Token.Market.PriceUsd) : "",
            PythonFloatFormatter.Of(asset.ValueUsd),
            gain is { } profit ? PythonFloatFormatter.Of(profit.ProfitUsd) : "",
            gain?.Roi is { } roi ? PythonFloatFormatter.Of(roi) : "",
            asset.IsOpen ? "1" : "0").Append('\n');

    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
