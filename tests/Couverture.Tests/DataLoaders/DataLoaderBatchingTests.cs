using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.DataLoaders;

public class DataLoaderBatchingTests
{
    internal interface INames : IDataLoader<int, string>;

    internal interface ITitles : IDataLoader<int, string>;

    private sealed record Item(int Id);

    private readonly List<string> _batches = [];

    private sealed class Loader(
        IBatchScheduler scheduler,
        DataLoaderOptions options,
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyDictionary<int, string>>> load)
        : BatchDataLoader<int, string>(scheduler, options), INames, ITitles
    {
        protected override Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
            load(keys, cancellationToken);
    }

    private static Dictionary<int, string> CreateNames(IEnumerable<int> keys, string prefix = "n") => keys.ToDictionary(k => k, k => $"{prefix}{k}");

    private void Record(string name, IReadOnlyList<int> keys)
    {
        lock (_batches)
            _batches.Add($"{name} {string.Join(',', keys)}");
    }

    /// <summary>Creates a server with infinitely nested items. Their names and titles are loaded by two loaders.</summary>
    private IRequestExecutor Server(
        Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyDictionary<int, string>>>? names = null,
        int maxBatchSize = 1024,
        Action<SchemaBuilder>? more = null) => Executor(
        schema =>
        {
            schema.Query()
                .Sync("item", TypeReference.Of<Item>(), c => new Item(c.Argument<int>(0)), Argument("id", Number.NonNull()))
                .Sync("items", TypeReference.Of<Item>().NonNull().List(), _ => Enumerable.Range(1, 3).Select(i => new Item(i)))
                .Sync("grid", TypeReference.Of<Item>().List().List(), _ => new[] { new[] { new Item(1), new Item(2) }, [new Item(2), new Item(3)] })
                .Async("late", TypeReference.Of<Item>(), async _ =>
                {
                    for (var i = 0; i < 5; i++)
                        await Task.Yield();
                    return new Item(9);
                });
            schema.Object<Item>("Item")
                .Async("name", Text, async c => await c.DataLoader<INames>().LoadAsync(c.Parent<Item>().Id, c.RequestAborted))
                .Async("title", Text, async c => await c.DataLoader<ITitles>().LoadAsync(c.Parent<Item>().Id))
                .Async("required", Text, async c => await c.DataLoader<INames>().LoadRequiredAsync(c.Parent<Item>().Id))
                .Async("both", Text, async c => string.Join('+', await c.DataLoader<INames>().LoadAsync([c.Parent<Item>().Id, c.Parent<Item>().Id + 10])))
                .Async("all", Text, async c => string.Join('+', await Task.WhenAll(
                    c.DataLoader<INames>().LoadAsync(c.Parent<Item>().Id),
                    c.DataLoader<ITitles>().LoadAsync(c.Parent<Item>().Id))))
                .Async("twice", Text, async c =>
                {
                    var name = await c.DataLoader<INames>().LoadAsync(c.Parent<Item>().Id);
                    return await c.DataLoader<ITitles>().LoadAsync(name!.Length * 100);
                })
                .Async("children", TypeReference.Of<Item>().List(), async c =>
                {
                    var id = c.Parent<Item>().Id;
                    await c.DataLoader<INames>().LoadAsync(id);
                    return new[] { new Item(id * 10), new Item((id * 10) + 1) };
                });
            more?.Invoke(schema);
        },
        builder => builder
            .AddDataLoader<INames>((_, scheduler, options) => new Loader(scheduler, options with { MaxBatchSize = maxBatchSize }, (keys, token) =>
            {
                Record("names", keys);
                return names?.Invoke(keys, token) ?? Task.FromResult<IReadOnlyDictionary<int, string>>(CreateNames(keys));
            }))
            .AddDataLoader<ITitles>((_, scheduler, options) => new Loader(scheduler, options, async (keys, _) =>
            {
                Record("titles", keys);
                await Task.Yield();
                return CreateNames(keys, "t");
            })));

    [Fact]
    public async Task Load_Should_BatchDistinctKeysOnce_When_ManyFieldsLoad()
    {
        var response = await Server().RunAsync("{ a: item(id: 1) { name } items { name } b: item(id: 1) { name } late { name } }");

        response.ShouldBe("""{"data":{"a":{"name":"n1"},"items":[{"name":"n1"},{"name":"n2"},{"name":"n3"}],"b":{"name":"n1"},"late":{"name":"n9"}}}""");
        _batches.ShouldBe(["names 1,2,3,9"]);
    }

    [Fact]
    public async Task Load_Should_UseOneBatchPerLevel_When_ListsAreNested()
    {
        await Server().RunAsync("{ items { children { children { name } } } grid { name } }");

        _batches.ShouldBe(["names 1,2,3", "names 10,11,20,21,30,31", "names 100,101,110,111,200,201,210,211,300,301,310,311"]);
    }

    [Fact]
    public async Task Load_Should_NotLoadAgain_When_KeyWasLoadedInOperation()
    {
        var executor = Server();

        await executor.RunAsync("{ item(id: 10) { name } x: item(id: 1) { children { name } } }");
        _batches.ShouldBe(["names 10,1", "names 11"]);

        await executor.RunAsync("{ item(id: 10) { name } }");
        _batches.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Load_Should_SendBatchesOfSeveralLoadersTogether_When_NothingElseCanRun()
    {
        await Server().RunAsync("{ items { title name all } }");

        _batches.ShouldBe(["titles 1,2,3", "names 1,2,3"]);
    }

    [Fact]
    public async Task Load_Should_ContinueInSameOperation_When_OneLoadFollowsAnother()
    {
        var response = await Server().RunAsync("{ items { twice } }");

        response.ShouldBe("""{"data":{"items":[{"twice":"t200"},{"twice":"t200"},{"twice":"t200"}]}}""");
        _batches.ShouldBe(["names 1,2,3", "titles 200"]);
    }

    [Fact]
    public async Task Load_Should_ReturnValuesInKeyOrder_When_SeveralKeysAreLoaded()
    {
        var response = await Server().RunAsync("{ items { both } }");

        response.ShouldBe("""{"data":{"items":[{"both":"n1+n11"},{"both":"n2+n12"},{"both":"n3+n13"}]}}""");
        _batches.ShouldBe(["names 1,11,2,12,3,13"]);
    }

    [Fact]
    public async Task Load_Should_ReturnNull_When_BatchLacksKey()
    {
        var executor = Server((keys, _) => Task.FromResult<IReadOnlyDictionary<int, string>>(CreateNames(keys.Where(k => k != 2))));

        (await executor.RunAsync("{ items { name } }")).ShouldBe("""{"data":{"items":[{"name":"n1"},{"name":null},{"name":"n3"}]}}""");
        var required = await executor.ExecuteAsync(Request("{ items { required } }"));
        required.Errors.ShouldHaveSingleItem().Path.ShouldBe(["items", 1, "required"]);
    }

    [Fact]
    public async Task Load_Should_SplitBatch_When_ItIsTooLarge()
    {
        var response = await Server(maxBatchSize: 2).RunAsync("{ items { both } }");

        response.ShouldBe("""{"data":{"items":[{"both":"n1+n11"},{"both":"n2+n12"},{"both":"n3+n13"}]}}""");
        _batches.ShouldBe(["names 1,11", "names 2,12", "names 3,13"]);
    }

    [Fact]
    public async Task Load_Should_FailKeysOfItsBatchOnly_When_BatchThrows()
    {
        var executor = Server(
            async (keys, _) =>
            {
                await Task.Yield();
                return keys.Contains(3)
                    ? throw new GraphQLException(ErrorBuilder.New().SetMessage("Down.").SetCode("DOWN").Build())
                    : CreateNames(keys);
            },
            maxBatchSize: 2);

        var response = await executor.RunAsync("{ items { name title } x: item(id: 4) { name } }");

        response.ShouldBe("""
            {"errors":[{"message":"Down.","locations":[{"line":1,"column":11}],"path":["items",2,"name"],"extensions":{"code":"DOWN"}},{"message":"Down.","locations":[{"line":1,"column":41}],"path":["x","name"],"extensions":{"code":"DOWN"}}],"data":{"items":[{"name":"n1","title":"t1"},{"name":"n2","title":"t2"},{"name":null,"title":"t3"}],"x":{"name":null}}}
            """);
    }

    [Fact]
    public async Task Load_Should_FailKeysOfBatch_When_BatchFunctionThrowsSynchronously()
    {
        var result = await Server((_, _) => throw new InvalidOperationException("broken")).ExecuteAsync(Request("{ items { name } }"));

        result.Errors.Count.ShouldBe(3);
        result.Errors.ShouldAllBe(e => e.Code == ErrorCodes.Internal);
    }

    [Fact]
    public async Task Load_Should_CallAnotherLoader_When_BatchFunctionLoads()
    {
        ITitles? titles = null;
        var executor = Server(
            async (keys, _) =>
            {
                var loaded = await Task.WhenAll(keys.Select(k => titles!.LoadAsync(k * 2)));
                return keys.Zip(loaded).ToDictionary(p => p.First, p => p.Second!);
            },
            more: schema => schema.Query().Sync("prepare", Text, c =>
            {
                titles = c.DataLoader<ITitles>();
                return null;
            }));

        var response = await executor.RunAsync("{ prepare items { name } }");

        response.ShouldBe("""{"data":{"prepare":null,"items":[{"name":"t2"},{"name":"t4"},{"name":"t6"}]}}""");
        _batches.ShouldBe(["names 1,2,3", "titles 2,4,6"]);
    }

    [Fact]
    public async Task Load_Should_CancelOneCallerOnly_When_CallerTokenIsCancelled()
    {
        using var caller = new CancellationTokenSource();
        var gate = new TaskCompletionSource();
        var executor = Server(
            async (keys, _) =>
            {
                await caller.CancelAsync();
                await gate.Task;
                return CreateNames(keys);
            },
            more: schema => schema.Query().Async("cancels", Text, async c =>
            {
                try
                {
                    return await c.DataLoader<INames>().LoadAsync(1, caller.Token);
                }
                catch (OperationCanceledException)
                {
                    gate.SetResult();
                    return "cancelled";
                }
            }));

        var response = await executor.RunAsync("{ cancels item(id: 1) { name } }");

        response.ShouldBe("""{"data":{"cancels":"cancelled","item":{"name":"n1"}}}""");
        _batches.ShouldBe(["names 1"]);
    }

    [Fact]
    public async Task Load_Should_CancelBatch_When_ClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        var started = new TaskCompletionSource<CancellationToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var executor = Server(async (keys, token) =>
        {
            started.SetResult(token);
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return CreateNames(keys);
        });

        var running = executor.ExecuteAsync(Request("{ items { name } }"), client.Token);
        var token = await started.Task;
        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
        token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Load_Should_BatchLoads_When_ResolverResumesOnAnotherThread()
    {
        var executor = Server(more: schema => schema.Query().Async("foreign", Text, async c =>
        {
            await Task.Run(() => { }).ConfigureAwait(false);
            return await c.DataLoader<INames>().LoadAsync(5).ConfigureAwait(false);
        }));

        (await executor.RunAsync("{ foreign }")).ShouldBe("""{"data":{"foreign":"n5"}}""");
        _batches.ShouldBe(["names 5"]);
    }

    [Fact]
    public async Task Load_Should_FormTheSameBatches_When_ThreadPoolIsBusy()
    {
        const string Document = "{ late { all twice children { title } } items { title all twice both children { children { name title } } } grid { title } }";
        using var done = new CancellationTokenSource();
        var noise = Enumerable.Range(0, Environment.ProcessorCount * 4).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                Thread.SpinWait(2_000);
                await Task.Yield();
            }
        })).ToArray();
        var executor = Server(async (keys, _) =>
        {
            for (var i = 0; i < keys.Count; i++)
                await Task.Yield();
            return CreateNames(keys);
        });

        var first = await executor.RunAsync(Document);
        var batches = _batches.ToArray();
        for (var run = 0; run < 1_000; run++)
        {
            _batches.Clear();
            (await Task.Run(() => executor.RunAsync(Document))).ShouldBe(first);
            _batches.ShouldBe(batches);
        }

        await done.CancelAsync();
        await Task.WhenAll(noise);
        first.ShouldNotContain("errors");
        batches.Length.ShouldBeInRange(4, 12);
    }
}
