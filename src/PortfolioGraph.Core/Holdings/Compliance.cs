namespace PortfolioGraph.Core;

/// <summary>What the data source says of an address by its block lists and limits.</summary>
/// <param name="Verdict">Its verdict; unknown where its answer is not understood.</param>
/// <param name="Reason">Its reason in its own words; null where it gives none.</param>
/// <param name="Source">Where the verdict comes from and how old it is.</param>
public sealed record ComplianceCheck(ComplianceVerdict Verdict, string? Reason, Source Source);

/// <summary>A verdict on an address.</summary>
public enum ComplianceVerdict
{
    /// <summary>The data source says that it may be served.</summary>
    Allowed,

    /// <summary>The data source says that it may not be served.</summary>
    Denied,

    /// <summary>The data source gave no verdict that is understood. It is not a permission.</summary>
    Unknown,
}

/// <summary>One wallet of a portfolio and what is said of it: verdicts are on single addresses, several have none together.</summary>
/// <param name="Wallet">The wallet.</param>
public sealed record WalletCompliance(Wallet Wallet);
