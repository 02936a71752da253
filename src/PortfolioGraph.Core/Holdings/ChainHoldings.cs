namespace PortfolioGraph.Core;

/// <summary>What a wallet or portfolio holds on one chain.</summary>
/// <param name="Scope">Whose holdings, with the chain set.</param>
/// <param name="Chain">The chain.</param>
public sealed record ChainHoldings(Scope Scope, Chain Chain) : IHoldings;
