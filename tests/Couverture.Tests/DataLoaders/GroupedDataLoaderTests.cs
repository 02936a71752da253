using Couverture.DataLoaders;
using Couverture.Tests.Execution;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.DataLoaders;

public class GroupedDataLoaderTests
{
    private sealed class DivisorsLoader(IBatchScheduler scheduler, DataLoaderOptions options, List<string> batches) : GroupedDataLoader<int, int>(scheduler, options)
    {
        protected override async Task<ILookup<int, int>> LoadGroupedBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            batches.Add(string.Join(',', keys));
            await Task.Yield();
            return keys.SelectMany(key => Enumerable.Range(2, Math.Max(0, key - 2)).Where(d => key % d == 0).Select(d => (key, d))).ToLookup(p => p.key, p => p.d);
        }
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnAllValuesOfKey_When_BatchReturnsLookup()
    {
        var batches = new List<string>();
        var executor = Executor(
            schema => schema.Query().Async(
                "divisors",
                Number.NonNull().List().NonNull(),
                async c => await c.DataLoader<DivisorsLoader>().LoadAsync(c.Argument<int>(0)),
                Argument("of", Number)),
            builder => Microsoft.Extensions.DependencyInjection.RequestExecutorBuilderExtensions.AddDataLoader(builder, (_, scheduler, options) => new DivisorsLoader(scheduler, options, batches)));

        (await executor.RunAsync("{ a: divisors(of: 12) b: divisors(of: 7) c: divisors(of: 12) }")).ShouldBe("""{"data":{"a":[2,3,4,6],"b":[],"c":[2,3,4,6]}}""");
        batches.ShouldBe(["12,7"]);
    }
}
