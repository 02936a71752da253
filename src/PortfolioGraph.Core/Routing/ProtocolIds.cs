using System.Collections.Frozen;

namespace PortfolioGraph.Core;

/// <summary>
/// One id per protocol, independent of its spelling in each API version (CONTRACT, "v5 general/supported_protocols": <c>aavev3</c>, <c>aave-v3</c>).
/// An id consists of lower-case letters and digits. Spellings that differ in other ways belong in the table of exceptions.
/// </summary>
internal static class ProtocolIds
{
    // No exception is known yet. Maps a spelling (lower-case letters and digits) to an id, for a protocol that appears under two ids.
    private static readonly FrozenDictionary<string, string> Exceptions = FrozenDictionary<string, string>.Empty;

    /// <summary>Protocol groups that contain tokens, not positions.</summary>
    private static readonly FrozenSet<string> TokenGroups = FrozenSet.Create("token", "native", "stable", "erc20");

    public static string Of(string spelling)
    {
        // The identifiers of one version are ids already.
        var id = spelling.All(static character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)) ? spelling : string.Concat(spelling.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return Exceptions.GetValueOrDefault(id, id);
    }

    public static bool IsTokenGroup(string protocolId) => TokenGroups.Contains(protocolId);
}

internal static class SupportedProtocols
{
    /// <summary>Returns the protocols ordered by name, without token groups, which are not protocols.</summary>
    public static IReadOnlyList<SupportedProtocol> InOrder(IEnumerable<SupportedProtocol> protocols) =>
    [
        .. protocols
            .Where(static row => row.Protocol.ProtocolId.Length > 0 && !ProtocolIds.IsTokenGroup(row.Protocol.ProtocolId))
            .OrderBy(static row => row.Protocol.Name, StringComparer.OrdinalIgnoreCase)
            .ThenBy(static row => row.Protocol.ProtocolId, StringComparer.Ordinal),
    ];
}
