using System.Diagnostics.CodeAnalysis;
using Couverture.DataLoaders;
using Couverture.Tests.Execution;

namespace Couverture.Tests.DataLoaders;

/// <summary>A loader with a scheduler that the test controls.</summary>
public sealed class BatchDataLoaderTests
{
    private readonly ManualBatchScheduler _scheduler = new();
    private readonly List<string> _batches = [];

    private RecordingLoader Loader(
        int maxBatchSize = 1024,
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyDictionary<int, string>>>? load = null) => new(
        _scheduler,
        new DataLoaderOptions { MaxBatchSize = maxBatchSize },
        _batches,
        load ?? ((keys, _) => Task.FromResult(CreateNames(keys))));

    private static IReadOnlyDictionary<int, string> CreateNames(IEnumerable<int> keys) => keys.ToDictionary(k => k, k => $"n{k}");

    [Fact]
    public async Task Load_Should_NotRunBatch_When_BatchIsNotSent()
    {
        var loader = Loader();

        var loads = Enumerable.Range(0, 5).Select(key => loader.LoadAsync(key)).ToArray();

        _batches.ShouldBeEmpty();
        _scheduler.Waiting.ShouldBe(1);
        loads.ShouldAllBe(load => !load.IsCompleted);
        await _scheduler.SendAsync();
        loads.ShouldAllBe(load => load.IsCompletedSuccessfully);
        _batches.ShouldBe(["0,1,2,3,4"]);
    }

    [Fact]
    public async Task Load_Should_ReturnSameTask_When_KeyIsRequestedAgain()
    {
        var loader = Loader();

        var first = loader.LoadAsync(1);
        loader.LoadAsync(1).ShouldBeSameAs(first);
        await _scheduler.SendAllAsync();
        loader.LoadAsync(1).ShouldBeSameAs(first);

        _scheduler.Waiting.ShouldBe(0);
        _batches.ShouldBe(["1"]);
    }

    [Fact]
    public async Task Load_Should_OpenAnotherBatch_When_EarlierBatchIsInFlight()
    {
        var gate = new TaskCompletionSource();
        var loader = Loader(load: async (keys, _) =>
        {
            await gate.Task;
            return CreateNames(keys);
        });

        var first = loader.LoadAsync(1);
        var sent = _scheduler.SendAsync();
        var second = loader.LoadAsync(2);
        var again = loader.LoadAsync(1);

        _scheduler.Waiting.ShouldBe(1);
        again.ShouldBeSameAs(first);
        var laterBatch = _scheduler.SendAsync();
        _batches.ShouldBe(["1", "2"]);
        gate.SetResult();
        await Task.WhenAll(sent, laterBatch);
        (await first, await second).ShouldBe(("n1", "n2"));
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(3, "1,2,3")]
    [InlineData(4, "1,2,3", "4")]
    [InlineData(6, "1,2,3", "4,5,6")]
    [InlineData(7, "1,2,3", "4,5,6", "7")]
    public async Task Load_Should_FillEveryBatchButTheLast_When_KeysExceedMaxBatchSize(int keys, params string[] batches)
    {
        var loader = Loader(maxBatchSize: 3);

        var loads = Enumerable.Range(1, keys).Select(key => loader.LoadAsync(key)).ToArray();
        _scheduler.Waiting.ShouldBe(batches.Length);
        await _scheduler.SendAllAsync();

        _batches.ShouldBe(batches);
        (await Task.WhenAll(loads)).ShouldBe(Enumerable.Range(1, keys).Select(key => $"n{key}"));
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(1_024, 10)]
    public async Task Load_Should_LoadEachKeyOnce_When_ThereAreTenThousandKeys(int maxBatchSize, int batches)
    {
        var loader = Loader(maxBatchSize);

        var loads = Enumerable.Range(0, 20_000).Select(key => loader.LoadAsync(key % 10_000)).ToArray();
        _scheduler.Waiting.ShouldBe(batches);
        await _scheduler.SendAllAsync();

        _batches.Count.ShouldBe(batches);
        _batches.SelectMany(batch => batch.Split(',')).Distinct().Count().ShouldBe(10_000);
        _batches.Sum(batch => batch.Split(',').Length).ShouldBe(10_000);
        (await Task.WhenAll(loads))[19_999].ShouldBe("n9999");
    }

    [Fact]
    public async Task Load_Should_FailKeysOfOneBatch_When_ThatBatchThrows()
    {
        var loader = Loader(maxBatchSize: 2, load: (keys, _) => keys.Contains(3)
            ? Task.FromException<IReadOnlyDictionary<int, string>>(new IOException("down"))
            : Task.FromResult(CreateNames(keys)));

        var loads = Enumerable.Range(1, 6).Select(key => loader.LoadAsync(key)).ToArray();
        await _scheduler.SendAllAsync();

        loads.Select(load => load.Status).ShouldBe(
        [
            TaskStatus.RanToCompletion, TaskStatus.RanToCompletion, TaskStatus.Faulted, TaskStatus.Faulted, TaskStatus.RanToCompletion, TaskStatus.RanToCompletion,
        ]);
        (await Should.ThrowAsync<IOException>(loads[2])).ShouldBeSameAs(await Should.ThrowAsync<IOException>(loads[3]));
    }

    [Fact]
    public async Task Load_Should_NotLoadAgain_When_KeyFailed()
    {
        var loader = Loader(load: (_, _) => throw new IOException("down"));

        var first = loader.LoadAsync(1);
        await _scheduler.SendAllAsync();
        var second = loader.LoadAsync(1);

        second.ShouldBeSameAs(first);
        _scheduler.Waiting.ShouldBe(0);
        await Should.ThrowAsync<IOException>(second);
    }

    [Fact]
    public async Task LoadRequired_Should_FailMissingKeyOnly_When_BatchLacksIt()
    {
        var loader = Loader(load: (keys, _) => Task.FromResult(CreateNames(keys.Where(k => k != 2))));

        var loads = new[] { 1, 2, 3 }.Select(key => loader.LoadRequiredAsync(key)).ToArray();
        await _scheduler.SendAllAsync();

        (await loads[0]).ShouldBe("n1");
        await Should.ThrowAsync<KeyNotFoundException>(loads[1]);
        (await loads[2]).ShouldBe("n3");
    }

    [Fact]
    public async Task Load_Should_FailEveryKey_When_BatchReturnsNull()
    {
        var loader = Loader(load: (_, _) => Task.FromResult<IReadOnlyDictionary<int, string>>(null!));

        var loads = new[] { 1, 2 }.Select(key => loader.LoadAsync(key)).ToArray();
        await _scheduler.SendAllAsync();

        loads.ShouldAllBe(load => load.IsFaulted);
    }

    [Fact]
    public async Task Load_Should_CancelOneWait_When_ItsTokenIsCancelledMidBatch()
    {
        using var caller = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var loader = Loader(load: async (keys, _) =>
        {
            await gate.Task;
            return CreateNames(keys);
        });

        var cancelled = loader.LoadAsync(1, caller.Token);
        var waiting = loader.LoadAsync(1);
        var sent = _scheduler.SendAsync();
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(cancelled);
        waiting.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await sent;
        (await waiting).ShouldBe("n1");
        _batches.ShouldBe(["1"]);
    }

    [Fact]
    public async Task Load_Should_CancelKeysOfBatch_When_BatchFunctionIsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var loader = Loader(maxBatchSize: 1, load: (keys, _) => keys.Contains(1)
            ? Task.FromCanceled<IReadOnlyDictionary<int, string>>(cancelled.Token)
            : Task.FromResult(CreateNames(keys)));

        var first = loader.LoadAsync(1);
        var second = loader.LoadAsync(2);
        await _scheduler.SendAllAsync();

        await Should.ThrowAsync<OperationCanceledException>(first);
        (await second).ShouldBe("n2");
    }

    [Fact]
    public async Task Load_Should_PutKeysOfListIntoOneBatch_When_SomeAreRepeated()
    {
        var loader = Loader();

        var load = loader.LoadAsync([3, 1, 3, 2]);
        await _scheduler.SendAllAsync();

        (await load).ShouldBe(["n3", "n1", "n3", "n2"]);
        _batches.ShouldBe(["3,1,2"]);
    }

    [Fact]
    public async Task Load_Should_ScheduleNothing_When_ItsKeysAreAvailable()
    {
        var loader = new CachingLoader(_scheduler, key => $"c{key}");

        var loads = new[] { 1, 2, 1 }.Select(key => loader.LoadAsync(key)).ToArray();

        loads.ShouldAllBe(load => load.IsCompletedSuccessfully);
        (await Task.WhenAll(loads)).ShouldBe(["c1", "c2", "c1"]);
        loader.LookedUp.ShouldBe([1, 2], "each key is looked up once");
        _scheduler.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Load_Should_BatchTheOtherKeys_When_SomeAreAvailable()
    {
        var loader = new CachingLoader(_scheduler, key => key % 2 == 0 ? $"c{key}" : null);

        var load = loader.LoadAsync([1, 2, 3, 4, 3]);
        _scheduler.Waiting.ShouldBe(1);
        await _scheduler.SendAllAsync();

        (await load).ShouldBe(["n1", "c2", "n3", "c4", "n3"]);
        loader.Batches.ShouldBe(["1,3"]);
        loader.LookedUp.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task Load_Should_FailAlone_When_TheLookupOfItsKeyThrows()
    {
        var loader = new CachingLoader(_scheduler, key => key == 1 ? throw new IOException("down") : null);

        await Should.ThrowAsync<IOException>(() => loader.LoadAsync(1));
        var good = loader.LoadAsync(2);
        await _scheduler.SendAllAsync();

        (await good).ShouldBe("n2");
        loader.Batches.ShouldBe(["2"]);
    }

    [Fact]
    public async Task Load_Should_FailAlone_When_ItsKeyIsNull()
    {
        var loader = new TextLoader(_scheduler);
        var good = loader.LoadAsync("a");

        await Should.ThrowAsync<ArgumentNullException>(() => loader.LoadAsync((string)null!));
        await _scheduler.SendAllAsync();

        (await good).ShouldBe("a");
    }

    /// <summary>A loader with a cache.</summary>
    private sealed class CachingLoader(IBatchScheduler scheduler, Func<int, string?> find) : BatchDataLoader<int, string>(scheduler, new DataLoaderOptions())
    {
        public List<int> LookedUp { get; } = [];

        public List<string> Batches { get; } = [];

        protected override bool TryGetAvailable(int key, [MaybeNullWhen(false)] out string value)
        {
            LookedUp.Add(key);
            value = find(key);
            return value is not null;
        }

        protected override Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            Batches.Add(string.Join(',', keys));
            return Task.FromResult(CreateNames(keys));
        }
    }

    private sealed class TextLoader(IBatchScheduler scheduler) : BatchDataLoader<string, string>(scheduler, new DataLoaderOptions())
    {
        protected override Task<IReadOnlyDictionary<string, string>> LoadBatchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(keys.ToDictionary(static key => key));
    }
}
