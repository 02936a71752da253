using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>What changes. Events carry no report on the calls they took.</summary>
[SubscriptionType]
public static partial class Subscription
{
    /// <summary>
    /// The value of several wallets taken as one: as it is now, then again whenever it has really changed. The data source is asked once a minute unless the
    /// server sets another interval. Its trouble ends no subscription: nothing is told until it is over.
    /// </summary>
    /// <param name="addresses">The accounts' addresses: at least one, at most 10 different ones unless the server sets another limit.</param>
    /// <param name="change">The event.</param>
    [Subscribe(With = nameof(WatchPortfolio))]
    [Cost(10)]
    public static PortfolioChange PortfolioChanged(IReadOnlyList<Address> addresses, [EventMessage] PortfolioChange change) => change;

    // The watch is joined here, not with the first event: HotChocolate keeps the code of an error only if the source stream cannot be opened.
    internal static IAsyncEnumerable<PortfolioChange> WatchPortfolio(
        IReadOnlyList<Address> addresses,
        [Service] AddressLimits selection,
        [Service] IPortfolioWatch watch,
        CancellationToken cancellationToken) =>
        new WatchedChanges(
            watch.Subscribe(selection.Portfolio("portfolioChanged", addresses)) ?? throw ArgumentErrors.TooManyWatched(watch.MaxPortfolios),
            cancellationToken);
}
