using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>A watch over scripted values, on time that a test moves.</summary>
internal sealed class WatchBench : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly PortfolioWatch _watch;

    public WatchBench(int maxPortfolios = 100)
    {
        Values = new ScriptedValues(Time);
        _watch = new PortfolioWatch(
            Values,
            Options.Create(new WatchOptions { Interval = Interval, MaxPortfolios = maxPortfolios }),
            Time,
            NullLogger<PortfolioWatch>.Instance);
    }

    public SteppedTimeProvider Time { get; } = new();

    public ScriptedValues Values { get; }

    public PortfolioWatch Watch => _watch;

    public Reader? TryRead(params int[] wallets) =>
        _watch.Subscribe(new Portfolio([.. wallets.Select(Wallets.Address)])) is { } watcher ? new Reader(watcher) : null;

    public Reader Read(params int[] wallets) => TryRead(wallets).ShouldNotBeNull();

    /// <summary>Waits until what has begun has ended, so that the next load is due at that second, and begins it.</summary>
    public async Task LoadAtAsync(int second)
    {
        await Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(second));
        await Values.BegunAtAsync(TimeSpan.FromSeconds(second));
    }

    public void Dispose() => _watch.Dispose();

    /// <summary>One who watches.</summary>
    internal sealed class Reader(PortfolioWatcher watcher) : IDisposable
    {
        // Real time, and only so that a broken test ends.
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly IAsyncEnumerator<PortfolioChange> _changes = watcher.ReadAsync().GetAsyncEnumerator();
        private Task<bool>? _next;

        /// <summary>The next change, without any time passing.</summary>
        public async Task<PortfolioChange> NextAsync()
        {
            (await Wait().WaitAsync(Patience)).ShouldBeTrue("there is another change");
            _next = null;
            return _changes.Current;
        }

        /// <summary>Begins to wait for the next change; false where there is none any more.</summary>
        public Task<bool> Wait() => _next ??= _changes.MoveNextAsync().AsTask();

        public void Dispose() => watcher.Dispose();
    }
}
