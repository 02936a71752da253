namespace PortfolioGraph.Core;

/// <summary>
/// Merges the rows of one token. The upstream may return one row per owner, spell the native token in several ways, or repeat a row.
/// Amounts, values and gains are added. The price is null if the rows disagree. The amount and value of a closed row are ignored, but its gain counts.
/// </summary>
internal static class TokenMerge
{
    /// <summary>Merges rows into one holding. The result does not depend on their order.</summary>
    /// <param name="rows">The rows; at least one.</param>
    public static TokenHolding Merge(IReadOnlyList<TokenHolding> rows)
    {
        if (rows is [var only])
            return only;

        var first = rows[0];
        var held = rows.StillHeld(static row => row.Status);
        var priceUsd = NullableDecimalMath.CommonPrice(held.Select(static row => row.PriceUsd));
        return first with
        {
            Token = first.Token with
            {
                Symbol = rows.Select(static row => row.Token.Symbol).FirstOrDefault(static symbol => symbol is not null),
                Name = rows.Select(static row => row.Token.Name).FirstOrDefault(static name => name is not null),
                Decimals = rows.Select(static row => row.Token.Decimals).FirstOrDefault(static decimals => decimals.Value is not null, first.Token.Decimals),
            },
            Amount = held.Select(static row => row.Amount).Aggregate(static (sum, amount) => sum + amount),
            PriceUsd = priceUsd,
            ValueUsd = NullableDecimalMath.SumOfParts(held.Select(row => ValueOf(row, priceUsd))),
            Status = rows.Select(static row => row.Status).Aggregate(HoldingStatuses.Combine),
            ProfitAndLoss = first.ProfitAndLoss with { Value = rows.Select(static row => row.ProfitAndLoss.Value).Aggregate(Gains.Sum) },
        };
    }

    // A row without a value is valued at the common price, so that the total includes it.
    private static decimal? ValueOf(TokenHolding row, decimal? priceUsd) =>
        row.ValueUsd ?? ((row.Amount * BigDecimal.Of(priceUsd))?.ToDecimal() is { } value ? row.IsDebt ? -value : value : null);
}
