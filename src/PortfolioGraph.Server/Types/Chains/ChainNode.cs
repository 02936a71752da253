using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types.Chains;

/// <summary>An EVM chain.</summary>
[ObjectType<Chain>]
public static partial class ChainNode
{
    /// <summary>The chain's global id.</summary>
    [ID]
    public static string GetId([Parent] Chain chain) => HoldingIds.FormatChain(chain.ChainId);

    /// <summary>Returns the chain of an id.</summary>
    /// <param name="id">The chain id.</param>
    /// <exception cref="GraphQLException">ID_INVALID, CHAIN_UNSUPPORTED, or the failure of the lookup.</exception>
    [NodeResolver]
    public static async Task<Chain?> GetChainByIdAsync(string id, [Service] ICatalog catalog, CancellationToken cancellationToken) =>
        await catalog.GetKnownAsync(HoldingIds.ReadChain(id) ?? throw ArgumentErrors.IdInvalid(), cancellationToken);

    /// <summary>The URL of the icon (SVG). Null if there is none, with an error if it is only in the list of supported chains and that list cannot be loaded.</summary>
    public static async Task<Uri?> GetIconUrlAsync([Parent] Chain chain, IChainsByDatasetDataLoader chains, IResolverContext context, CancellationToken cancellationToken) =>
        chain.IconUrl ?? (await chain.FindListedAsync(chains, context, cancellationToken))?.IconUrl;

    /// <summary>The chain's native token. Null if unknown, with an error if it is only in the list of supported chains and that list cannot be loaded.</summary>
    public static async Task<Token?> GetNativeTokenAsync([Parent] Chain chain, IChainsByDatasetDataLoader chains, IResolverContext context, CancellationToken cancellationToken) =>
        chain.NativeToken ?? (await chain.FindListedAsync(chains, context, cancellationToken))?.NativeToken;

    // The built-in table is incomplete. The list is one call for all clients while it is cached, so that the result does not depend on whether another query loaded it.
    private static async Task<Chain?> FindListedAsync(this Chain chain, IChainsByDatasetDataLoader chains, IResolverContext context, CancellationToken cancellationToken) =>
        (await chains.LoadAsync(Dataset.Chains, cancellationToken)).ValueOrThrow(context).FirstOrDefault(listed => listed.ChainId == chain.ChainId);
}
