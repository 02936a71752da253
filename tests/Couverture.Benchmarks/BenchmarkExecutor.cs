using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;

[assembly: Couverture.Module("Benchmark")]

namespace Couverture.Benchmarks;

/// <summary>Creates the executor for all benchmarks.</summary>
internal static class BenchmarkExecutor
{
    /// <param name="maxCachedDocuments">The size of the document cache; with 0, every request is parsed, validated and planned.</param>
    public static IRequestExecutor Create(int maxCachedDocuments = 500) => new ServiceCollection()
        .AddGraphQL()
        .AddBenchmark()
        .ModifyRequestOptions(options => options.MaxCachedDocuments = maxCachedDocuments)
        .Services
        .BuildServiceProvider()
        .GetRequiredService<IRequestExecutor>();

    public static IReadOnlyDictionary<string, FragmentDefinitionNode> GetFragments(DocumentNode document) =>
        document.Definitions.OfType<FragmentDefinitionNode>().ToDictionary(fragment => fragment.Name.Value);
}
