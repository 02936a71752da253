namespace PortfolioGraph.Core;

/// <summary>Settings of watching portfolios, section <c>Watch</c> (environment <c>Watch__Name</c>); checked when the host starts.</summary>
public sealed class WatchOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Watch";

    /// <summary>
    /// The time from one poll of all that is watched to the next, from one second to one hour. A poll takes from the cache what is younger than half of it and
    /// asks for the rest anew, so a change is seen within one and a half intervals. Where <see cref="CacheOptions.HonorClientCacheControl"/> is off it takes all that is
    /// within <see cref="CacheOptions.TimeToLive"/>: an interval shorter than that then brings nothing sooner.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many different sets of addresses are watched at once, from 1 to 10,000. One of several addresses costs a call for each poll, single ones share calls.</summary>
    public int MaxPortfolios { get; set; } = 100;
}
