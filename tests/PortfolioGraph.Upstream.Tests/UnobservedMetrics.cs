using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Upstream.Telemetry;

namespace PortfolioGraph.Upstream.Tests;

/// <summary>Metrics for parts that a test creates without a host.</summary>
internal static class UnobservedMetrics
{
    public static UpstreamMetrics Upstream { get; } = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
