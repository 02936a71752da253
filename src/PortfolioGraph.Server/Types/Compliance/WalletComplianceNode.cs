using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Compliance;

/// <summary>One wallet of a portfolio and what is said of it.</summary>
[ObjectType<WalletCompliance>]
public static partial class WalletComplianceNode
{
    /// <summary>The verdict. Null with an error where it cannot be asked for; the other wallets' verdicts are there all the same.</summary>
    [Cost(10)]
    public static Task<ComplianceCheck?> GetCheckAsync(
        [Parent] WalletCompliance compliance,
        IComplianceByKeyDataLoader checks,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        WalletComplianceField.GetComplianceAsync(compliance.Wallet, checks, context, cancellationToken);
}
