using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;

[assembly: Couverture.Module("Benchmark")]

namespace Couverture.Benchmarks;

/// <summary>The executor that every benchmark runs on.</summary>
internal static class BenchmarkExecutor
{
    /// <param name="maxCachedDocuments">0 makes every request pay for parsing, validation and planning.</param>
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
