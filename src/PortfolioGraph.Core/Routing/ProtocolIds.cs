using System.Collections.Frozen;

namespace PortfolioGraph.Core;

/// <summary>
/// One id for each protocol, however a version of the upstream spells it (CONTRACT, "v5 general/supported_protocols": <c>aavev3</c>, <c>aave-v3</c>):
/// lower-case letters and digits. Spellings that differ in more than that stand in the table of exceptions.
/// </summary>
internal static class ProtocolIds
{
    // None is known; a protocol that shows up under two ids belongs here, its spelling (letters and digits, lower case) beside its id.
    private static readonly FrozenDictionary<string, string> Exceptions = FrozenDictionary<string, string>.Empty;

    /// <summary>Groups that hold tokens, not positions.</summary>
    private static readonly FrozenSet<string> TokenGroups = FrozenSet.Create("token", "native", "stable", "erc20");

    public static string Of(string spelling)
    {
        var id = string.Concat(spelling.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit));
        return Exceptions.GetValueOrDefault(id, id);
    }

    public static bool IsTokenGroup(string protocolId) => TokenGroups.Contains(protocolId);
}
