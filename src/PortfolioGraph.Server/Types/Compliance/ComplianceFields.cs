using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>The verdict on a wallet.</summary>
[ExtendObjectType<Wallet>]
public static class WalletComplianceField
{
    /// <summary>What the data source says of the address by its block lists and limits. Null with an error where it cannot be asked.</summary>
    [Cost(10)]
    public static async Task<ComplianceCheck?> GetComplianceAsync(
        [Parent] Wallet wallet,
        IComplianceByKeyDataLoader checks,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await checks.LoadAsync(new ComplianceKey(wallet.Address), cancellationToken)).ValueOrThrow(context);
}

/// <summary>The verdicts on a portfolio's wallets.</summary>
[ExtendObjectType<Portfolio>]
public static class PortfolioComplianceField
{
    /// <summary>What the data source says of each address, in the order asked for: verdicts are on single addresses, several have none together.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<WalletCompliance> GetCompliance([Parent] Portfolio portfolio) =>
        [.. portfolio.Addresses.Select(address => new WalletCompliance(new Wallet(address)))];
}
