using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Changes;

/// <summary>
/// The change of holdings between a past point in time and now, split into the effects of prices and of amounts. Tokens and positions without a known value then or now are in neither
/// effect: they are listed last, and counted.
/// </summary>
[ObjectType<HoldingsChange>]
public static partial class HoldingsChangeNode
{
    static partial void Configure(IObjectTypeDescriptor<HoldingsChange> descriptor) => descriptor.Ignore(c => c.Scope);

    /// <summary>
    /// The change of the value of all tokens and positions. Tokens and positions that cannot be split are in <c>unexplainedUsd</c>, with the value that is known of them. Null with an error
    /// if the tokens or positions cannot be loaded.
    /// </summary>
    public static ValueChange? GetValue([Parent] HoldingsChange change) => change.Value.ValueOrThrow();

    /// <summary>The changes of the tokens that were held then or are held now, the biggest change first, whatever its sign; unknown changes last. Null with an error if the tokens of then or now cannot be loaded.</summary>
    /// <param name="first">The maximum number of tokens, from 1 to 500.</param>
    [ListSize(AssumedSize = 20, SlicingArguments = new[] { "first" }, RequireOneSlicingArgument = false)]
    public static IReadOnlyList<TokenChange>? GetTokens([Parent] HoldingsChange change, int first = 20) => change.Tokens.ValueOrThrow().TakeBiggest("tokens", first);

    /// <summary>The changes of the positions that were held then or are held now, the biggest change first, whatever its sign; unknown changes last. Null with an error if the positions of then or now cannot be loaded.</summary>
    /// <param name="first">The maximum number of positions, from 1 to 500.</param>
    [ListSize(AssumedSize = 20, SlicingArguments = new[] { "first" }, RequireOneSlicingArgument = false)]
    public static IReadOnlyList<PositionChange>? GetPositions([Parent] HoldingsChange change, int first = 20) => change.Positions.ValueOrThrow().TakeBiggest("positions", first);

    /// <summary>The number of tokens and positions that were held then without a known value. Null with an error if the tokens or positions cannot be loaded.</summary>
    public static int? GetUnpricedThenCount([Parent] HoldingsChange change) => change.UnpricedThenCount.ValueOrThrow();

    /// <summary>The number of tokens and positions that are held now without a known value. Null with an error if the tokens or positions cannot be loaded.</summary>
    public static int? GetUnpricedNowCount([Parent] HoldingsChange change) => change.UnpricedNowCount.ValueOrThrow();

    /// <summary>The number of tokens and positions whose change cannot be split into effects. Null with an error if the tokens or positions cannot be loaded.</summary>
    public static int? GetUnsplitCount([Parent] HoldingsChange change) => change.UnsplitCount.ValueOrThrow();

    private static IReadOnlyList<T>? TakeBiggest<T>(this IReadOnlyList<T>? changes, string field, int first) => changes is null ? null : [.. changes.Take(ArgumentErrors.RequireFirst(field, first))];
}

/// <summary>The change of the holding of one token, or of one token in a position.</summary>
[ObjectType<TokenChange>]
public static partial class TokenChangeNode
{
    static partial void Configure(IObjectTypeDescriptor<TokenChange> descriptor) => descriptor.Name("CryptoTokenChange");
}

/// <summary>The change of one position in a protocol.</summary>
[ObjectType<PositionChange>]
public static partial class PositionChangeNode
{
    static partial void Configure(IObjectTypeDescriptor<PositionChange> descriptor) => descriptor.Name("ProtocolPositionChange");
}
