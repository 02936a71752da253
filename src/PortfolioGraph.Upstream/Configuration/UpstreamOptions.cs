namespace PortfolioGraph.Upstream.Configuration;

/// <summary>
/// Settings of the upstream, section <c>Upstream</c> (environment <c>Upstream__Name</c>). Validated when the host starts.
/// </summary>
public sealed class UpstreamOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Upstream";

    /// <summary>
    /// The base URL including the doubled prefix, with or without a trailing slash. It must use https, or http on loopback only.
    /// </summary>
    public string BaseUrl { get; set; } = "https://api.1inch.dev/portfolio/portfolio";

    /// <summary>The API key, sent as a bearer token to <see cref="BaseUrl"/> only. Null or empty if no key is needed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Calls per second over both versions, from 0 to 1,000, fractions allowed. 0 means no limit. Null means the host's default, or 1 if the host sets none.
    /// </summary>
    public decimal? CallsPerSecond { get; set; }

    /// <summary>
    /// By which fraction the interval between two calls exceeds the interval that the limit requires, from 0 to 1. Network latency varies, so a call that follows a slow one
    /// may arrive too early at an upstream that counts strictly. At one call per second, 0.02 covers 20 ms of variation and costs two calls in a hundred.
    /// </summary>
    public decimal RateLimitMargin { get; set; } = 0.02m;

    /// <summary>How many calls may be sent at once after idle time, from 1 to 1,000.</summary>
    public int Burst { get; set; } = 1;

    /// <summary>How many addresses callers may put into one call, from 1 to 100.</summary>
    public int MaxAddressesPerCall { get; set; } = 10;

    /// <summary>
    /// How long a load that needs a new call waits for other loads that fit into the same call, up to 100 ms; 0 by default. Under a rate limit, loads that wait for a permit share
    /// calls anyway. Without one, each call is sent at once, and simultaneous loads of different operations share none. Loads of one operation or batch share calls in any case.
    /// </summary>
    public TimeSpan CoalescingWindow { get; set; }

    /// <summary>
    /// The deadline of one call: the waits for permits, all attempts and the reading of the body. A load with its fallbacks has the same deadline, which counts from the request for
    /// its first permit. By default, a client with a timeout of 15 seconds gets a response or an error in time.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>
    /// The time for one attempt, from sending to the last byte of the body. By default, two attempts and the delay between them leave some seconds of <see cref="Timeout"/> for
    /// a fallback to another endpoint.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The queue timeout: the maximum wait for a permit of the rate limiter. For the first permit of a load, the wait counts from the first load of the operation. If the estimated
    /// wait is longer, the request for the permit is rejected at once. The default leaves enough of <see cref="Timeout"/> for a usual attempt. At least a second if replicas share the
    /// account, because each permit needs a round trip then.
    /// </summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The maximum time without any call after a 429, whatever its Retry-After states. After this time one call at a time probes whether the wait still applies. Until a probe
    /// succeeds, clients are given the end of the announced wait.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The maximum size of a response body in bytes, counted after decompression.</summary>
    public int MaxResponseBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The delay before the second attempt, doubled before the third. Both delays are varied at random.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The share of retries (second and third attempts) in relation to first attempts, from 0 to 1. It limits the calls that failures may cost.</summary>
    public decimal RetryRatio { get; set; } = 0.2m;

    /// <summary>How many retries may be made beyond <see cref="RetryRatio"/> after three minutes without retries, from 0 to 1,000.</summary>
    public int RetryBurst { get; set; } = 6;

    /// <summary>The minimum number of attempts within <see cref="BreakerSamplingDuration"/> before a version's circuit breaker may open. It opens if four of five fail.</summary>
    public int BreakerMinimumThroughput { get; set; } = 5;

    /// <summary>The time window of the circuit breaker.</summary>
    public TimeSpan BreakerSamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open circuit breaker blocks all attempts before it allows one.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
