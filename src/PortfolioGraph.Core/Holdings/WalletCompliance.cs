namespace PortfolioGraph.Core;

/// <summary>One wallet of a portfolio and what is said of it: verdicts are on single addresses, several have none together.</summary>
/// <param name="Wallet">The wallet.</param>
public sealed record WalletCompliance(Wallet Wallet);
