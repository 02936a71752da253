using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>A token on one chain: a contract, or the chain's native token.</summary>
[ObjectType<Token>]
public static partial class TokenNode
{
    static partial void Configure(IObjectTypeDescriptor<Token> descriptor) => descriptor.Name("CryptoToken").Ignore(t => t.Key);

    /// <summary>The token's global id, built from chain and contract.</summary>
    [ID]
    public static string GetId([Parent] Token token) => token.Key;

    /// <summary>Returns the token of an id.</summary>
    /// <param name="id">The chain id and the contract.</param>
    /// <exception cref="GraphQLException">ID_INVALID, CHAIN_UNSUPPORTED, or the failure of the lookup of the chain.</exception>
    [NodeResolver]
    public static async Task<Token?> GetTokenByIdAsync(string id, [Service] ICatalog catalog, CancellationToken cancellationToken) => HoldingIds.ReadToken(id) is { } token
        ? await catalog.GetTokenAsync(token.ChainId, token.Address, cancellationToken)
        : throw ArgumentErrors.IdInvalid();

    /// <summary>The chain the token is on.</summary>
    public static Chain GetChain([Parent] Token token, [Service] ICatalog catalog) => catalog.GetChain(token.ChainId);

    /// <summary>The number of decimals of the smallest unit, for display only, because amounts are already divided by it. Null if unknown.</summary>
    public static int? GetDecimals([Parent] Token token, IResolverContext _) => token.Decimals.ValueOrThrow();
}
