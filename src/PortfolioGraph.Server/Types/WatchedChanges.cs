using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types;

/// <summary>
/// The changes that a watcher reads, for one reader. The watcher gives its place back when the reading ends, be it before the first event, and when the
/// operation is cancelled, be it that nothing was read.
/// </summary>
internal sealed class WatchedChanges : IAsyncEnumerable<PortfolioChange>
{
    private readonly PortfolioWatcher _watcher;
    private readonly CancellationTokenRegistration _leaving;

    /// <summary>Takes over a watcher.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="operationCancelled">Cancelled when the client has left.</param>
    public WatchedChanges(PortfolioWatcher watcher, CancellationToken operationCancelled)
    {
        _watcher = watcher;
        _leaving = operationCancelled.UnsafeRegister(static watcher => ((PortfolioWatcher)watcher!).Dispose(), watcher);
    }

    /// <inheritdoc />
    public IAsyncEnumerator<PortfolioChange> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Reading(this, _watcher.ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None));

    // An iterator that was never moved runs no code of its own when it is disposed of, so giving the place back cannot be a part of it.
    private sealed class Reading(WatchedChanges changes, IAsyncEnumerator<PortfolioChange> reader) : IAsyncEnumerator<PortfolioChange>
    {
        public PortfolioChange Current => reader.Current;

        public ValueTask<bool> MoveNextAsync() => reader.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await changes._leaving.DisposeAsync();
            changes._watcher.Dispose();
        }
    }
}
