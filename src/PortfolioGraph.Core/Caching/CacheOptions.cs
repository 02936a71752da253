namespace PortfolioGraph.Core;

/// <summary>Settings of the cache that all operations share: section <c>Cache</c> (environment <c>Cache__Name</c>). They are checked when the host starts.</summary>
public sealed class CacheOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cache";

    /// <summary>How long cached data of wallets is fresh, from 0 (never) to one hour.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the cached lists of supported chains and protocols are fresh, from 0 (never) to one day.</summary>
    public TimeSpan CatalogTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long after its expiry an entry is still served, marked as stale, if the refresh fails. From 0 (never) to one day.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long an interactive operation with a stale value waits for the rate limit before it returns the stale value. From 0 (not at all) to one minute. The refresh
    /// stays queued, so that the next request finds fresh data. A value above <c>Upstream:QueueTimeout</c> has no effect.
    /// </summary>
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The estimated bytes that all entries together may take, from 1 MiB to 64 GiB. Beyond this limit the least recently used entries are evicted. An entry is useful for
    /// <see cref="TimeToLive"/> and <see cref="StaleIfError"/>, and with one upstream call per second the default holds what some 1,000 calls of that time load. With a higher
    /// <c>Upstream:CallsPerSecond</c>, raise it in proportion.
    /// </summary>
    public long MaxBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>
    /// Whether clients may request fresher data than the cache holds (<c>Cache-Control: no-cache</c>, <c>max-age</c>). Such requests use calls that all clients share.
    /// </summary>
    public bool HonorClientCacheControl { get; set; } = true;

    /// <summary>The minimum age of data before a client can force a refresh, from 0 to one hour. Younger data would come back unchanged.</summary>
    public TimeSpan MinRefreshAge { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The part of <see cref="MaxBytes"/> that kept responses may take.</summary>
    internal const double ResponsesShare = 0.25;

    /// <summary>
    /// Whether responses that are made repeatedly from cached data are kept as text, in a quarter of <see cref="MaxBytes"/>, and sent again while all of that data is fresh. They do not
    /// differ from newly made responses.
    /// </summary>
    public bool KeepResponses { get; set; } = true;
}
