using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

internal static partial class PortfolioGraphServer
{
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph)
    {
        graph.Services.AddSingleton<ResultCache>();
        graph.UseResultCache<ResultCache>().AddDiagnosticEventListener<OperationListener>();
        graph.ModifyRequestOptions(static options => options.ImmutableEvents.Add(typeof(PortfolioChange)));
    }

    /// <summary>Keeps the data of results with the data that they were made from.</summary>
    /// <param name="services">The services of the application. The cache is created at the first request, because the start validates all sections of the settings together.</param>
    private sealed class ResultCache(IServiceProvider services) : IResultCache
    {
        private readonly Lazy<IResponseCache> _responses = new(services.GetRequiredService<IResponseCache>);

        public bool TryGet(object key, out ReadOnlyMemory<byte> data) => _responses.Value.TryGet(key, out data);

        public bool CanKeep(object key, bool isExpectedAgain) => _responses.Value.CanKeep(key, isExpectedAgain);

        public void Keep(object key, ReadOnlyMemory<byte> data) => _responses.Value.Keep(key, data);

        public object? GetDependencies() => _responses.Value.GetDependencies();

        public bool TryServe(object dependencies) => _responses.Value.TryServe(dependencies);
    }
}
