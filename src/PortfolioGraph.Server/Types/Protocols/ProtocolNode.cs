using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>A protocol, over all chains it runs on.</summary>
[ObjectType<Protocol>]
public static partial class ProtocolNode
{
    /// <summary>The protocol's global id.</summary>
    [ID]
    public static string GetId([Parent] Protocol protocol) => protocol.ProtocolId;

    /// <summary>The chains the protocol is supported on, by id. Null where the data source does not say, with an error where it cannot be loaded.</summary>
    public static async Task<IReadOnlyList<Chain>?> GetChainsAsync(
        [Parent] Protocol protocol,
        [Service] ICatalog catalog,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await catalog.GetProtocolsAsync(cancellationToken)).ValueOrThrow(context).FirstOrDefault(p => p.Protocol.ProtocolId == protocol.ProtocolId)?.Chains;
}
