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

/// <summary>The value of a watched portfolio: the current value first, then every change.</summary>
/// <param name="Portfolio">The portfolio. Fields selected below it are loaded for this event.</param>
/// <param name="ValueUsd">The total value in USD, assets minus debts. Null if unknown, which is only possible in the first event.</param>
/// <param name="PreviousValueUsd">The value of the previous event of this subscription, in USD. Null in the first event, or if that value was unknown.</param>
/// <param name="ChangeUsd">The value minus the previous value, in USD; negative for a loss. Null if either value is null.</param>
/// <param name="Time">The time at which the value was correct according to the data source.</param>
public sealed record PortfolioChange(Portfolio Portfolio, decimal? ValueUsd, decimal? PreviousValueUsd, decimal? ChangeUsd, DateTimeOffset Time);
