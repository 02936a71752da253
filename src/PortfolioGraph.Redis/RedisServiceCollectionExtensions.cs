using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Core;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Sharing;

namespace PortfolioGraph.Redis;

/// <summary>Registers what replicas share.</summary>
public static class RedisServiceCollectionExtensions
{
    /// <summary>
    /// Adds the parts of the server that replicas share through Redis, if <see cref="RedisOptions.Configuration"/> is set. Call it before <c>AddPortfolioCore</c>, which keeps existing
    /// registrations.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; section <see cref="RedisOptions.Section"/> is read.</param>
    /// <returns>Whether anything is shared.</returns>
    public static bool AddRedis(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        services.AddOptions<RedisOptions>().Bind(configuration.GetSection(RedisOptions.Section)).ValidateOnStart();
        if (string.IsNullOrEmpty(configuration[$"{RedisOptions.Section}:{nameof(RedisOptions.Configuration)}"]))
            return false;

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RedisServer>();
        services.TryAddSingleton<RedisCache>();
        services.TryAddSingleton<ISharedCache>(static provider => provider.GetRequiredService<RedisCache>());
        services.TryAddSingleton<ISharedWatch, RedisWatch>();
        services.TryAddSingleton<ICacheInvalidator, RedisInvalidator>();
        services.TryAddSingleton<ISharedFacts, RedisFacts>();
        services.TryAddSingleton<IRedisStatus>(static provider => provider.GetRequiredService<RedisServer>());
        services.TryAddSingleton<ISharedCallBudget, RedisCallBudget>();
        services.TryAddSingleton<ISharedRequestCounter, RedisRequestCounter>();
        services.AddHostedService(static provider =>
        {
            // What other replicas invalidate concerns this one even before it invalidates anything itself.
            provider.GetRequiredService<ICacheInvalidator>();
            return provider.GetRequiredService<RedisServer>();
        });
        return true;
    }
}
