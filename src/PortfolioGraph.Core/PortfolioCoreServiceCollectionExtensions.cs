using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>Registers the domain's loaders.</summary>
public static class PortfolioCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="IDatasetLoader{TKey, TValue}"/> for each dataset: values, tokens, positions, profit and loss, charts, past holdings, reports,
    /// compliance and service status. Also adds the <see cref="ICatalog"/>, <see cref="PortfolioLimits"/>, <see cref="ICallBudgetView"/>,
    /// <see cref="IUpstreamHealth"/>, <see cref="ICacheInvalidator"/>, <see cref="IPortfolioWatch"/> and the upstream clients. Existing registrations are kept.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">
    /// The host's configuration. Only the sections <see cref="CacheOptions.Section"/>, <see cref="WatchOptions.Section"/> and <see cref="UpstreamOptions.Section"/> are
    /// read.
    /// </param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddPortfolioCore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        return services
            .AddPortfolioUpstream(configuration)
            .AddCache(configuration)
            .AddLimits()
            .AddRouting()
            .AddCatalog()
            .AddValues()
            .AddTokens()
            .AddPositions()
            .AddProfitAndLoss()
            .AddReporting()
            .AddWatching(configuration);
    }

    private static IServiceCollection AddCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CacheOptions>, CacheOptionsValidator>());
        services.AddOptions<CacheOptions>().Bind(configuration.GetSection(CacheOptions.Section)).ValidateOnStart();
        services.TryAddSingleton(static provider =>
        {
            var options = provider.GetRequiredService<IOptions<CacheOptions>>();
            return new DatasetCache(options, provider.GetRequiredService<TimeProvider>(), options.Value.KeepResponses ? 1 - CacheOptions.ResponsesShare : 1);
        });
        services.TryAddSingleton<IResponseCache, ResponseCache>();
        services.TryAddSingleton<ICacheInvalidator>(static provider => provider.GetRequiredService<DatasetCache>());
        return services;
    }

    private static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton<ICallBudgetView, CallBudgetView>();
        services.TryAddSingleton<IUpstreamHealth, UpstreamHealth>();
        services.TryAddSingleton(static provider => new PortfolioLimits(provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.MaxAddressesPerCall));
        return services;
    }

    private static IServiceCollection AddCatalog(this IServiceCollection services)
    {
        services.TryAddSingleton<ChainRegistry>();
        services.TryAddSingleton<TokenRegistry>();
        services.TryAddSingleton<CatalogRecorder>();
        services.AddDataset(static provider => CatalogDatasets.Create(provider, Dataset.Chains, static routes => routes.Chains));
        services.AddDataset(static provider => CatalogDatasets.Create(provider, Dataset.Protocols, static routes => routes.Protocols, provider.GetRequiredService<CatalogRecorder>().Record));
        services.TryAddSingleton<ICatalog, UpstreamCatalog>();
        return services;
    }

    private static IServiceCollection AddValues(this IServiceCollection services)
    {
        services.TryAddSingleton<ValueDataset>();
        return services.AddDataset<ValueKey, Valuation>(static provider => provider.GetRequiredService<ValueDataset>());
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokensDataset>();
        services.TryAddSingleton<IDatasetLoader<TokensKey, TokenHoldings>>(static provider => new TokensWithDecimalsLoader(
            ActivatorUtilities.CreateInstance<DatasetLoader<TokensKey, TokenHoldings>>(provider, provider.GetRequiredService<TokensDataset>()),
            provider.GetRequiredService<ChainRegistry>()));
        return services;
    }

    private static IServiceCollection AddPositions(this IServiceCollection services)
    {
        services.TryAddSingleton<PositionsDataset>();
        return services.AddDataset<PositionsKey, PositionHoldings>(static provider => provider.GetRequiredService<PositionsDataset>());
    }

    private static IServiceCollection AddProfitAndLoss(this IServiceCollection services) => services.AddDataset(ProfitAndLossDataset.Create);

    private static IServiceCollection AddWatching(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WatchOptions>, WatchOptionsValidator>());
        services.AddOptions<WatchOptions>().Bind(configuration.GetSection(WatchOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<WatchMetrics>();
        services.TryAddSingleton<IPortfolioWatch, PortfolioWatch>();
        return services;
    }

    private static IServiceCollection AddReporting(this IServiceCollection services) => services
        .AddDataset(ChartDataset.Create)
        .AddDataset(PastHoldingsDataset.Create)
        .AddDataset(ReportDataset.Create)
        .AddDataset(ComplianceDataset.Create)
        .AddDataset(ServiceStatusDataset.Create);

    private static IServiceCollection AddDataset<TKey, TValue>(this IServiceCollection services, Func<IServiceProvider, IDataset<TKey, TValue>> dataset)
        where TKey : notnull
        where TValue : notnull
    {
        services.TryAddSingleton<IDatasetLoader<TKey, TValue>>(provider => ActivatorUtilities.CreateInstance<DatasetLoader<TKey, TValue>>(provider, dataset(provider)));
        return services;
    }
}
