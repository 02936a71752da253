using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>A protocol on all its chains.</summary>
[ObjectType<Protocol>]
public static partial class ProtocolNode
{
    /// <summary>The protocol's global id.</summary>
    [ID]
    public static string GetId([Parent] Protocol protocol) => protocol.ProtocolId;

    /// <summary>Returns the protocol of an id.</summary>
    /// <param name="id">The protocol id.</param>
    /// <exception cref="GraphQLException">PROTOCOL_UNKNOWN, or the failure of the lookup.</exception>
    [NodeResolver]
    public static async Task<Protocol?> GetProtocolByIdAsync(string id, [Service] ICatalog catalog, CancellationToken cancellationToken) => await catalog.GetProtocolAsync(id, cancellationToken);

    /// <summary>The URL of the icon. Null if there is none, with an error if it is only in the list of supported protocols and that list cannot be loaded.</summary>
    public static async Task<Uri?> GetIconUrlAsync([Parent] Protocol protocol, IProtocolsByDatasetDataLoader protocols, IResolverContext context, CancellationToken cancellationToken) =>
        // Values by protocol have no icons. The list is one call for all clients while it is cached.
        protocol.IconUrl ?? (await protocols.LoadAsync(Dataset.Protocols, cancellationToken)).ValueOrThrow(context).FirstOrDefault(p => p.Protocol.ProtocolId == protocol.ProtocolId)?.Protocol.IconUrl;

    /// <summary>The chains on which the protocol is supported, ordered by id. Null if unknown, with an error if they cannot be loaded.</summary>
    public static async Task<IReadOnlyList<Chain>?> GetChainsAsync(
        [Parent] Protocol protocol,
        IProtocolsByDatasetDataLoader protocols,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await protocols.LoadAsync(Dataset.Protocols, cancellationToken)).ValueOrThrow(context).FirstOrDefault(p => p.Protocol.ProtocolId == protocol.ProtocolId)?.Chains;
}
