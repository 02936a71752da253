namespace PortfolioGraph.Core;

/// <summary>What a wallet, a portfolio or one chain of either holds.</summary>
public interface IHoldings
{
    /// <summary>Whose holdings, and on which chains.</summary>
    Scope Scope { get; }
}

/// <summary>Holdings on all chains: a wallet or a portfolio.</summary>
public interface IMultiChainHoldings : IHoldings;
