using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Registers the domain's sources.</summary>
public static class PortfolioCoreServiceCollectionExtensions
{
    /// <summary>
    /// Adds a singleton <see cref="IDatasetSource{TKey, TValue}"/> for values, tokens, positions and profit and loss, the <see cref="IDirectory"/>,
    /// <see cref="PortfolioLimits"/>, <see cref="ICallBudgetView"/>, and the upstream's clients. What is registered before stays.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration; the sections <see cref="CacheOptions.Section"/> and <see cref="UpstreamOptions.Section"/> are read.</param>
    public static IServiceCollection AddPortfolioCore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);

        return services
            .AddPortfolioUpstream(configuration)
            .AddCache(configuration)
            .AddLimits()
            .AddRouting()
            .AddDirectory()
            .AddValues()
            .AddTokens()
            .AddPositions()
            .AddProfitAndLoss();
    }

    private static IServiceCollection AddCache(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CacheOptions>, CacheOptionsValidator>());
        services.AddOptions<CacheOptions>().Bind(configuration.GetSection(CacheOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<AnswerCache>();
        return services;
    }

    private static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton<ICallBudgetView, CallBudgetView>();
        services.TryAddSingleton(static provider => new PortfolioLimits(provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.MaxAddressesPerCall));
        return services;
    }

    private static IServiceCollection AddDirectory(this IServiceCollection services)
    {
        services.TryAddSingleton<KnownChains>();
        services.AddSource(static provider => List(provider, Dataset.Chains, static routes => routes.Chains));
        services.AddSource(static provider => List(provider, Dataset.Protocols, static routes => routes.Protocols));
        services.TryAddSingleton<IDirectory, UpstreamDirectory>();
        return services;
    }

    private static IServiceCollection AddValues(this IServiceCollection services)
    {
        services.TryAddSingleton<ValueDataset>();
        return services.AddSource<ValueKey, Valuation>(static provider => provider.GetRequiredService<ValueDataset>());
    }

    private static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.AddSource(TokenSnapshots);
        services.TryAddSingleton<IDatasetSource<TokensKey, TokenHoldings>>(static provider => new TokensSource(
            ActivatorUtilities.CreateInstance<DatasetSource<TokensKey, TokenHoldings>>(provider, Tokens(provider)),
            provider.GetRequiredService<IDatasetSource<AddressSet, TokenSnapshot>>(),
            provider.GetRequiredService<KnownChains>()));
        return services;
    }

    private static IServiceCollection AddPositions(this IServiceCollection services)
    {
        services.TryAddSingleton<PositionsDataset>();
        return services.AddSource<PositionsKey, PositionHoldings>(static provider => provider.GetRequiredService<PositionsDataset>());
    }

    private static IServiceCollection AddProfitAndLoss(this IServiceCollection services) => services.AddSource(ProfitAndLoss);

    private static IServiceCollection AddSource<TKey, TValue>(this IServiceCollection services, Func<IServiceProvider, IDataset<TKey, TValue>> dataset)
        where TKey : notnull
        where TValue : notnull
    {
        services.TryAddSingleton<IDatasetSource<TKey, TValue>>(provider => ActivatorUtilities.CreateInstance<DatasetSource<TKey, TValue>>(provider, dataset(provider)));
        return services;
    }

    private static OneCallDataset<Dataset, IReadOnlyList<T>> List<T>(
        IServiceProvider provider, Dataset dataset, Func<RouteTable, IReadOnlyList<Route<Dataset, IReadOnlyList<T>>>> routes)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new OneCallDataset<Dataset, IReadOnlyList<T>>
        {
            Dataset = dataset,
            Life = provider.GetRequiredService<IOptions<CacheOptions>>().Value.DirectoryLife,
            Owners = static _ => null,
            LoadAsync = (key, ct) => runner.RunAsync(routes(table), key, ct),
        };
    }

    private static OneCallDataset<AddressSet, TokenSnapshot> TokenSnapshots(IServiceProvider provider)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new OneCallDataset<AddressSet, TokenSnapshot>
        {
            Dataset = Dataset.TokenDecimals,
            Life = provider.GetRequiredService<IOptions<CacheOptions>>().Value.Life,
            Owners = static owners => owners,
            LoadAsync = (owners, ct) => runner.RunAsync(table.TokenSnapshot, owners, ct),
        };
    }

    private static OneCallDataset<TokensKey, TokenHoldings> Tokens(IServiceProvider provider)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        var snapshots = provider.GetRequiredService<IDatasetSource<AddressSet, TokenSnapshot>>();
        return new OneCallDataset<TokensKey, TokenHoldings>
        {
            Dataset = Dataset.Tokens,
            Life = provider.GetRequiredService<IOptions<CacheOptions>>().Value.Life,
            Owners = static key => key.Owners,
            LoadAsync = (key, ct) => runner.RunAsync(table.Tokens, new TokensAsk(key, left => snapshots.LoadOneAsync(key.Owners, left)), ct),
            Restate = static (tokens, source) => new TokenHoldings(
                [.. tokens.Items.Select(t => t.ProfitAndLoss.Value is { } gain ? t with { ProfitAndLoss = t.ProfitAndLoss with { Value = gain with { Source = source } } } : t)]),
            IsWhole = static tokens => tokens.Items.All(static t => t.ProfitAndLoss.Failure is null),
        };
    }

    private static OneCallDataset<ProfitAndLossKey, ProfitAndLossTable> ProfitAndLoss(IServiceProvider provider)
    {
        var (table, runner) = (provider.GetRequiredService<RouteTable>(), provider.GetRequiredService<RouteRunner>());
        return new OneCallDataset<ProfitAndLossKey, ProfitAndLossTable>
        {
            Dataset = Dataset.ProfitAndLoss,
            Life = provider.GetRequiredService<IOptions<CacheOptions>>().Value.Life,
            Owners = static key => key.Owners,
            LoadAsync = (key, ct) => runner.RunAsync(table.ProfitAndLoss, key, ct),
            Restate = static (figures, source) => new ProfitAndLossTable(
                figures.Total is null ? null : figures.Total with { Source = source },
                figures.ByChain.ToDictionary(static row => row.Key, row => row.Value with { Source = source })),
        };
    }
}
