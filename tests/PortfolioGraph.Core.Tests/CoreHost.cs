using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests;

/// <summary>The domain's loaders over the real upstream clients, with a stub or the sandbox in place of the network.</summary>
internal sealed class CoreHost : IDisposable
{
    private readonly ServiceProvider _services;

    private CoreHost(ServiceProvider services) => _services = services;

    public IDatasetLoader<ValueKey, Valuation> Values => _services.GetRequiredService<IDatasetLoader<ValueKey, Valuation>>();

    public IDatasetLoader<TokensKey, TokenHoldings> Tokens => _services.GetRequiredService<IDatasetLoader<TokensKey, TokenHoldings>>();

    public IDatasetLoader<PositionsKey, PositionHoldings> Positions => _services.GetRequiredService<IDatasetLoader<PositionsKey, PositionHoldings>>();

    public IDatasetLoader<ProfitAndLossKey, ProfitAndLossTable> ProfitAndLoss => _services.GetRequiredService<IDatasetLoader<ProfitAndLossKey, ProfitAndLossTable>>();

    public IDatasetLoader<ChartKey, ValueChart> Charts => _services.GetRequiredService<IDatasetLoader<ChartKey, ValueChart>>();

    public IDatasetLoader<PastHoldingsKey, PastHoldings> PastHoldings => _services.GetRequiredService<IDatasetLoader<PastHoldingsKey, PastHoldings>>();

    public IDatasetLoader<ReportKey, Report> Reports => _services.GetRequiredService<IDatasetLoader<ReportKey, Report>>();

    public IDatasetLoader<ComplianceKey, ComplianceCheck> Compliance => _services.GetRequiredService<IDatasetLoader<ComplianceKey, ComplianceCheck>>();

    public IDatasetLoader<Dataset, ServiceStatus> Status => _services.GetRequiredService<IDatasetLoader<Dataset, ServiceStatus>>();

    public ICatalog Catalog => _services.GetRequiredService<ICatalog>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public IUpstreamHealth Health => _services.GetRequiredService<IUpstreamHealth>();

    /// <summary>How many waiters the calls for values, positions and profit and loss have.</summary>
    public int WaiterCount => WaiterCountOf(Values) + WaiterCountOf(Positions) + WaiterCountOf(ProfitAndLoss);

    public RouteTable Routes => _services.GetRequiredService<RouteTable>();

    public IUpstreamRateLimiter RateLimiter => _services.GetRequiredService<IUpstreamRateLimiter>();

    public IPortfolioWatch Watch => _services.GetRequiredService<IPortfolioWatch>();

    public ICacheInvalidator Invalidator => _services.GetRequiredService<ICacheInvalidator>();

    public DatasetCache Cache => _services.GetRequiredService<DatasetCache>();

    /// <summary>Creates a host over a stub, on a clock that only the test advances.</summary>
    public static CoreHost Over(HttpMessageHandler stub, SteppedTimeProvider? time = null, params (string Setting, string Value)[] settings) => new(Create(
        [("Upstream:BaseUrl", "https://upstream.test/portfolio/portfolio"), ("Upstream:CallsPerSecond", "0"), ("Upstream:RetryDelay", "00:00:00"), .. settings],
        services =>
        {
            services.AddSingleton<TimeProvider>(time ?? new SteppedTimeProvider());
            services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => stub);
            services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => stub);
        }));

    /// <summary>Creates a host over a server at an address.</summary>
    public static CoreHost Over(Uri baseAddress, params (string Setting, string Value)[] settings) => new(Create(
        [("Upstream:BaseUrl", baseAddress.ToString()), ("Upstream:CallsPerSecond", "0"), ("Upstream:ApiKey", "key-of-the-sandbox"), ("Upstream:RetryDelay", "00:00:00"), .. settings],
        static _ => { }));

    public void Dispose() => _services.Dispose();

    private static int WaiterCountOf<TKey, TValue>(IDatasetLoader<TKey, TValue> loader)
        where TKey : notnull
        where TValue : notnull => ((DatasetLoader<TKey, TValue>)loader).WaiterCount;

    private static ServiceProvider Create((string Setting, string Value)[] settings, Action<IServiceCollection> configure)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(s => s.Setting).ToDictionary(s => s.Key, s => (string?)s.Last().Value)).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPortfolioCore(configuration);
        configure(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }
}
