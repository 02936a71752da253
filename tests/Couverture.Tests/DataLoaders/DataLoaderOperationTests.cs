using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.DataLoaders;

/// <summary>One loader in whole operations: serial mutations, lists of lists, timeouts, many keys.</summary>
public sealed class DataLoaderOperationTests
{
    private interface INames : IDataLoader<int, string>;

    private sealed record Item(int Id);

    private readonly List<string> _events = [];

    private sealed class Loader(IBatchScheduler scheduler, DataLoaderOptions options, Func<IReadOnlyList<int>, CancellationToken, Task> onBatch)
        : BatchDataLoader<int, string>(scheduler, options), INames
    {
        protected override async Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            await onBatch(keys, cancellationToken);
            return keys.ToDictionary(key => key, key => $"n{key}");
        }
    }

    private void Record(string what)
    {
        lock (_events)
            _events.Add(what);
    }

    private IRequestExecutor Server(
        Func<IReadOnlyList<int>, CancellationToken, Task>? load = null,
        Action<SchemaBuilder>? more = null,
        Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Query()
                .Sync("items", TypeReference.Of<Item>().List(), c => Enumerable.Range(0, c.Argument<int>(0)).Select(i => new Item(i)), Argument("count", Number.NonNull()))
                .Sync("fast", Text, _ => "fast")
                .Sync("cube", TypeReference.Of<Item>().List().List().List(), _ => new[] { new[] { new[] { 1, 2 }, [3] }, [[2], [4, 5]] }
                    .Select(plane => plane.Select(row => row.Select(i => new Item(i)))));
            schema.Root(OperationType.Mutation)
                .Sync("change", TypeReference.Of<Item>(), c => Changed(c.Argument<int>(0)), Argument("id", Number.NonNull()))
                .Async("changeLate", TypeReference.Of<Item>(), async c =>
                {
                    Record($"late {c.Argument<int>(0)} {await c.DataLoader<INames>().LoadAsync(c.Argument<int>(0))}");
                    return new Item(c.Argument<int>(0));
                }, Argument("id", Number.NonNull()));
            schema.Object<Item>("Item")
                .Member<Item>("id", Number, i => i.Id)
                .Async("name", Text, async c => await c.DataLoader<INames>().LoadAsync(c.Parent<Item>().Id))
                .Async("rows", TypeReference.Of<Item>().List().List(), async c =>
                {
                    await c.DataLoader<INames>().LoadAsync(c.Parent<Item>().Id);
                    var id = c.Parent<Item>().Id * 10;
                    return new[] { new[] { new Item(id) }, [new Item(id + 1), new Item(id + 2)] };
                });
            more?.Invoke(schema);
        },
        builder =>
        {
            builder.AddDataLoader<INames>((_, scheduler, options) => new Loader(scheduler, options, (keys, token) =>
            {
                Record(string.Join(',', keys));
                return load?.Invoke(keys, token) ?? Task.CompletedTask;
            }));
            configure?.Invoke(builder);
        });

    private Item Changed(int id)
    {
        Record($"change {id}");
        return new Item(id);
    }

    [Fact]
    public async Task Load_Should_FinishEachRootFieldFirst_When_MutationHasSeveral()
    {
        var response = await Server(async (_, _) => await Task.Yield()).RunAsync(
            "mutation { a: change(id: 1) { name rows { name } } b: change(id: 2) { name } c: changeLate(id: 3) { name } d: change(id: 1) { name } }");

        response.ShouldStartWith("""{"data":{"a":{"name":"n1","rows":[[{"name":"n10"}],[{"name":"n11"},{"name":"n12"}]]},"b":{"name":"n2"}""");
        // The last field's key is already loaded, because a key is loaded once per operation, even in mutations.
        _events.ShouldBe(["change 1", "1", "10,11,12", "change 2", "2", "3", "late 3 n3", "change 1"]);
    }

    [Fact]
    public async Task Load_Should_UseOneBatchPerLevel_When_ListsOfListsNest()
    {
        var response = await Server(async (_, token) => await Task.Run(() => { }, token)).RunAsync("{ cube { rows { rows { id } } } }");

        response.ShouldNotContain("errors");
        _events.ShouldBe(["1,2,3,4,5", "10,11,12,20,21,22,30,31,32,40,41,42,50,51,52"]);
    }

    [Fact]
    public async Task Load_Should_SplitBatches_When_ListHasTenThousandKeys()
    {
        var response = await Server().RunAsync("{ items(count: 10000) { name } }");

        response.ShouldEndWith("""{"name":"n9999"}]}}""");
        _events.Select(batch => batch.Split(',').Length).ShouldBe([.. Enumerable.Repeat(1024, 9), 784]);
    }

    [Fact]
    public async Task Load_Should_NotReadTheClock_When_Batching()
    {
        var clock = new CountingTime();
        var executor = Server(
            async (_, _) => await Task.Yield(),
            configure: builder => builder
                .ModifyRequestOptions(options => options.ExecutionTimeout = Timeout.InfiniteTimeSpan)
                .Services.AddSingleton<TimeProvider>(clock));

        (await executor.RunAsync("{ cube { rows { rows { name } } } }")).ShouldNotContain("errors");

        _events.Count.ShouldBe(3);
        clock.Uses.ShouldBe(0);
    }

    [Fact]
    public async Task Load_Should_EndWithOperation_When_TimeoutExpiresMidBatch()
    {
        var time = new FakeTimeProvider();
        var started = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource();
        var secondLoad = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = Server(
            async (_, token) =>
            {
                started.SetResult(token);
                await gate.Task;
            },
            schema => schema.Query().Async("twice", Text, async c =>
            {
                var loader = c.DataLoader<INames>();
                await loader.LoadAsync(1);
                var second = loader.LoadAsync(2);
                secondLoad.SetResult(second);
                return await second;
            }),
            builder => builder.Services.AddSingleton<TimeProvider>(time));

        var running = executor.ExecuteAsync(Request("{ fast twice items(count: 2) { id name } }"));
        var token = await started.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        var result = await running;

        token.IsCancellationRequested.ShouldBeTrue();
        result.Errors.Select(error => error.Code).ShouldBe([ErrorCodes.Timeout, ErrorCodes.Timeout, ErrorCodes.Timeout]);
        result.ToJson().ShouldEndWith("""{"fast":"fast","twice":null,"items":[{"id":0,"name":null},{"id":1,"name":null}]}}""");

        // The batch completes after the timeout, and the load that follows does not send another batch.
        gate.SetResult();
        (await secondLoad.Task).IsCompleted.ShouldBeFalse();
        _events.ShouldBe(["1,0"]);
    }

    [Fact]
    public async Task Load_Should_FailFieldsOfBatch_When_BatchIsCancelledByTimeout()
    {
        var time = new FakeTimeProvider();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = Server(
            async (keys, token) =>
            {
                if (keys.Contains(1))
                    return;
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            },
            more: null,
            builder => builder.Services.AddSingleton<TimeProvider>(time));

        var running = executor.ExecuteAsync(Request("{ cube { rows { id name } } }"));
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        var result = await running;

        result.Errors.ShouldAllBe(error => error.Code == ErrorCodes.Timeout);
        result.Errors.Count.ShouldBe(18);
        result.ToJson().ShouldContain("""{"id":10,"name":null}""");
        _events.Count.ShouldBe(2);
    }

    private sealed class CountingTime : TimeProvider
    {
        private int _uses;

        public int Uses => _uses;

        public override DateTimeOffset GetUtcNow()
        {
            Interlocked.Increment(ref _uses);
            return base.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref _uses);
            return base.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
                Interlocked.Increment(ref _uses);
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
