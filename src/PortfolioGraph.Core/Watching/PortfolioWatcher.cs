using System.Runtime.CompilerServices;

namespace PortfolioGraph.Core;

/// <summary>One who watches a portfolio. Whoever reads slowly holds nobody back and misses only what was in between: the next change is told against the value read last.</summary>
public sealed class PortfolioWatcher : IDisposable
{
    private readonly Portfolio _portfolio;
    private readonly WatchedPortfolio _watched;
    private Action? _unsubscribe;

    internal PortfolioWatcher(Portfolio portfolio, WatchedPortfolio watched, Action unsubscribe) => (_portfolio, _watched, _unsubscribe) = (portfolio, watched, unsubscribe);

    /// <summary>
    /// The value as it is, without a previous one, as soon as one is known; then each real change. It waits through all trouble of the data source and ends
    /// with the watch.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">The reading was ended.</exception>
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
                var previous = lastRead?.ValueUsd;
                lastRead = value;
                yield return new PortfolioChange(_portfolio, value.ValueUsd, previous, new[] { value.ValueUsd, -previous }.SumOfAll(), value.AsOf);
            }
            else
            {
                await update.NextUpdate.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Watches no more.</summary>
    public void Dispose() => Interlocked.Exchange(ref _unsubscribe, null)?.Invoke();
}
