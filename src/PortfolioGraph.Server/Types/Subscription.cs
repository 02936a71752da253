using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Types;

/// <summary>Subscriptions. Events do not include `extensions.upstream`.</summary>
[SubscriptionType]
public static partial class Subscription
{
    /// <summary>
    /// The total value of several wallets treated as one portfolio: the current value, then every change. Polled once a minute by default. Failures of the data
    /// source do not end the subscription; updates resume when it recovers.
    /// </summary>
    /// <param name="addresses">The accounts' addresses: at least one, at most 10 different ones unless the server sets another limit.</param>
    /// <param name="change">The event.</param>
    [Subscribe(With = nameof(WatchPortfolio))]
    [Cost(10)]
    public static PortfolioChange PortfolioChanged(IReadOnlyList<Address> addresses, [EventMessage] PortfolioChange change) => change;

    // Subscribe here, not at the first event, because HotChocolate keeps the code of an error only if it is thrown while the source stream is opened.
    internal static IAsyncEnumerable<PortfolioChange> WatchPortfolio(
        IReadOnlyList<Address> addresses,
        [Service] AddressLimits limits,
        [Service] IPortfolioWatch watch,
        CancellationToken cancellationToken) =>
        new WatchedChanges(
            watch.Subscribe(limits.CreatePortfolio("portfolioChanged", addresses)) ?? throw ArgumentErrors.TooManyWatchedPortfolios(watch.MaxPortfolios),
            cancellationToken);
}
