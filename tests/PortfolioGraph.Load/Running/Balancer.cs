using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;

namespace PortfolioGraph.Load.Running;

/// <summary>A load balancer as users run it: it sends requests to the replicas in turns and asks their readiness four times a second.</summary>
internal sealed class Balancer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Balancer(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>The address of the balancer.</summary>
    public Uri Address { get; }

    /// <summary>Starts a balancer.</summary>
    /// <param name="replicas">The addresses of the replicas.</param>
    /// <param name="ct">Cancels the start.</param>
    public static async Task<Balancer> StartAsync(IReadOnlyList<Uri> replicas, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "replicas", Match = new RouteMatch { Path = "{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "replicas",
                    LoadBalancingPolicy = "RoundRobin",
                    HealthCheck = new HealthCheckConfig
                    {
                        Active = new ActiveHealthCheckConfig
                        {
                            Enabled = true,
                            Path = "/health/ready",
                            Interval = TimeSpan.FromMilliseconds(250),
                            Timeout = TimeSpan.FromSeconds(2),
                            Policy = HealthCheckConstants.ActivePolicy.ConsecutiveFailures,
                        },
                        AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
                    },
                    Metadata = new Dictionary<string, string> { [ConsecutiveFailuresHealthPolicyOptions.ThresholdMetadataName] = "1" },
                    Destinations = replicas.Index().ToDictionary(static item => $"{item.Index}", static item => new DestinationConfig { Address = item.Item.ToString() }),
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync(ct);
        return new Balancer(app, new Uri(app.Urls.First() + "/"));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
