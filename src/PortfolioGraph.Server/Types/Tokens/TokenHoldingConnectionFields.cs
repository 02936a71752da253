using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Tokens;

/// <summary>What a connection of tokens says besides its page.</summary>
[ExtendObjectType("TokenHoldingConnection")]
public static class TokenHoldingConnectionFields
{
    /// <summary>Where the tokens come from and how old they are.</summary>
    public static Source GetSource([ScopedState("tokens")] LoadResult<TokenHoldings> tokens) => tokens.Source!;
}
