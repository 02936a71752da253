namespace PortfolioGraph.Core;

/// <summary>A protocol, across all chains.</summary>
/// <param name="ProtocolId">The protocol id: lower-case letters and digits, for example <c>aavev3</c>.</param>
/// <param name="Name">The display name.</param>
/// <param name="IconUrl">The URL of the icon. Null if there is none.</param>
public sealed record Protocol(string ProtocolId, string Name, Uri? IconUrl);

/// <summary>A protocol and its supported chains.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Chains">The supported chains, ordered by id. Null if the data source does not list them.</param>
public sealed record SupportedProtocol(Protocol Protocol, IReadOnlyList<Chain>? Chains)
{
    /// <summary>Whether the protocol is supported on a chain. True if the supported chains are unknown.</summary>
    /// <param name="chainId">The chain id; null for any chain.</param>
    public bool IsOn(int? chainId) => chainId is null || Chains is null || Chains.Any(chain => chain.ChainId == chainId);
}
