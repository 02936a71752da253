namespace PortfolioGraph.Core;

/// <summary>
/// Sums the upstream usage of all operations of one HTTP request. Each <see cref="UpstreamUsageRecorder"/> that begins in the asynchronous flow of the total adds what it
/// records.
/// </summary>
/// <remarks>It holds only numbers, because a WebSocket or an event stream can run any number of operations.</remarks>
public sealed class UpstreamUsageTotal : IDisposable
{
    private static readonly AsyncLocal<UpstreamUsageTotal?> CurrentTotal = new();

    private readonly Lock _gate = new();
    private readonly UpstreamUsageTotal? _outer;
    private UpstreamUsageSum _sum = new(0, 0, 0, 0, 0, null);

    private UpstreamUsageTotal(UpstreamUsageTotal? outer) => _outer = outer;

    /// <summary>The total of this asynchronous flow; null if none is active.</summary>
    internal static UpstreamUsageTotal? Current => CurrentTotal.Value;

    /// <summary>Starts a total in this asynchronous flow until it is disposed.</summary>
    public static UpstreamUsageTotal Begin() => CurrentTotal.Value = new UpstreamUsageTotal(CurrentTotal.Value);

    /// <summary>Records in this asynchronous flow that a load failed and when a retry may succeed.</summary>
    /// <param name="retryAfter">The time until a retry may succeed.</param>
    public static void RecordRetryAfter(TimeSpan retryAfter) =>
        Current?.Add(sum => sum.RetryAfter >= retryAfter ? sum : sum with { RetryAfter = retryAfter });

    /// <summary>Returns the sum so far.</summary>
    public UpstreamUsageSum Read()
    {
        lock (_gate)
            return _sum;
    }

    /// <summary>Ends the total.</summary>
    public void Dispose() => CurrentTotal.Value = _outer;

    /// <summary>Changes the sum.</summary>
    /// <param name="change">Returns the new sum.</param>
    internal void Add(Func<UpstreamUsageSum, UpstreamUsageSum> change)
    {
        lock (_gate)
            _sum = change(_sum);
    }
}

/// <summary>The upstream usage of all operations of one HTTP request.</summary>
/// <param name="Operations">The number of operations that started.</param>
/// <param name="Calls">The sum of <see cref="UpstreamUsage.Calls"/>.</param>
/// <param name="Cached">The sum of <see cref="UpstreamUsage.Cached"/>. An entry that served several operations counts for each of them.</param>
/// <param name="Coalesced">The sum of <see cref="UpstreamUsage.Coalesced"/>.</param>
/// <param name="Stale">The number of fields that were served stale data.</param>
/// <param name="RetryAfter">The longest time after which a retry of a failed load may succeed; null if no load failed or no time is known.</param>
public sealed record UpstreamUsageSum(int Operations, int Calls, int Cached, int Coalesced, int Stale, TimeSpan? RetryAfter);
