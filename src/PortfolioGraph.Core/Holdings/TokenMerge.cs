namespace PortfolioGraph.Core;

/// <summary>
/// Makes one holding of two rows of one token: the data source has a row for each owner, spells the chain's own coin in several ways, or repeats a row. Amounts, values
/// and gains are added; price and return stay only where they are true of both.
/// </summary>
internal static class TokenMerge
{
    public static TokenHolding Merge(TokenHolding a, TokenHolding b)
    {
        var priceUsd = a.PriceUsd is null ? b.PriceUsd : b.PriceUsd is null || a.PriceUsd == b.PriceUsd ? a.PriceUsd : null;
        return a with
        {
            Token = a.Token with { Symbol = a.Token.Symbol ?? b.Token.Symbol, Name = a.Token.Name ?? b.Token.Name, Decimals = a.Token.Decimals.Value is null ? b.Token.Decimals : a.Token.Decimals },
            Amount = a.Amount is { } some && b.Amount is { } more ? some + more : null,
            PriceUsd = priceUsd,
            ValueUsd = Money.SumOfParts(ValueOf(a, priceUsd), ValueOf(b, priceUsd)),
            Status = a.Status.With(b.Status),
            ProfitAndLoss = a.ProfitAndLoss with { Value = Gains.Sum(a.ProfitAndLoss.Value, b.ProfitAndLoss.Value) },
        };
    }

    // The price of the one row is the other's too: without it the value would be short of a part that is priced.
    private static decimal? ValueOf(TokenHolding row, decimal? priceUsd) =>
        row.ValueUsd ?? ((row.Amount * BigDecimal.Of(priceUsd))?.ToDecimal() is { } value ? row.IsDebt ? -value : value : null);
}
