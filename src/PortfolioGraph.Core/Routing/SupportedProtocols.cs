namespace PortfolioGraph.Core;

internal static class SupportedProtocols
{
    /// <summary>Protocols by name; groups of tokens, which are none, left out.</summary>
    public static IReadOnlyList<SupportedProtocol> InOrder(IEnumerable<SupportedProtocol> protocols) =>
    [
        .. protocols
            .Where(static row => row.Protocol.ProtocolId.Length > 0 && !ProtocolIds.IsTokenGroup(row.Protocol.ProtocolId))
            .OrderBy(static row => row.Protocol.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static row => row.Protocol.ProtocolId, StringComparer.Ordinal),
    ];
}
