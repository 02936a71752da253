namespace PortfolioGraph.Core;

/// <summary>
/// Makes one holding of the rows of one token: the data source has a row for each owner, spells the chain's own coin in several ways, or repeats a row. Amounts, values
/// and gains are added; price and return stay only where they are true of all. What a closed row still holds counts nowhere, its gain does.
/// </summary>
internal static class TokenMerge
{
    /// <summary>One holding of several rows, whatever their order.</summary>
    /// <param name="rows">At least one.</param>
    public static TokenHolding Merge(IReadOnlyList<TokenHolding> rows)
    {
        if (rows is [var only])
            return only;

        var first = rows[0];
        var held = rows.StillHeld(static row => row.Status);
        var priceUsd = NullableDecimalMath.PriceOfAll(held.Select(static row => row.PriceUsd));
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
            Status = rows.Select(static row => row.Status).Aggregate(HoldingStatuses.With),
            ProfitAndLoss = first.ProfitAndLoss with { Value = rows.Select(static row => row.ProfitAndLoss.Value).Aggregate(Gains.Sum) },
        };
    }

    // The price of the other rows is this one's too: without it the value would be short of a part that is priced.
    private static decimal? ValueOf(TokenHolding row, decimal? priceUsd) =>
        row.ValueUsd ?? ((row.Amount * BigDecimal.Of(priceUsd))?.ToDecimal() is { } value ? row.IsDebt ? -value : value : null);
}
