namespace PortfolioGraph.Core;

/// <summary>An EVM chain.</summary>
/// <param name="ChainId">The EIP-155 chain id.</param>
/// <param name="Name">The display name.</param>
/// <param name="IconUrl">The URL of the icon (SVG). Null if unknown.</param>
/// <param name="NativeToken">The chain's native token. Null if unknown.</param>
public sealed record Chain(int ChainId, string Name, Uri? IconUrl, Token? NativeToken);
