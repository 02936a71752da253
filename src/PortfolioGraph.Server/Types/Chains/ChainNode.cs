using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Chains;

/// <summary>An EVM chain.</summary>
[ObjectType<Chain>]
public static partial class ChainNode
{
    /// <summary>The chain's global id.</summary>
    [ID]
    public static string GetId([Parent] Chain chain) => chain.ChainId.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
