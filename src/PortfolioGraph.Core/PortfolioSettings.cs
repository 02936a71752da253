using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core;

/// <summary>The settings that <see cref="PortfolioCoreServiceCollectionExtensions.AddPortfolioCore"/> reads. A host can check them before it binds them.</summary>
public static class PortfolioSettings
{
    /// <summary>Each section's name and the options type that it is bound to.</summary>
    public static IReadOnlyList<(string Section, Type Options)> Sections { get; } =
    [
        (UpstreamOptions.Section, typeof(UpstreamOptions)),
        (CacheOptions.Section, typeof(CacheOptions)),
        (WatchOptions.Section, typeof(WatchOptions)),
    ];
}
