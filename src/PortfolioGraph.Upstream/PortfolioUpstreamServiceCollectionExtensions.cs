using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;
using PortfolioGraph.Upstream.Http;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Resilience;
using PortfolioGraph.Upstream.Sharing;
using PortfolioGraph.Upstream.Telemetry;
using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Upstream;

/// <summary>Registers the clients of the upstream.</summary>
public static class PortfolioUpstreamServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IV4PortfolioClient"/>, <see cref="IV5PortfolioClient"/>, <see cref="IUpstreamRateLimiter"/> and <see cref="ApiKeyStatus"/> as singletons. Existing
    /// registrations are kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; section <see cref="UpstreamOptions.Section"/> is read.</param>
    public static IServiceCollection AddPortfolioUpstream(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        return services
            .AddTime()
            .AddUpstreamOptions(configuration)
            .AddRateLimiting()
            .AddUpstreamClient(UpstreamHttpClients.V4)
            .AddUpstreamClient(UpstreamHttpClients.V5)
            .AddClients();
    }

    private static IServiceCollection AddTime(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    private static IServiceCollection AddUpstreamOptions(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<UpstreamOptions>, UpstreamOptionsValidator>());
        services.AddOptions<UpstreamOptions>().Bind(configuration.GetSection(UpstreamOptions.Section)).ValidateOnStart();
        return services;
    }

    private static IServiceCollection AddRateLimiting(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<UpstreamMetrics>();
        services.TryAddSingleton<IUpstreamRateLimiter, UpstreamRateLimiter>();
        services.TryAddSingleton<RetryBudget>();
        services.TryAddSingleton<ISharedFacts>(NoSharedFacts.Instance);
        services.TryAddSingleton(static provider => new ApiKeyStatus(provider.GetRequiredService<IOptions<UpstreamOptions>>(), provider.GetRequiredService<ISharedFacts>()));
        return services;
    }

    private static IServiceCollection AddUpstreamClient(this IServiceCollection services, string name)
    {
        services.TryAddSingleton<HostReachability>();
        services.AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            // The handler renews its own connections. A new handler every two minutes would keep the previous one, and everything that it references, alive by a timer.
            .SetHandlerLifetime(System.Threading.Timeout.InfiniteTimeSpan)
            // The factory's own loggers write the URL, which contains the wallet addresses.
            .RemoveAllLoggers()
            .RedactLoggedHeaders(static _ => true);
        services.TryAddKeyedSingleton(name, static (provider, key) => CreateUpstreamClient(provider, (string)key!));
        return services;
    }

    private static IServiceCollection AddClients(this IServiceCollection services)
    {
        services.TryAddSingleton<IV4PortfolioClient, V4PortfolioClient>();
        services.TryAddSingleton<IV5PortfolioClient, V5PortfolioClient>();
        return services;
    }

    private static SendTrackingHandler CreateHandler() => new(new SocketsHttpHandler
    {
        // A redirect would send the wallet addresses, and maybe the key, to a host that is not configured.
        AllowAutoRedirect = false,
        UseCookies = false,
        // The clients live as long as the process. Connections must not, or DNS changes would go unnoticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // The handler's own traces and metrics contain the upstream's host. The upstream must not receive this server's trace ids either.
        ActivityHeadersPropagator = null,
        MeterFactory = NullMeterFactory.Instance,
        // Every sent request must be an attempt of the pipeline, which uses a permit and is counted.
        PlaintextStreamFilter = static (connection, _) => ValueTask.FromResult<Stream>(new NoRetryStream(connection.PlaintextStream)),
    });

    private static UpstreamClient CreateUpstreamClient(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptions<UpstreamOptions>>().Value;
        var limiter = provider.GetRequiredService<IUpstreamRateLimiter>();
        var retries = provider.GetRequiredService<RetryBudget>();
        var time = provider.GetRequiredService<TimeProvider>();

        return new UpstreamClient(
            // Not an HttpClient, which adds timeouts and default headers to each request. The deadline of the call covers more than one request.
            new HttpMessageInvoker(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name), disposeHandler: false),
            new RequestFactory(options),
            new UpstreamPipeline(name, options, retries, provider.GetRequiredService<ISharedFacts>(), time),
            new AttemptPermits(limiter, retries),
            new TimeoutPool(time),
            options,
            limiter,
            provider.GetRequiredService<HostReachability>(),
            provider.GetRequiredService<ApiKeyStatus>(),
            time,
            provider.GetRequiredService<UpstreamMetrics>(),
            new AttemptLog(provider.GetRequiredService<ILoggerFactory>().CreateLogger(name), options.ApiKey));
    }
}
