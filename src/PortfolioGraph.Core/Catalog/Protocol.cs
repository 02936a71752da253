namespace PortfolioGraph.Core;

/// <summary>A protocol, over all chains it runs on.</summary>
/// <param name="ProtocolId">The protocol's id: lower-case letters and digits, for example <c>aavev3</c>.</param>
/// <param name="Name">The readable name.</param>
/// <param name="IconUrl">A picture; null where there is none.</param>
public sealed record Protocol(string ProtocolId, string Name, Uri? IconUrl);

/// <summary>A protocol with the chains it is supported on.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Chains">The chains, by id; null where the data source does not say.</param>
public sealed record SupportedProtocol(Protocol Protocol, IReadOnlyList<Chain>? Chains)
{
    /// <summary>Whether the protocol is supported on a chain; true where the data source does not say on which.</summary>
    /// <param name="chainId">The chain; null for any.</param>
    public bool IsOn(int? chainId) => chainId is null || Chains is null || Chains.Any(chain => chain.ChainId == chainId);
}
