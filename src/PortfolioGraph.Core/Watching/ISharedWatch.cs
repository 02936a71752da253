namespace PortfolioGraph.Core;

/// <summary>Lets one replica poll each watched portfolio for all of them.</summary>
internal interface ISharedWatch
{
    /// <summary>Makes this replica the poller of portfolios that no other replica polls, or keeps it their poller.</summary>
    /// <param name="portfolios">The owners of the portfolios.</param>
    /// <param name="lifetime">How long the replica stays their poller unless it claims them again. After that, another replica may take over.</param>
    /// <returns>For each portfolio, null if this replica polls it, or else for how long another replica is its poller at least. Null if the replicas cannot be reached.</returns>
    Task<IReadOnlyList<TimeSpan?>?> ClaimAsync(IReadOnlyList<AddressSet> portfolios, TimeSpan lifetime);

    /// <summary>Ends the claim of this replica in the background, so that another one can take over at once.</summary>
    /// <param name="portfolio">The owners.</param>
    void Release(AddressSet portfolio);

    /// <summary>Calls a method when another replica has loaded the value of a portfolio, or has ended its claim.</summary>
    /// <param name="handler">The method. It must not throw.</param>
    void OnChanged(Action<AddressSet> handler);
}
