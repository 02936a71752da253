namespace PortfolioGraph.Core;

/// <summary>
/// Watches the value of portfolios by asking again and again, once for each set of addresses however many watch it: those watched at the same time share
/// calls. Nothing is asked for when nobody watches.
/// </summary>
public interface IPortfolioWatch
{
    /// <summary>How many different sets of addresses can be watched at once.</summary>
    int MaxPortfolios { get; }

    /// <summary>Begins to watch a portfolio, until the watcher is disposed.</summary>
    /// <param name="portfolio">The portfolio; others of the same addresses, in whatever order, share its poll.</param>
    /// <returns>Null where nobody watches these addresses yet and <see cref="MaxPortfolios"/> others are watched.</returns>
    PortfolioWatcher? Subscribe(Portfolio portfolio);

    /// <summary>Ends every watcher's changes and all polls, for good: whoever joins afterwards is told nothing.</summary>
    void End();
}
