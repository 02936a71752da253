namespace PortfolioGraph.Core;

/// <summary>
/// Watches the values of portfolios by polling. All watchers of the same addresses share a poll, and all watched portfolios share calls. Without watchers there is no
/// polling.
/// </summary>
public interface IPortfolioWatch
{
    /// <summary>The maximum number of different sets of addresses that can be watched at once.</summary>
    int MaxPortfolios { get; }

    /// <summary>Starts to watch a portfolio until the watcher is disposed.</summary>
    /// <param name="portfolio">The portfolio. Portfolios with the same addresses in another order share its poll.</param>
    /// <returns>The watcher; null if these addresses are not watched yet and <see cref="MaxPortfolios"/> other sets are.</returns>
    PortfolioWatcher? Subscribe(Portfolio portfolio);

    /// <summary>Ends all polls and the changes of all watchers permanently. Later watchers get no changes.</summary>
    void End();
}
