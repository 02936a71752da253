using Couverture.DataLoaders;
using Couverture.Execution;
using FsCheck;
using FsCheck.Fluent;

namespace Couverture.Tests.DataLoaders;

/// <summary>
/// Random trees of loads. A node loads a key, and its children load when the value is available. Before a load, and within a batch, there
/// may be steps of other work. While such a step can run, no batch may be sent.
/// </summary>
public sealed class BatchProperties
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    private sealed record Load(int Loader, int Key, int StepsBefore, Load[] Next);

    // Waiting: the number of the loader's keys that wait for another batch when this batch is sent.
    private sealed record Batch(int Loader, IReadOnlyList<int> Keys, int Waiting);

    [Fact]
    public void Load_Should_UseOneBatchPerLevel_When_OneLoaderServesATree()
        => Prop.ForAll(Seeds, seed =>
        {
            var key = 0;
            var random = new Random(seed);
            var forest = Forest(random, loaders: 1, () => key++);

            Run(forest, loaders: 1, int.MaxValue, random).Count.ShouldBe(Depth(forest));
        }).Check(Many);

    [Fact]
    public void Load_Should_BatchAsTheModelDoes_When_SeveralLoadersShareKeys()
        => Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var forest = Forest(random, loaders: 3, () => random.Next(12));

            var batches = Run(forest, loaders: 3, int.MaxValue, random);

            batches.Select(Text).ShouldBe(Model(forest).Select(Text));
        }).Check(Many);

    [Fact]
    public void Load_Should_FillEveryBatchButTheLast_When_BatchSizeIsLimited()
        => Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var forest = Forest(random, loaders: 3, () => random.Next(100));
            var maxBatchSize = random.Next(1, 5);

            var batches = Run(forest, loaders: 3, maxBatchSize, random);

            batches.SelectMany(batch => batch.Keys.Select(key => (batch.Loader, key))).ShouldBeUnique();
            batches.ShouldAllBe(batch => batch.Keys.Count == maxBatchSize || (batch.Keys.Count < maxBatchSize && batch.Waiting == 0));
        }).Check(Many);

    private static string Text(Batch batch) => $"{batch.Loader}: {string.Join(' ', batch.Keys.Order())}";

    /// <summary>The expected batches: all possible loads are requested, then the first loader with waiting keys loads them, and so on.</summary>
    private static List<Batch> Model(Load[] forest)
    {
        var known = new HashSet<(int Loader, int Key)>();
        var batches = new List<Batch>();
        var waiting = new List<Load>();
        for (var open = forest.ToList(); open.Count > 0;)
        {
            for (var i = 0; i < open.Count; i++)
            {
                if (known.Contains((open[i].Loader, open[i].Key)))
                    open.AddRange(open[i].Next);
                else
                    waiting.Add(open[i]);
            }

            if (waiting.Count == 0)
                break;
            var next = waiting.Min(load => load.Loader);
            open = [.. waiting.Where(load => load.Loader == next)];
            waiting.RemoveAll(load => load.Loader == next);
            batches.Add(new Batch(next, [.. open.Select(load => load.Key).Distinct()], 0));
            known.UnionWith(open.Select(load => (load.Loader, load.Key)));
        }

        return batches;
    }

    private static Load[] Forest(Random random, int loaders, Func<int> key)
    {
        var left = random.Next(1, 60);
        return [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Tree(0))];

        Load Tree(int level)
        {
            left--;
            var children = new List<Load>();
            while (level < 7 && left > 0 && random.Next(3) > 0)
                children.Add(Tree(level + 1));
            return new Load(random.Next(loaders), key(), random.Next(4), [.. children]);
        }
    }

    private static int Depth(Load[] forest) => forest.Length == 0 ? 0 : 1 + forest.Max(load => Depth(load.Next));

    private static List<Batch> Run(Load[] forest, int loaders, int maxBatchSize, Random random)
    {
        var batches = new List<Batch>();
        var requested = Enumerable.Range(0, loaders).Select(_ => new HashSet<int>()).ToArray();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var scheduler = new OperationScheduler(exception => done.TrySetException(exception));
        var options = new DataLoaderOptions { MaxBatchSize = maxBatchSize };
        Loader[] dataLoaders = [.. Enumerable.Range(0, loaders).Select(i => new Loader(new LoaderBatchScheduler(scheduler, i, CancellationToken.None), options, async keys =>
        {
            var loaded = batches.Where(batch => batch.Loader == i).Sum(batch => batch.Keys.Count) + keys.Count;
            batches.Add(new Batch(i, keys, requested[i].Count - loaded));
            await StepsAsync(random.Next(4));
        }))];
        scheduler.Start(() => _ = RunAsync());
        done.Task.GetAwaiter().GetResult();
        return batches;

        async Task RunAsync()
        {
            await Task.WhenAll(forest.Select(VisitAsync));
            done.SetResult();
        }

        async Task VisitAsync(Load load)
        {
            await StepsAsync(load.StepsBefore);
            requested[load.Loader].Add(load.Key);
            await dataLoaders[load.Loader].LoadAsync(load.Key);
            await Task.WhenAll(load.Next.Select(VisitAsync));
        }
    }

    private static async Task StepsAsync(int count)
    {
        for (var i = 0; i < count; i++)
            await Task.Yield();
    }

    private sealed class Loader(IBatchScheduler scheduler, DataLoaderOptions options, Func<IReadOnlyList<int>, Task> onBatch) : BatchDataLoader<int, int>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, int>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            await onBatch(keys);
            return keys.ToDictionary(key => key);
        }
    }
}
