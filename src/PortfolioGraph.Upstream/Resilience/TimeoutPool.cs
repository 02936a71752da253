using System.Collections.Concurrent;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>Timeouts of calls and attempts. Nearly all of them end before their time, so their sources and timers are used again.</summary>
/// <param name="time">The clock.</param>
internal sealed class TimeoutPool(TimeProvider time)
{
    // More than are in use at a time on a busy server.
    private const int Capacity = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _sources = new();

    /// <summary>Starts a timeout.</summary>
    /// <param name="duration">The time after which the token is cancelled.</param>
    /// <param name="ct">Cancels the token too.</param>
    public Timeout Start(TimeSpan duration, CancellationToken ct)
    {
        if (!_sources.TryDequeue(out var source))
            source = new CancellationTokenSource(System.Threading.Timeout.InfiniteTimeSpan, time);
        source.CancelAfter(duration);
        return new Timeout(this, source, ct);
    }

    private void Return(CancellationTokenSource source)
    {
        if (_sources.Count < Capacity && source.TryReset())
            _sources.Enqueue(source);
        else
            source.Dispose();
    }

    /// <summary>A token that is cancelled after a time, or by another token. Its users must have ended when the timeout is disposed of.</summary>
    internal readonly struct Timeout : IDisposable
    {
        private readonly TimeoutPool _pool;
        private readonly CancellationTokenSource _source;
        private readonly CancellationToken _outer;
        private readonly CancellationTokenRegistration _registration;

        public Timeout(TimeoutPool pool, CancellationTokenSource source, CancellationToken outer)
        {
            (_pool, _source, _outer) = (pool, source, outer);
            _registration = outer.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);
        }

        public CancellationToken Token => _source.Token;

        /// <summary>Whether the time has elapsed, and the other token is not cancelled.</summary>
        public bool HasElapsed => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

        public void Dispose()
        {
            // Waits for a callback that runs, so that it cannot cancel the source's next use.
            _registration.Dispose();
            _pool.Return(_source);
        }
    }
}
