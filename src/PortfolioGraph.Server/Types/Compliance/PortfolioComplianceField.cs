using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>The verdicts on a portfolio's wallets.</summary>
[ExtendObjectType<Portfolio>]
public static class PortfolioComplianceField
{
    /// <summary>What the data source says of each address, in the order asked for: verdicts are on single addresses, several have none together.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<WalletCompliance> GetCompliance([Parent] Portfolio portfolio) =>
        [.. portfolio.Addresses.Select(address => new WalletCompliance(new Wallet(address)))];
}
