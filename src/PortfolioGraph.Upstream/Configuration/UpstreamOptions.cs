namespace PortfolioGraph.Upstream;

/// <summary>
/// Settings of the upstream, section <c>Upstream</c> (environment <c>Upstream__Name</c>); checked when the host starts.
/// </summary>
public sealed class UpstreamOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Upstream";

    /// <summary>
    /// The address up to and with the doubled prefix, with or without a slash at its end: https, or http on loopback only.
    /// </summary>
    public string BaseUrl { get; set; } = "https://api.1inch.dev/portfolio/portfolio";

    /// <summary>The API key, sent as bearer token to <see cref="BaseUrl"/> and nowhere else; null or empty when none is needed.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// Calls per second over both versions, from 0 to 1,000, fractions allowed. 0 means no limit. Null leaves it to the host; where the host says nothing it is 1.
    /// </summary>
    public decimal? CallsPerSecond { get; set; }

    /// <summary>
    /// How much longer than the limit asks the time between two calls is, as a part of it from 0 to 1. Calls do not travel equally fast: one that follows a slow
    /// one arrives too early at an upstream that counts strictly. At one call per second 0.02 covers 20 milliseconds of difference, and costs two calls in a hundred.
    /// </summary>
    public decimal RateLimitMargin { get; set; } = 0.02m;

    /// <summary>How many calls may leave at once after a quiet time, from 1 to 1,000.</summary>
    public int Burst { get; set; } = 1;

    /// <summary>How many addresses callers may put into one call, from 1 to 100.</summary>
    public int MaxAddressesPerCall { get; set; } = 10;

    /// <summary>
    /// The time for everything: waiting for permits, all attempts, reading the body. By default what gives a client of 15 seconds' patience its answer, or
    /// the news that there is none, within them.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(14);

    /// <summary>
    /// The time for one attempt, from sending to the last byte of the body. By default two attempts and the pause between them leave the next choice of
    /// the same data some seconds of <see cref="Timeout"/>.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long an attempt may wait for a permit of the call budget; one whose turn would come later is refused at once. By default what leaves
    /// <see cref="Timeout"/> the time that an attempt usually takes.
    /// </summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest that no call is made after a 429, whatever its Retry-After says; then one call at a time probes whether that wait still holds. Until a probe is answered,
    /// clients get the end of the announced wait.
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most bytes of an answer's body that are read, counted after decompression.</summary>
    public int MaxResponseBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The pause before the second attempt, doubled before the third; both are varied at random.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Second and third attempts, as a part of the first ones, from 0 to 1: what trouble may cost in calls.</summary>
    public decimal RetryRatio { get; set; } = 0.2m;

    /// <summary>How many second and third attempts may be made beyond <see cref="RetryRatio"/> after a quiet time of three minutes, from 0 to 1,000.</summary>
    public int RetryBurst { get; set; } = 6;

    /// <summary>How many attempts must fail within <see cref="BreakerSamplingDuration"/>, and four of five with them, before a version's circuit breaker opens.</summary>
    public int BreakerMinimumThroughput { get; set; } = 5;

    /// <summary>The time over which the circuit breaker counts.</summary>
    public TimeSpan BreakerSamplingDuration { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an open circuit breaker sends nothing before it lets one attempt through.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
