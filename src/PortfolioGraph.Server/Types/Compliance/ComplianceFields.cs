using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>The compliance check of a wallet.</summary>
[ExtendObjectType<Wallet>]
public static class WalletComplianceField
{
    /// <summary>The data source's compliance check of the address, from its block lists and limits. Null with an error if it cannot be loaded.</summary>
    [Cost(10)]
    public static async Task<ComplianceCheck?> GetComplianceAsync(
        [Parent] Wallet wallet,
        IComplianceByKeyDataLoader checks,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        (await checks.LoadAsync(new ComplianceKey(wallet.Address), cancellationToken)).ValueOrThrow(context);
}

/// <summary>The compliance checks of a portfolio's wallets.</summary>
[ExtendObjectType<Portfolio>]
public static class PortfolioComplianceField
{
    /// <summary>The compliance check of each address, in the order of `addresses`. A portfolio has no combined verdict.</summary>
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<WalletCompliance> GetCompliance([Parent] Portfolio portfolio) =>
        [.. portfolio.Addresses.Select(address => new WalletCompliance(new Wallet(address)))];
}

/// <summary>One wallet of a portfolio and its compliance check.</summary>
[ObjectType<WalletCompliance>]
public static partial class WalletComplianceNode
{
    /// <summary>The compliance check of the wallet. Null with an error if it cannot be loaded; the checks of other wallets are not affected.</summary>
    [Cost(10)]
    public static Task<ComplianceCheck?> GetCheckAsync(
        [Parent] WalletCompliance compliance,
        IComplianceByKeyDataLoader checks,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        WalletComplianceField.GetComplianceAsync(compliance.Wallet, checks, context, cancellationToken);
}
