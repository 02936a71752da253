using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>
/// The change of holdings between a past point in time and now, split into the effects of prices and of amounts. Tokens and positions without a known value then or now are in neither
/// effect: they are listed last, and counted.
/// </summary>
/// <param name="Scope">The owners, and all chains or one.</param>
/// <param name="Since">The past point in time, in whole seconds.</param>
/// <param name="Value">The change of the value of all tokens and positions. Failed if the tokens or the positions failed.</param>
/// <param name="Tokens">The changes of the tokens that were held then or are held now, the biggest change first, unknown changes last. Failed if the tokens of then or now failed.</param>
/// <param name="Positions">The changes of the positions that were held then or are held now, the biggest change first, unknown changes last. Failed if the positions of then or now failed.</param>
/// <param name="Source">The origin of the data of both times: the oldest age, the least fresh state, and all rows that were left out.</param>
public sealed record HoldingsChange(
    Scope Scope,
    DateTimeOffset Since,
    ValueOrFailure<ValueChange?> Value,
    ValueOrFailure<IReadOnlyList<TokenChange>?> Tokens,
    ValueOrFailure<IReadOnlyList<PositionChange>?> Positions,
    Source Source)
{
    /// <summary>The number of tokens and positions that were held then without a known value.</summary>
    public ValueOrFailure<int?> UnpricedThenCount => Count(static change => change.ThenUsd is null);

    /// <summary>The number of tokens and positions that are held now without a known value.</summary>
    public ValueOrFailure<int?> UnpricedNowCount => Count(static change => change.NowUsd is null);

    /// <summary>The number of tokens and positions whose change cannot be split into effects.</summary>
    public ValueOrFailure<int?> UnsplitCount => Count(static change => change.PriceEffectUsd is null);

    private ValueOrFailure<int?> Count(Func<ValueChange, bool> condition) => (Tokens.Failure ?? Positions.Failure) is { } failure
        ? ValueOrFailure<int?>.Failed(failure)
        : Tokens.Value!.Select(static token => token.Value).Concat(Positions.Value!.Select(static position => position.Value)).Count(condition);
}

/// <summary>The change of the holding of one token, or of one token in a position.</summary>
/// <param name="Token">The token.</param>
/// <param name="IsDebt">Whether the token is owed. The value of a debt is negative.</param>
/// <param name="AmountThen">The amount then, in whole tokens. Positive, even for a debt. 0 if it was not held. Null if only a value is known.</param>
/// <param name="AmountNow">The amount now, in whole tokens. Positive, even for a debt. 0 if it is not held. Null if only a value is known.</param>
/// <param name="PriceThenUsd">The price of one token then, in USD. Null if it was unpriced or not held.</param>
/// <param name="PriceNowUsd">The price of one token now, in USD. Null if it is unpriced, or if it is not held and the other holdings do not have the price either.</param>
/// <param name="Value">The change of the value.</param>
public sealed record TokenChange(
    Token Token, bool IsDebt, BigDecimal? AmountThen, BigDecimal? AmountNow, decimal? PriceThenUsd, decimal? PriceNowUsd, ValueChange Value);

/// <summary>The change of one position in a protocol.</summary>
/// <param name="Chain">The chain that the position is on.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Kind">The kind of the position. DEBT if and only if <c>isDebt</c> is true.</param>
/// <param name="Name">The display name of the position or pool.</param>
/// <param name="ContractAddress">The contract that holds the position.</param>
/// <param name="TokenId">The id of the token (NFT) that represents the position, less than 2^256. Null if there is none.</param>
/// <param name="IsDebt">Whether the position is a debt. The value of a debt is negative.</param>
/// <param name="Underlying">The changes of the underlying tokens of both times, the biggest change first. Empty if they are unknown.</param>
/// <param name="Value">The change of the value. Its effects are the sums of those of the underlying tokens. If the underlying tokens then or now are unknown, or one of them is unpriced, it cannot be split, unless the position was not held then.</param>
public sealed record PositionChange(
    Chain Chain,
    Protocol Protocol,
    PositionKind Kind,
    string Name,
    Address ContractAddress,
    BigInteger? TokenId,
    bool IsDebt,
    IReadOnlyList<TokenChange> Underlying,
    ValueChange Value);
