using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Chains;

/// <summary>An EVM chain.</summary>
[ObjectType<Chain>]
public static partial class ChainNode
{
    /// <summary>The chain's global id.</summary>
    [ID]
    public static string GetId([Parent] Chain chain) => chain.ChainId.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Returns the chain of an id.</summary>
    /// <param name="id">The chain id.</param>
    /// <exception cref="GraphQLException">CHAIN_UNSUPPORTED, or the failure of the lookup.</exception>
    [NodeResolver]
    public static async Task<Chain?> GetChainByIdAsync(int id, [Service] ICatalog catalog, CancellationToken cancellationToken) => await catalog.GetSupportedAsync(id, cancellationToken);
}
