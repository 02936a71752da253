using System.Globalization;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>
/// Reads the values of global ids: scopes, and the keys of holdings, which start with a scope. Only the spelling that the object itself prints is an id of the object. Otherwise an object
/// would have another id than the one it was requested by, and caches of clients would not find it.
/// </summary>
internal static class HoldingIds
{
    private const char Separator = '|';

    /// <summary>Returns the scope at the start of a holding's key; null if there is none.</summary>
    /// <param name="id">The value of the holding's id.</param>
    /// <param name="limits">The limit on the owners.</param>
    /// <exception cref="GraphQLException">TOO_MANY_ADDRESSES.</exception>
    public static Scope? ReadScopeOfHolding(string id, AddressLimits limits) => ReadScope(id.Split(Separator)[0], limits);

    /// <summary>Returns the scope that a value consists of; null if it is none.</summary>
    /// <param name="id">The value of the id.</param>
    /// <param name="limits">The limit on the owners.</param>
    /// <exception cref="GraphQLException">TOO_MANY_ADDRESSES.</exception>
    public static Scope? ReadScope(string id, AddressLimits limits)
    {
        if (!Scope.TryParse(id, out var scope) || scope.ToString() != id)
            return null;
        return scope.Owners.Count <= limits.PortfolioAddresses ? scope : throw ArgumentErrors.TooManyAddresses("node", scope.Owners.Count, limits.PortfolioAddresses);
    }

    /// <summary>Returns the period of profit and loss in the value of a token holding's id; null if it has none.</summary>
    /// <param name="id">The value of the id: scope, token, period, debt.</param>
    public static TimeRange? ReadRange(string id) => id.Split(Separator) is [_, _, var range, ..] && Enum.TryParse<TimeRange>(range, out var value) && value.ToString() == range ? value : null;

    /// <summary>Returns the value of a chain's id.</summary>
    /// <param name="chainId">The chain id.</param>
    public static string FormatChain(int chainId) => chainId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the chain id in the value of a chain's id; null if it is none.</summary>
    /// <param name="id">The value of the id.</param>
    public static int? ReadChain(string id) => int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var chainId) && FormatChain(chainId) == id ? chainId : null;

    /// <summary>Returns the chain id and the contract in the value of a token's id; null if it is none.</summary>
    /// <param name="id">The value of the id.</param>
    public static (int ChainId, Address Address)? ReadToken(string id) =>
        id.Split(':') is [var chain, var contract] && ReadChain(chain) is { } chainId && Address.TryParse(contract, out var address) && address.Value == contract
            ? (chainId, address)
            : null;

    /// <summary>Returns the tokens of a scope, including closed ones, with the facets that the selection below the node needs.</summary>
    /// <param name="node">The context of the field that loads the node.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="range">The period of the tokens' profit and loss.</param>
    /// <param name="tokens">The loader.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static async Task<IReadOnlyList<TokenHolding>> LoadTokensAsync(this IResolverContext node, Scope scope, TimeRange range, ITokensByKeyDataLoader tokens, CancellationToken cancellationToken) =>
        (await tokens.LoadAsync(node.CreateTokensKeyOfNode(scope.Owners, range), cancellationToken)).ValueOrThrow(node).ThrowIfClosedMissing(true).InScope(scope, includeClosed: true, range);

    /// <summary>Returns the positions of a scope with the facets that the selection below the node needs.</summary>
    /// <param name="node">The context of the field that loads the node.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="includeClosed">Whether to include closed positions.</param>
    /// <param name="positions">The loader.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="GraphQLException">The load failed.</exception>
    public static async Task<IReadOnlyList<Position>> LoadPositionsAsync(this IResolverContext node, Scope scope, bool includeClosed, IPositionsByKeyDataLoader positions, CancellationToken cancellationToken) =>
        (await positions.LoadAsync(node.CreatePositionsKeyOfNode(scope.Owners, includeClosed), cancellationToken)).ValueOrThrow(node).ThrowIfClosedMissing(includeClosed).InScope(scope, includeClosed);

    /// <summary>Returns the past holdings of a scope; null if it is one of the present.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="past">The loader.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="context">The context of the field.</param>
    /// <param name="cancellationToken">Cancels the load.</param>
    /// <exception cref="GraphQLException">TIME_INVALID, or the load failed.</exception>
    public static async Task<PastHoldings?> LoadPastAsync(this Scope scope, IPastByKeyDataLoader past, TimeProvider clock, IResolverContext context, CancellationToken cancellationToken) =>
        scope.At is { } time ? (await past.LoadAsync(new PastHoldingsKey(scope.Owners, clock.RequirePast(time, "at", "time")), cancellationToken)).ValueOrThrow(context) : null;
}
