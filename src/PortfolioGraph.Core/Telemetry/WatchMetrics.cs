using System.Diagnostics.Metrics;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Core;

/// <summary>The metrics of the subscriptions to portfolios.</summary>
internal sealed class WatchMetrics(IMeterFactory meters)
{
    private readonly Meter _meter = meters.Create(PortfolioTelemetry.Name);

    /// <summary>Registers the gauges.</summary>
    /// <param name="subscribers">Returns the current number of subscribers.</param>
    /// <param name="portfolios">Returns the current number of different sets of addresses that they watch.</param>
    public void Observe(Func<int> subscribers, Func<int> portfolios)
    {
        _meter.CreateObservableUpDownCounter("portfoliograph.watch.subscribers", subscribers, "{subscriber}", "Subscriptions that wait for changes of a portfolio.");
        _meter.CreateObservableUpDownCounter("portfoliograph.watch.portfolios", portfolios, "{portfolio}", "Different sets of addresses that are polled for subscriptions.");
    }
}
