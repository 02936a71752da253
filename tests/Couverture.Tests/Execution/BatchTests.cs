using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>The requests of a batch share their DataLoaders, but not their results, errors and asynchronous locals.</summary>
public sealed class BatchTests
{
    private const string Name = "query($id: Int!) { name(id: $id) }";

    private static readonly AsyncLocal<List<string>?> Account = new();

    private readonly List<string> _batches = [];
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _released = new();

    private interface INames : IDataLoader<int, string>;

    private sealed class Loader(IBatchScheduler scheduler, DataLoaderOptions options, List<string> batches) : BatchDataLoader<int, string>(scheduler, options), INames
    {
        protected override async Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            lock (batches)
                batches.Add(string.Join(',', keys));
            Account.Value?.Add($"loaded {string.Join(',', keys)}");
            await Task.Yield();
            return keys.Where(key => key >= 0).ToDictionary(key => key, key => $"n{key}");
        }
    }

    private IRequestExecutor Server(Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Query()
                .Async("name", Text, async c => await c.DataLoader<INames>().LoadAsync(c.Argument<int>(0)) ?? throw new GraphQLException(ErrorBuilder.New().SetMessage("none").SetCode("NONE").Build()), Argument("id", Number.NonNull()))
                .Async("nameOfNext", Text, async c => await c.DataLoader<INames>().LoadAsync((await c.DataLoader<INames>().LoadAsync(c.Argument<int>(0)))!.Length), Argument("id", Number.NonNull()))
                .Sync("touched", Text, c => Touch("sync"))
                .Async("hang", Text, async c => { await _released.Task.WaitAsync(c.RequestAborted); return "late"; });
            schema.Root(OperationType.Mutation)
                .Async("change", Text, async c => await c.DataLoader<INames>().LoadAsync(c.Argument<int>(0)), Argument("id", Number.NonNull()));
        },
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.AddDataLoader<INames>((_, scheduler, options) => new Loader(scheduler, options, _batches));
            builder.AddResultExtension("account", BeginAccount, _ => new Dictionary<string, object?> { ["entries"] = Account.Value!.ToArray() });
            configure?.Invoke(builder);
        });

    private static string Touch(string what)
    {
        Account.Value!.Add(what);
        return what;
    }

    private static AccountScope BeginAccount()
    {
        Account.Value = [];
        return new AccountScope();
    }

    private sealed class AccountScope : IDisposable
    {
        public void Dispose() => Account.Value = null;
    }

    [Fact]
    public async Task ExecuteBatch_Should_LoadAllKeysInOneBatch_When_EachRequestLoadsOne()
    {
        var results = await Server().RunBatchAsync([.. Enumerable.Range(0, 10).Select(i => Request(Name, $$"""{"id":{{i}}}"""))]);

        _batches.ShouldBe(["0,1,2,3,4,5,6,7,8,9"]);
        results.Select(result => result.ToJson()[..20]).ShouldBe(Enumerable.Range(0, 10).Select(i => $$$"""{"data":{"name":"n{{{i}}}"}"""[..20]));
    }

    [Fact]
    public async Task ExecuteBatch_Should_LoadAKeyOnce_When_SeveralRequestsNeedIt()
    {
        var results = await Server().RunBatchAsync(Request("{ name(id: 7) }"), Request("{ a: name(id: 7) }"), Request("{ nameOfNext(id: 7) }"), Request("{ nameOfNext(id: 8) }"));

        _batches.ShouldBe(["7,8", "2"]);
        results.ShouldAllBe(result => result.Errors.Count == 0);
    }

    [Fact]
    public async Task ExecuteBatch_Should_FailOneRequestOnly_When_ItIsWrong()
    {
        var results = await Server().RunBatchAsync(
            Request("{ name(id: 1) }"),
            Request("{ nope }"),
            Request(Name, """{"id":"x"}"""),
            Request("{ name(id: -1) }"),
            Request("{ name(id: 2) }"));

        _batches.ShouldBe(["1,-1,2"]);
        results.Select(result => result.Errors.Select(error => error.Code).FirstOrDefault()).ShouldBe([null, ErrorCodes.ValidationFailed, ErrorCodes.VariableInvalid, "NONE", null]);
        results[3].ToJson().ShouldContain("\"path\":[\"name\"]");
    }

    [Fact]
    public async Task ExecuteBatch_Should_AccountEachLoadToOneRequest_When_LoadersAreShared()
    {
        var results = await Server().RunBatchAsync(Request("{ touched name(id: 1) }"), Request("{ name(id: 2) touched }"), Request("{ touched }"));

        results.Select(result => string.Join('|', (string[])((IReadOnlyDictionary<string, object?>)result.Extensions!["account"]!)["entries"]!)).ShouldBe(["sync|loaded 1,2", "sync", "sync"]);
    }

    [Fact]
    public async Task ExecuteBatch_Should_NotShareLoaders_When_ARequestIsAMutation()
    {
        await Server().RunBatchAsync(Request("{ name(id: 1) }"), Request("mutation { a: change(id: 1) b: change(id: 1) }"), Request("{ name(id: 2) }"));

        _batches.Order(StringComparer.Ordinal).ShouldBe(["1", "1,2"]);
    }

    [Fact]
    public async Task ExecuteBatch_Should_ReturnResultsAsTheyComplete_When_ARequestTakesLonger()
    {
        var order = new List<int>();

        await foreach (var (index, _) in Server().ExecuteBatchAsync([Request("{ hang }"), Request("{ name(id: 1) }"), Request("{ touched }")]))
        {
            order.Add(index);
            if (order.Count == 2)
                _released.SetResult();
        }

        order[^1].ShouldBe(0);
        order.Order().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task ExecuteBatch_Should_KeepFinishedFields_When_TheTimeIsOver()
    {
        var running = Server(builder => builder.ModifyRequestOptions(options => options.ExecutionTimeout = TimeSpan.FromSeconds(5))).RunBatchAsync(Request("{ hang touched }"), Request("{ name(id: 1) }"));

        _time.Advance(TimeSpan.FromSeconds(6));
        var results = await running;

        results[0].Errors.Single().Code.ShouldBe(ErrorCodes.Timeout);
        results[0].ToJson().ShouldContain("\"touched\":\"sync\"");
        results[1].Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task ExecuteBatch_Should_Throw_When_TheClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        await using var results = Server().ExecuteBatchAsync([Request("{ hang }"), Request("{ hang }")], client.Token).GetAsyncEnumerator(client.Token);
        var next = results.MoveNextAsync();

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public async Task ExecuteBatch_Should_CancelTheOthers_When_TheCallerStopsReading()
    {
        var cancelled = new TaskCompletionSource();
        var server = Executor(schema => schema.Query()
            .Sync("now", Text, _ => "now")
            .Async("hang", Text, async c =>
            {
                await using var registration = c.RequestAborted.Register(() => cancelled.SetResult());
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, c.RequestAborted);
                return "never";
            }));

        await foreach (var (index, _) in server.ExecuteBatchAsync([Request("{ hang }"), Request("{ now }")]))
        {
            index.ShouldBe(1);
            break;
        }

        await cancelled.Task;
    }

    [Fact]
    public async Task ExecuteBatch_Should_CountTheFieldsOfADocumentOnce_When_RequestsShareIt()
    {
        var server = Server(builder => builder.ModifyRequestOptions(options => options.Validation = options.Validation with { MaxFields = 1 }));

        (await server.RunBatchAsync(Request(Name, """{"id":1}"""), Request(Name, """{"id":2}"""))).ShouldAllBe(result => result.Errors.Count == 0);
        (await server.RunBatchAsync(Request("{ name(id: 1) }"), Request("{ touched }"))).ShouldAllBe(result => result.Errors[0].Code == ErrorCodes.LimitExceeded);
    }
}
