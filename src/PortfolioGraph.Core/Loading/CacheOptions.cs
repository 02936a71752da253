namespace PortfolioGraph.Core;

/// <summary>Settings of the cache across operations, section <c>Cache</c> (environment <c>Cache__Name</c>); checked when the host starts.</summary>
public sealed class CacheOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cache";

    /// <summary>How long an answer about wallets is served without asking again, from 0 (never) to one hour.</summary>
    public TimeSpan Life { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the lists of supported chains and protocols are served without asking again, from 0 (never) to one day.</summary>
    public TimeSpan DirectoryLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// For how long past its life an answer is still served, marked as stale, when asking again fails; from 0 (never) to one day.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many answers are kept, from 1 to 1,000,000; beyond it the one unused for the longest time is dropped.</summary>
    public int MaxEntries { get; set; } = 10_000;
}
