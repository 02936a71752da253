namespace PortfolioGraph.Core;

/// <summary>Settings of watched portfolios: section <c>Watch</c> (environment <c>Watch__Name</c>). They are checked when the host starts.</summary>
public sealed class WatchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Watch";

    /// <summary>
    /// The time between two polls of all watched portfolios, from one second to one hour. A poll uses cached values younger than half of the interval and loads all
    /// others. A change is therefore seen within one and a half intervals. If <see cref="CacheOptions.HonorClientCacheControl"/> is off, a poll uses all cached values
    /// within <see cref="CacheOptions.TimeToLive"/>, so that a shorter interval has no effect.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The maximum number of different sets of addresses that are watched at once, from 1 to 10,000. A set of several addresses needs a call of its own in each poll;
    /// single addresses share calls.
    /// </summary>
    public int MaxPortfolios { get; set; } = 100;
}
