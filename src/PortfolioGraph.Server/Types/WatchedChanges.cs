using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types;

/// <summary>
/// The changes of one watcher for one reader. The watcher is disposed of when the enumeration ends, even before the first event. It is also disposed of when the
/// operation is cancelled, even if nothing was read.
/// </summary>
internal sealed class WatchedChanges : IAsyncEnumerable<PortfolioChange>
{
    private readonly PortfolioWatcher _watcher;
    private readonly CancellationTokenRegistration _cancellation;

    /// <summary>Takes ownership of a watcher.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="operationCancelled">Cancelled when the client disconnects.</param>
    public WatchedChanges(PortfolioWatcher watcher, CancellationToken operationCancelled)
    {
        _watcher = watcher;
        _cancellation = operationCancelled.UnsafeRegister(static watcher => ((PortfolioWatcher)watcher!).Dispose(), watcher);
    }

    /// <inheritdoc />
    public IAsyncEnumerator<PortfolioChange> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(this, _watcher.ReadAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None));

    // Not an iterator method, because an iterator that was never advanced runs no code when it is disposed of.
    private sealed class Enumerator(WatchedChanges changes, IAsyncEnumerator<PortfolioChange> reader) : IAsyncEnumerator<PortfolioChange>
    {
        public PortfolioChange Current => reader.Current;

        public ValueTask<bool> MoveNextAsync() => reader.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await reader.DisposeAsync();
            await changes._cancellation.DisposeAsync();
            changes._watcher.Dispose();
        }
    }
}
