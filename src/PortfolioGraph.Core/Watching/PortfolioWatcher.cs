using System.Runtime.CompilerServices;

namespace PortfolioGraph.Core;

/// <summary>
/// A subscription to one portfolio. A slow reader does not block others: it skips intermediate values, and its next change is relative to the value it read last.
/// </summary>
public sealed class PortfolioWatcher : IDisposable
{
    private readonly Portfolio _portfolio;
    private readonly WatchedPortfolio _watched;
    private Action? _unsubscribe;

    internal PortfolioWatcher(Portfolio portfolio, WatchedPortfolio watched, Action unsubscribe) => (_portfolio, _watched, _unsubscribe) = (portfolio, watched, unsubscribe);

    /// <summary>
    /// Returns the current value without a previous one, as soon as it is known, and then every change. Failures of the upstream delay the next change. The sequence ends
    /// with the watch.
    /// </summary>
    /// <param name="cancellationToken">Cancels reading.</param>
    /// <exception cref="OperationCanceledException">Reading was cancelled.</exception>
    public async IAsyncEnumerable<PortfolioChange> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ObservedValue? lastRead = null;
        while (true)
        {
            var update = _watched.Latest;
            if (update.IsLast)
                yield break;

            if (update.Value is { } value && value.IsChangeFrom(lastRead))
            {
                var change = _watched.GetChange(_portfolio, value, lastRead);
                lastRead = value;
                yield return change;
            }
            else
            {
                await update.NextUpdate.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the subscription.</summary>
    public void Dispose() => Interlocked.Exchange(ref _unsubscribe, null)?.Invoke();
}
