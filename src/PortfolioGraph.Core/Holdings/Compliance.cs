namespace PortfolioGraph.Core;

/// <summary>The result of the data source's check of an address against its block lists and limits.</summary>
/// <param name="Verdict">The verdict. UNKNOWN if the response of the data source is not readable.</param>
/// <param name="Reason">The reason, in the data source's own words. Null if none is given.</param>
/// <param name="Source">The source and age of the verdict.</param>
public sealed record ComplianceCheck(ComplianceVerdict Verdict, string? Reason, Source Source);

/// <summary>The verdict of a compliance check.</summary>
public enum ComplianceVerdict
{
    /// <summary>The data source allows the address.</summary>
    Allowed,

    /// <summary>The data source denies the address.</summary>
    Denied,

    /// <summary>The data source returned no readable verdict. Do not treat it as allowed.</summary>
    Unknown,
}

/// <summary>The compliance check of one wallet in a portfolio. A portfolio has no combined verdict.</summary>
/// <param name="Wallet">The wallet.</param>
public sealed record WalletCompliance(Wallet Wallet);
