using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>The holdings of one asset across chains, wrapped and bridged forms of it not included.</summary>
/// <param name="Symbol">The ticker symbol that the tokens share. Null if they have none. Set by the tokens' authors; do not rely on it.</param>
/// <param name="Name">The display name of the token with the highest value. Null if it has none. Set by the token's author; do not rely on it.</param>
/// <param name="Tokens">The tokens, at most one on each chain, highest value first.</param>
/// <param name="Amount">The sum of the amounts of the open holdings in whole tokens; debts count as negative. Null if any of these amounts is unknown.</param>
/// <param name="ValueUsd">The sum of the known values in USD; debts count as negative, closed holdings do not count. 0 if no holding is open. Null if no open holding is priced.</param>
/// <param name="Count">The number of holdings in the group.</param>
/// <param name="UnpricedCount">The number of open holdings without a value. The sum of the values does not include them.</param>
/// <param name="ProfitAndLoss">The sum of the known gains or losses. The return is null if there are several holdings.</param>
public sealed record HoldingsByToken(
    string? Symbol,
    string? Name,
    IReadOnlyList<Token> Tokens,
    BigDecimal? Amount,
    decimal? ValueUsd,
    int Count,
    int UnpricedCount,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss);

/// <summary>The holdings on one chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="ValueUsd">The sum of the known values in USD; debts count as negative, closed holdings do not count. 0 if no holding is open. Null if no open holding is priced.</param>
/// <param name="Count">The number of holdings in the group.</param>
/// <param name="UnpricedCount">The number of open holdings without a value. The sum of the values does not include them.</param>
/// <param name="ProfitAndLoss">The sum of the known gains or losses. The return is null if there are several holdings.</param>
public sealed record HoldingsByChain(Chain Chain, decimal? ValueUsd, int Count, int UnpricedCount, ValueOrFailure<ProfitAndLoss?> ProfitAndLoss);

/// <summary>The positions in one protocol across chains.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Chains">The chains of the positions, ordered by id.</param>
/// <param name="ValueUsd">The sum of the known values in USD; debts count as negative, closed positions do not count. 0 if no position is open. Null if no open position is priced.</param>
/// <param name="Count">The number of positions in the group.</param>
/// <param name="UnpricedCount">The number of open positions without a value. The sum of the values does not include them.</param>
/// <param name="ProfitAndLoss">The sum of the known gains or losses. The return is null if there are several positions.</param>
public sealed record HoldingsByProtocol(
    Protocol Protocol,
    IReadOnlyList<Chain> Chains,
    decimal? ValueUsd,
    int Count,
    int UnpricedCount,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss);

/// <summary>Groups holdings. All groups are in the order of holdings: highest value first, unpriced last, then by key.</summary>
public static class HoldingGroups
{
    /// <summary>
    /// Groups tokens by asset. No identifier of an asset across chains exists, so the tokens' own data decides. Native tokens belong together if they share their symbol,
    /// contracts if they share symbol and name. An asset has at most one contract on a chain: if several share symbol and name, the one with the highest value joins
    /// the group and each other is a group of its own. The same holds for unpriced tokens beside priced ones, because an imitation of a known token usually has no price.
    /// </summary>
    /// <param name="tokens">The tokens, in any order.</param>
    public static IReadOnlyList<HoldingsByToken> ByToken(this IEnumerable<TokenHolding> tokens) =>
        InOrder(
            tokens.GroupBy(static holding => holding.Token.Key)
                .Select(static contract => new Contract(contract.Key, [.. contract]))
                .GroupBy(static contract => contract.Asset)
                .SelectMany(SplitImitations),
            ToAsset,
            static asset => asset.ValueUsd,
            static asset => asset.Tokens[0].Key);

    /// <summary>Groups tokens by chain.</summary>
    /// <param name="tokens">The tokens, in any order.</param>
    /// <param name="chain">Returns the chain of an id.</param>
    public static IReadOnlyList<HoldingsByChain> ByChain(this IEnumerable<TokenHolding> tokens, Func<int, Chain> chain) => ByChain(tokens, token => chain(token.Token.ChainId));

    /// <summary>Groups positions by chain.</summary>
    /// <param name="positions">The positions, in any order.</param>
    public static IReadOnlyList<HoldingsByChain> ByChain(this IEnumerable<Position> positions) => ByChain(positions, static position => position.Chain);

    /// <summary>Groups positions by protocol.</summary>
    /// <param name="positions">The positions, in any order.</param>
    public static IReadOnlyList<HoldingsByProtocol> ByProtocol(this IEnumerable<Position> positions) =>
        InOrder(
            positions.GroupBy(static position => position.Protocol.ProtocolId).Select(static group => group.ToList()),
            static group => new HoldingsByProtocol(
                group[0].Protocol,
                [.. group.Select(static position => position.Chain).DistinctBy(static chain => chain.ChainId).OrderBy(static chain => chain.ChainId)],
                group.SumValueUsd(),
                group.Count,
                group.CountUnpriced(),
                group.SumProfitAndLoss()),
            static group => group.ValueUsd,
            static group => group.Protocol.ProtocolId);

    private static IReadOnlyList<HoldingsByChain> ByChain<T>(IEnumerable<T> holdings, Func<T, Chain> chainOf)
        where T : class, IHolding => InOrder(
            holdings.GroupBy(holding => chainOf(holding).ChainId).Select(static group => group.ToList()),
            group => new HoldingsByChain(chainOf(group[0]), group.SumValueUsd(), group.Count, group.CountUnpriced(), group.SumProfitAndLoss()),
            static group => group.ValueUsd,
            static group => group.Chain.ChainId.ToString("D10", CultureInfo.InvariantCulture));

    private static IReadOnlyList<TGroup> InOrder<TItems, TGroup>(IEnumerable<TItems> groups, Func<TItems, TGroup> sum, Func<TGroup, decimal?> value, Func<TGroup, string> key) =>
        [.. groups.Select(sum).OrderBy(group => new SortPosition(value(group), key(group)), SortPosition.Order)];

    // The highest value on each chain is the asset. Every other contract of the chain stands alone.
    private static IEnumerable<IReadOnlyList<Contract>> SplitImitations(IEnumerable<Contract> contracts)
    {
        var byChain = contracts.OrderBy(static contract => contract.SortPosition, SortPosition.Order).GroupBy(static contract => contract.ChainId).Select(static chain => chain.ToList()).ToList();
        yield return [.. byChain.Select(static chain => chain[0])];
        foreach (var other in byChain.SelectMany(static chain => chain.Skip(1)))
            yield return [other];
    }

    private static HoldingsByToken ToAsset(IReadOnlyList<Contract> contracts)
    {
        List<TokenHolding> holdings = [.. contracts.SelectMany(static contract => contract.Holdings)];
        return new HoldingsByToken(
            contracts[0].Token.Symbol,
            contracts[0].Token.Name,
            [.. contracts.Select(static contract => contract.Token)],
            holdings.Where(static holding => holding.Status != HoldingStatus.Closed).Select(SignedAmount).Aggregate((BigDecimal?)default(BigDecimal), static (sum, amount) => sum + amount),
            holdings.SumValueUsd(),
            holdings.Count,
            holdings.CountUnpriced(),
            holdings.SumProfitAndLoss());
    }

    private static BigDecimal? SignedAmount(TokenHolding holding) => holding.IsDebt ? holding.Amount * BigDecimal.Of(-1) : holding.Amount;

    /// <summary>All holdings of one token: the asset, the debt, or both.</summary>
    private sealed record Contract(string Key, IReadOnlyList<TokenHolding> Holdings)
    {
        public Token Token => Holdings[0].Token;

        public int ChainId => Token.ChainId;

        public SortPosition SortPosition => new(Holdings.SumValueUsd(), Key);

        // A token without a symbol and a name cannot be recognized on another chain.
        public (bool IsNative, string? Symbol, string? Name, bool IsPriced, string? Key) Asset =>
            Token is { Symbol: null, Name: null } ? (false, null, null, false, Key)
            : Token.IsNative ? (true, Token.Symbol, Token.Symbol is null ? Token.Name : null, true, null)
            : (false, Token.Symbol, Token.Name, Holdings.CountUnpriced() < Holdings.Count, null);
    }
}
