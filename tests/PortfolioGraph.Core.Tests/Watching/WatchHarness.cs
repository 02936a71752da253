using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>A watch over scripted values, on a clock that the test advances.</summary>
internal sealed class WatchHarness : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PortfolioWatch _watch;

    public WatchHarness(int maxPortfolios = 100)
    {
        Values = new ScriptedValues(Time);
        _watch = new PortfolioWatch(
            Values,
            Options.Create(new WatchOptions { Interval = Interval, MaxPortfolios = maxPortfolios }),
            Time,
            new WatchMetrics(_services.GetRequiredService<IMeterFactory>()),
            NullLogger<PortfolioWatch>.Instance);
    }

    public SteppedTimeProvider Time { get; } = new();

    public ScriptedValues Values { get; }

    public PortfolioWatch Watch => _watch;

    public Reader? TryRead(params int[] wallets) =>
        _watch.Subscribe(new Portfolio([.. wallets.Select(Wallets.Address)])) is { } watcher ? new Reader(watcher) : null;

    public Reader Read(params int[] wallets) => TryRead(wallets).ShouldNotBeNull();

    /// <summary>Waits until the next load is due at that second, after all loads before it have ended, and starts it.</summary>
    public async Task LoadAtAsync(int second)
    {
        await Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(second));
        await Values.StartedAtAsync(TimeSpan.FromSeconds(second));
    }

    public void Dispose()
    {
        _watch.Dispose();
        _services.Dispose();
    }

    /// <summary>Reads the changes of one watcher.</summary>
    internal sealed class Reader(PortfolioWatcher watcher) : IDisposable
    {
        // In real time, so that a broken test ends.
        private static readonly TimeSpan RealTimeout = TimeSpan.FromSeconds(30);

        private readonly IAsyncEnumerator<PortfolioChange> _changes = watcher.ReadAsync().GetAsyncEnumerator();
        private Task<bool>? _next;

        /// <summary>Returns the next change, without advancing the clock.</summary>
        public async Task<PortfolioChange> NextAsync()
        {
            (await Wait().WaitAsync(RealTimeout)).ShouldBeTrue("there is another change");
            _next = null;
            return _changes.Current;
        }

        /// <summary>Starts to wait for the next change; false if there are no more changes.</summary>
        public Task<bool> Wait() => _next ??= _changes.MoveNextAsync().AsTask();

        public void Dispose() => watcher.Dispose();
    }
}
