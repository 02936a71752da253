using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>The additional fields of a connection of tokens. Sums and groups are over the whole list after filters, not over the page.</summary>
[ExtendObjectType("TokenHoldingConnection")]
public static class TokenHoldingConnectionFields
{
    /// <summary>The origin and age of the tokens.</summary>
    public static Source GetSource([ScopedState(ListState.TokenSource)] Source source) => source;

    /// <summary>The sum of the values of the whole list in USD, all pages included. Debts count as negative; closed and unpriced tokens do not count. 0 if no token is held. Null if none of them is priced.</summary>
    public static decimal? GetValueUsd([ScopedState(ListState.TokenItems)] IReadOnlyList<TokenHolding> tokens) => tokens.SumValueUsd();

    /// <summary>The number of unpriced tokens in the whole list, closed ones not included. The sum of the values does not contain them.</summary>
    public static int GetUnpricedCount([ScopedState(ListState.TokenItems)] IReadOnlyList<TokenHolding> tokens) => tokens.CountUnpriced();

    /// <summary>
    /// The sum of the profit or loss of the whole list over the requested range, closed tokens included if they are in the list. Tokens without a figure do not count. Its return is null
    /// unless there is exactly one token, because returns cannot be added. Null if no token has a figure, as for past holdings.
    /// </summary>
    public static ProfitAndLoss? GetProfitAndLoss([ScopedState(ListState.TokenItems)] IReadOnlyList<TokenHolding> tokens, IResolverContext context) =>
        tokens.SumProfitAndLoss().ValueOrThrow();

    /// <summary>
    /// The whole list by asset over all chains, highest value first. No identifier of an asset across chains exists, so the tokens' own data decides, which their authors set: native
    /// tokens belong together if they share their symbol, other tokens if they share symbol and name. Wrapped and bridged tokens have other names and are therefore separate. If several
    /// tokens of one chain share symbol and name, only the one with the highest value belongs to the asset; unpriced tokens are separate from priced ones. An imitation with a price on
    /// another chain is not recognized; check <c>tokens</c> before you rely on a group.
    /// </summary>
    /// <param name="first">The maximum number of assets: 1 to 500.</param>
    [ListSize(AssumedSize = 50, SlicingArguments = new[] { "first" }, RequireOneSlicingArgument = false)]
    public static IReadOnlyList<HoldingsByToken> GetByToken([ScopedState(ListState.TokenItems)] IReadOnlyList<TokenHolding> tokens, IResolverContext context, int first = 50) =>
        [.. tokens.ByToken().Take(ArgumentErrors.RequireGroupCount("byToken", first))];

    /// <summary>The whole list by chain, highest value first.</summary>
    [ListSize(AssumedSize = 15)]
    public static IReadOnlyList<HoldingsByChain> GetByChain([ScopedState(ListState.TokenItems)] IReadOnlyList<TokenHolding> tokens, [Service] ICatalog catalog) =>
        tokens.ByChain(catalog.GetChain);
}
