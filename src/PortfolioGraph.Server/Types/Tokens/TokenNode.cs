using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>A token on one chain: a contract, or the chain's native token.</summary>
[ObjectType<Token>]
public static partial class TokenNode
{
    static partial void Configure(IObjectTypeDescriptor<Token> descriptor) => descriptor.Name("CryptoToken").Ignore(t => t.Key);

    /// <summary>The token's global id, built from chain and contract.</summary>
    [ID]
    public static string GetId([Parent] Token token) => token.Key;

    /// <summary>The chain the token is on.</summary>
    public static Chain GetChain([Parent] Token token, [Service] ICatalog catalog) => catalog.GetChain(token.ChainId);

    /// <summary>The number of decimals of the smallest unit, for display only, because amounts are already divided by it. Null if unknown.</summary>
    public static int? GetDecimals([Parent] Token token, IResolverContext context) => token.Decimals.ValueOrThrow();
}
