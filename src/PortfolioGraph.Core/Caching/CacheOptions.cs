namespace PortfolioGraph.Core;

/// <summary>Settings of the cache across operations, section <c>Cache</c> (environment <c>Cache__Name</c>); checked when the host starts.</summary>
public sealed class CacheOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cache";

    /// <summary>How long an answer about wallets is served without asking again, from 0 (never) to one hour.</summary>
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the lists of supported chains and protocols are served without asking again, from 0 (never) to one day.</summary>
    public TimeSpan CatalogTimeToLive { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// For how long past its life an answer is still served, marked as stale, when asking again fails; from 0 (never) to one day.
    /// </summary>
    public TimeSpan StaleIfError { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long an interactive operation that has an answer past its life at hand waits for a place in the call budget before it is given that one, marked as
    /// stale, from 0 (not at all) to one minute. The place is kept, so that who comes next finds a new answer. Beyond <c>Upstream:QueueTimeout</c> it has no effect.
    /// </summary>
    public TimeSpan SoftTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How many bytes the answers may take that are kept, as far as they can be reckoned, from 1 MiB to 64 GiB; beyond it those unused for the longest time are dropped.
    /// </summary>
    public long MaxBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Whether clients may ask for younger data than the cache holds (<c>Cache-Control: no-cache</c>, <c>max-age</c>), at the price of calls that all clients share.
    /// </summary>
    public bool HonorClientCacheControl { get; set; } = true;

    /// <summary>Data younger than this is served even to who asks for younger, from 0 (never) to one hour: the same figures would come again.</summary>
    public TimeSpan MinRefreshAge { get; set; } = TimeSpan.FromSeconds(10);
}
