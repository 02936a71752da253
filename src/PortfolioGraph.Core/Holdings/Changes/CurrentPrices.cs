namespace PortfolioGraph.Core;

/// <summary>
/// The prices of now of all tokens in the current holdings, closed ones included. They value the amounts of then of tokens that are no longer held.
/// </summary>
/// <param name="tokens">The tokens of now.</param>
/// <param name="positions">The positions of now.</param>
internal sealed class CurrentPrices(IEnumerable<TokenHolding> tokens, IEnumerable<Position> positions)
{
    private readonly ILookup<string, decimal?> _held = tokens.ToLookup(static token => token.Token.Key, static token => token.PriceUsd);
    private readonly ILookup<string, decimal?> _underlying = positions.SelectMany(static position => position.Underlying).ToLookup(static amount => amount.Token.Key, static amount => amount.PriceUsd);

    /// <summary>Returns the price of a token in USD: that of its holding, or else that of the positions. Null if there is none, or if they disagree.</summary>
    public decimal? Find(Token token) =>
        _held[token.Key].Any(static price => price is not null) ? NullableDecimalMath.CommonPrice(_held[token.Key]) : NullableDecimalMath.CommonPrice(_underlying[token.Key]);
}
