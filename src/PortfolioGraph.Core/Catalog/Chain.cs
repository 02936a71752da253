namespace PortfolioGraph.Core;

/// <summary>An EVM chain.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Name">The readable name.</param>
/// <param name="IconUrl">A picture (SVG); null where none is known.</param>
/// <param name="NativeToken">The chain's own coin; null where unknown.</param>
public sealed record Chain(int ChainId, string Name, Uri? IconUrl, Token? NativeToken);
