using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Hosting;

internal static partial class PortfolioGraphServer
{
    static partial void SetEngineDefaults(IRequestExecutorBuilder graph)
    {
        graph.Services.AddSingleton<ResultCache>();
        graph.UseResultCache<ResultCache>();
    }

    /// <summary>Keeps the data of results with the data that they were made from.</summary>
    /// <param name="responses">The cache.</param>
    private sealed class ResultCache(IResponseCache responses) : IResultCache
    {
        public bool TryGet(object key, out ReadOnlyMemory<byte> data) => responses.TryGet(key, out data);

        public bool CanKeep() => responses.CanKeep();

        public void Keep(object key, ReadOnlyMemory<byte> data) => responses.Keep(key, data);
    }
}
