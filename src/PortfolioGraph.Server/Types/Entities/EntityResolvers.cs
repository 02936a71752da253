using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types.Entities;

/// <summary>
/// The entities of Apollo Federation, and the resolvers of their representations. A resolver reads the key from the representation itself, because an engine that validates keys fails all
/// representations if one key is invalid. Every method is asynchronous, because HotChocolate fails all representations if a synchronous resolver throws.
/// </summary>
internal static class EntityResolvers
{
    /// <summary>Adds the entities and their keys to the graph.</summary>
    /// <param name="graph">The builder of the graph.</param>
    public static IRequestExecutorBuilder AddEntities(this IRequestExecutorBuilder graph) => graph
        .AddEntity<Wallet>("address", GetWalletAsync)
        .AddEntity<Portfolio>("addresses", GetPortfolioAsync)
        .AddEntity<Portfolio>("id", GetPortfolioAsync)
        .AddEntity<ChainHoldings>("id", GetChainHoldingsAsync)
        .AddEntity<Chain>("chainId", GetChainAsync)
        .AddEntity<Token>("chainId address", GetTokenAsync)
        .AddEntity<Protocol>("protocolId", GetProtocolAsync);

    /// <summary>Returns the wallet of an address.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">ADDRESS_INVALID.</exception>
    public static async Task<Wallet?> GetWalletAsync(IResolverContext context)
    {
        await Task.CompletedTask;
        return ArgumentErrors.ParseWallet(context.ReadEntityKey().ReadText("address"));
    }

    /// <summary>Returns the portfolio of an id, or of a list of addresses.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">REPRESENTATION_INVALID, ADDRESS_INVALID, NO_ADDRESSES or TOO_MANY_ADDRESSES.</exception>
    public static async Task<Portfolio?> GetPortfolioAsync(IResolverContext context)
    {
        await Task.CompletedTask;
        var (key, limits) = (context.ReadEntityKey(), context.Service<AddressLimits>());
        if (key.ReadTexts("addresses") is { } addresses)
            return limits.CreatePortfolio("portfolio", [.. addresses.Select(static text => ArgumentErrors.ParseWallet(text).Address)]);
        return ReadScope(key, "Portfolio") is { ChainId: null, At: null } scope
            ? limits.CreatePortfolio("portfolio", scope.Owners.Addresses)
            : throw ArgumentErrors.RepresentationInvalid("addresses` or `id");
    }

    /// <summary>Returns the holdings on one chain of an id.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">REPRESENTATION_INVALID, TOO_MANY_ADDRESSES, CHAIN_UNSUPPORTED, or the failure of the lookup of the chain.</exception>
    public static async Task<ChainHoldings?> GetChainHoldingsAsync(IResolverContext context)
    {
        if (ReadScope(context.ReadEntityKey(), "ChainHoldings") is not { ChainId: { } chainId, At: null } scope)
            throw ArgumentErrors.RepresentationInvalid("id");
        var chain = await context.Service<ICatalog>().GetKnownAsync(chainId, context.RequestAborted);
        return context.Service<AddressLimits>().CreatePortfolio("portfolio", scope.Owners.Addresses).On(chain);
    }

    /// <summary>Returns the known chain of an id.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">REPRESENTATION_INVALID, CHAIN_UNSUPPORTED, or the failure of the lookup.</exception>
    public static async Task<Chain?> GetChainAsync(IResolverContext context) => context.ReadEntityKey().ReadNumber("chainId") is { } chainId
        ? await context.Service<ICatalog>().GetKnownAsync(chainId, context.RequestAborted)
        : throw ArgumentErrors.RepresentationInvalid("chainId");

    /// <summary>Returns the token of a chain and a contract.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">REPRESENTATION_INVALID, ADDRESS_INVALID, CHAIN_UNSUPPORTED, or the failure of the lookup of the chain.</exception>
    public static async Task<Token?> GetTokenAsync(IResolverContext context)
    {
        var key = context.ReadEntityKey();
        return key.ReadNumber("chainId") is { } chainId
            ? await context.Service<ICatalog>().GetTokenAsync(chainId, ArgumentErrors.ParseWallet(key.ReadText("address")).Address, context.RequestAborted)
            : throw ArgumentErrors.RepresentationInvalid("chainId address");
    }

    /// <summary>Returns the supported protocol of an id.</summary>
    /// <param name="context">The context of the representation.</param>
    /// <exception cref="GraphQLException">REPRESENTATION_INVALID, PROTOCOL_UNKNOWN, or the failure of the lookup.</exception>
    public static async Task<Protocol?> GetProtocolAsync(IResolverContext context) => context.ReadEntityKey().ReadText("protocolId") is { } protocolId
        ? await context.Service<ICatalog>().GetProtocolAsync(protocolId, context.RequestAborted)
        : throw ArgumentErrors.RepresentationInvalid("protocolId");

    private static Scope? ReadScope(EntityKey key, string typeName) =>
        key.ReadText("id") is { } id && GlobalIds.Read(id, typeName) is { } text && Scope.TryParse(text, out var scope) && scope.ToString() == text ? scope : null;
}
