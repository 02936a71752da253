using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The holdings of one asset across chains. Wrapped and bridged forms of the asset are separate.</summary>
[ObjectType<HoldingsByToken>]
public static partial class HoldingsByTokenNode
{
    /// <summary>The chains of the tokens, that with the highest value first.</summary>
    [ListSize(AssumedSize = 5)]
    public static IReadOnlyList<Chain> GetChains([Parent] HoldingsByToken group, [Service] ICatalog catalog) => [.. group.Tokens.Select(token => catalog.GetChain(token.ChainId))];

    /// <summary>The tokens, at most one on each chain, that with the highest value first.</summary>
    [ListSize(AssumedSize = 5)]
    public static IReadOnlyList<Token> GetTokens([Parent] HoldingsByToken group) => group.Tokens;

    /// <summary>The sum of the known profit or loss. Its return is null unless there is exactly one holding, because returns cannot be added. Null if no holding has a figure.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] HoldingsByToken group, IResolverContext _) => group.ProfitAndLoss.ValueOrThrow();
}

/// <summary>The holdings on one chain.</summary>
[ObjectType<HoldingsByChain>]
public static partial class HoldingsByChainNode
{
    /// <summary>The sum of the known profit or loss. Its return is null unless there is exactly one holding, because returns cannot be added. Null if no holding has a figure.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] HoldingsByChain group, IResolverContext _) => group.ProfitAndLoss.ValueOrThrow();
}

/// <summary>The positions in one protocol across chains.</summary>
[ObjectType<HoldingsByProtocol>]
public static partial class HoldingsByProtocolNode
{
    /// <summary>The sum of the known profit or loss. Its return is null unless there is exactly one position, because returns cannot be added. Null if no position has a figure.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] HoldingsByProtocol group, IResolverContext _) => group.ProfitAndLoss.ValueOrThrow();
}
