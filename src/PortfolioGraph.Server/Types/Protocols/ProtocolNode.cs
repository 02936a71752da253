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

    /// <summary>The chains on which the protocol is supported, ordered by id. Null if unknown, with an error if they cannot be loaded.</summary>
    public static async Task<IReadOnlyList<Chain>?> GetChainsAsync(
        [Parent] Protocol protocol,
        [Service] ICatalog catalog,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await catalog.GetProtocolsAsync(cancellationToken)).ValueOrThrow(context).FirstOrDefault(p => p.Protocol.ProtocolId == protocol.ProtocolId)?.Chains;
}
