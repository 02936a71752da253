using System.Globalization;
using System.Text;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Wire;

/// <summary>Writes the v5.0 report: the rows of v4's details as CSV. The columns of the real API are unknown.</summary>
internal static class ReportWriter
{
    // Written without a CSV library: the sandbox must not share one with the code it tests.
    // Eleven columns need only one quoting rule.

    public static string Csv(RouteRequest request)
    {
        var csv = new StringBuilder("chain_id,protocol_name,contract_address,name,symbol,amount,price_usd,value_usd,profit_abs_usd,roi,status\n");
        foreach (var token in V4DetailsWriter.TokensOf(request))
        {
            var amount = token.AmountsAt(0)[0];
            AppendLine(csv, token, "Token", token.Token!.Name, token.Token.Symbol, amount, V4DetailsWriter.GetPerformance(token, request.Parameters.Range.Hours));
        }

        foreach (var position in V4DetailsWriter.PositionsOf(request))
        {
            var amounts = position.AmountsAt(0);
            var product = position.Product!;
            AppendLine(csv, position, product.Protocol.Name, product.Name, product.Symbol, amounts.Count == 1 ? amounts[0] : null, position.PerformanceSince(null));
        }

        return csv.ToString();
    }

    private static void AppendLine(StringBuilder csv, Asset asset, string protocol, string? name, string? symbol, TokenAmount? amount, Performance? performance) =>
        csv.AppendJoin(
            ',',
            asset.Key.ChainId.ToString(CultureInfo.InvariantCulture),
            Quote(protocol),
            asset.Key.Contract,
            Quote(name ?? ""),
            Quote(symbol ?? ""),
            amount is { } held ? PythonFloatFormatter.Format(held.Amount) : "",
            amount is { } priced ? PythonFloatFormatter.Format(priced.Token.Market.PriceUsd) : "",
            PythonFloatFormatter.Format(asset.ValueUsd),
            performance is { } known ? PythonFloatFormatter.Format(known.ProfitUsd) : "",
            performance?.Roi is { } roi ? PythonFloatFormatter.Format(roi) : "",
            asset.IsOpen ? "1" : "0").Append('\n');

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\n\r") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
