using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Sharing;

namespace PortfolioGraph.Redis.Tests;

/// <summary>One replica in this process: the domain's loaders over a stub of the upstream, on real time, because Redis' clock is real.</summary>
internal sealed class ReplicaHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private ReplicaHost(ServiceProvider services) => _services = services;

    public IDatasetLoader<ValueKey, Valuation> Values => _services.GetRequiredService<IDatasetLoader<ValueKey, Valuation>>();

    public IDatasetLoader<TokensKey, TokenHoldings> Tokens => _services.GetRequiredService<IDatasetLoader<TokensKey, TokenHoldings>>();

    public IDatasetLoader<PositionsKey, PositionHoldings> Positions => _services.GetRequiredService<IDatasetLoader<PositionsKey, PositionHoldings>>();

    public IUpstreamRateLimiter Limiter => _services.GetRequiredService<IUpstreamRateLimiter>();

    /// <summary>Whether the first route for positions may load several wallets with one call according to the facts of this replica.</summary>
    public bool CanBatchPositions => _services.GetRequiredService<ObservedCapabilities>().CanBatch(_services.GetRequiredService<RouteTable>().Positions[0]);

    public RedisCache Cache => _services.GetRequiredService<RedisCache>();

    public ISharedFacts Facts => _services.GetRequiredService<ISharedFacts>();

    /// <summary>The number of keys for which loads of this replica await another one.</summary>
    public int AwaitedKeys => Cache.AwaitedKeys;

    public IUpstreamHealth Health => _services.GetRequiredService<IUpstreamHealth>();

    public ICacheInvalidator Invalidator => _services.GetRequiredService<ICacheInvalidator>();

    public IPortfolioWatch Watch => _services.GetRequiredService<IPortfolioWatch>();

    public RedisServer Redis => _services.GetRequiredService<RedisServer>();

    /// <summary>Starts a replica.</summary>
    /// <param name="redis">The server that it shares with the others.</param>
    /// <param name="upstream">The upstream.</param>
    /// <param name="settings">Further settings.</param>
    public static async Task<ReplicaHost> StartAsync(RedisProcess redis, HttpMessageHandler upstream, params (string Setting, string Value)[] settings)
    {
        var isRunning = redis.IsRunning;
        (string Setting, string Value)[] all =
        [
            ("Upstream:BaseUrl", "https://upstream.test/portfolio/portfolio"), ("Upstream:CallsPerSecond", "0"), ("Upstream:RetryDelay", "00:00:00"),
            ("Redis:Configuration", redis.Configuration), ("Redis:Timeout", "00:00:05"), .. settings,
        ];
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.GroupBy(s => s.Setting).ToDictionary(s => s.Key, s => (string?)s.Last().Value)).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddRedis(configuration).ShouldBeTrue();
        services.AddPortfolioCore(configuration);
        services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => upstream);
        services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => upstream);
        var host = new ReplicaHost(services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        // The loaders subscribe to what other replicas store when they are created.
        _ = (host.Values, host.Tokens, host.Positions, host.Invalidator);
        await host.Redis.StartAsync(CancellationToken.None);
        // On a busy machine the connection takes longer than a start waits for it.
        if (isRunning)
            await Eventually.IsTrueAsync(() => host.Redis.IsAvailable);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }
}
