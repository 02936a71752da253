using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Subscriptions that receive an event while another one executes it wait for that execution, if the application lets them use its data.</summary>
public sealed class SharedExecutionTests
{
    private const string Loaded = "subscription { changed { loaded } }";
    private const string Data = """{"data":{"changed":{"loaded":1}}}""";

    private readonly object _event = new Change();
    private readonly FakeTimeProvider _time = new();
    private readonly Cache _cache = new();
    private readonly TaskCompletionSource _loads = new();
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CancellationToken> _executions = [];
    private bool _fails;

    private sealed record Change;

    /// <summary>An application that keeps no data. It lets subscriptions share executions unless a test says otherwise.</summary>
    private sealed class Cache : IResultCache
    {
        public object? Dependencies { get; set; } = new();

        public Func<int, bool> Serves { get; set; } = static _ => true;

        public int Served { get; private set; }

        public bool TryGet(object key, out ReadOnlyMemory<byte> data)
        {
            data = default;
            return false;
        }

        public bool CanKeep(object key, bool isExpectedAgain) => false;

        public void Keep(object key, ReadOnlyMemory<byte> data) => throw new InvalidOperationException("Nothing is to be kept.");

        public object? GetDependencies() => Dependencies;

        public bool TryServe(object dependencies)
        {
            dependencies.ShouldBeSameAs(Dependencies);
            lock (this)
                return Serves(Served++);
        }
    }

    private IRequestExecutor Server() => Executor(
        schema =>
        {
            schema.Query().Sync("ok", Text, _ => "ok");
            schema.Object<Change>("Change").Async("loaded", Number, LoadAsync);
            schema.Root(OperationType.Subscription).Event("changed", TypeReference.Of<Change>(), c => c.Parent<object>(), _ => Events());
        },
        builder =>
        {
            builder.ModifyRequestOptions(options => options.ImmutableEvents.Add(typeof(Change)));
            builder.Services.AddSingleton<TimeProvider>(_time).AddSingleton(_cache);
            builder.UseResultCache<Cache>();
        });

    private async ValueTask<object?> LoadAsync(ResolverContext context)
    {
        int number;
        lock (_executions)
        {
            _executions.Add(context.RequestAborted);
            number = _executions.Count;
        }

        if (number == 2)
            _second.SetResult();

        await _loads.Task.WaitAsync(context.RequestAborted);
        return _fails ? throw new GraphQLException(ErrorBuilder.New().SetMessage($"failure {number}").Build()) : number;
    }

    // The event is available at once, so a subscription has received it when its first read returns.
    private async IAsyncEnumerable<object?> Events()
    {
        yield return _event;
        await Task.CompletedTask;
    }

    private static async Task<Task<string>[]> SubscribeAsync(IRequestExecutor server, int count, CancellationToken first = default)
    {
        var results = new Task<string>[count];
        for (var i = 0; i < count; i++)
            results[i] = ReadAsync(await server.StreamAsync(Request(Loaded), i == 0 ? first : default));
        return results;
    }

    private static async Task<string> ReadAsync(ResponseStream stream)
    {
        List<string> results = [];
        await foreach (var result in stream)
            results.Add(result.ToJson());
        return results.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Event_Should_BeExecutedOnce_When_500SubscriptionsWaitForItsLoads()
    {
        var results = await SubscribeAsync(Server(), 500);
        results.ShouldAllBe(result => !result.IsCompleted);

        _loads.SetResult();

        (await Task.WhenAll(results)).ShouldAllBe(json => json == Data);
        (_executions.Count, _cache.Served).ShouldBe((1, 499));
    }

    [Fact]
    public async Task Event_Should_BeExecutedAgain_When_TheExecutionHasEnded()
    {
        var server = Server();
        _loads.SetResult();

        (await (await SubscribeAsync(server, 1))[0]).ShouldBe(Data);
        (await (await SubscribeAsync(server, 1))[0]).ShouldBe("""{"data":{"changed":{"loaded":2}}}""");
    }

    [Fact]
    public async Task Event_Should_BeExecutedBySomeSubscriptions_When_TheApplicationRefusesThemTheData()
    {
        _cache.Serves = static number => number > 0;
        var results = await SubscribeAsync(Server(), 3);

        _loads.SetResult();

        (await Task.WhenAll(results)).Order().ShouldBe([Data, Data, """{"data":{"changed":{"loaded":2}}}"""]);
    }

    [Fact]
    public async Task Event_Should_BeExecutedForEachSubscription_When_ItsDataIsForOneContextOnly()
    {
        _cache.Dependencies = null;
        var results = await SubscribeAsync(Server(), 3);

        _loads.SetResult();

        (await Task.WhenAll(results)).Distinct().Count().ShouldBe(3);
        (_executions.Count, _cache.Served).ShouldBe((3, 0));
    }

    [Fact]
    public async Task Event_Should_FailForAllSubscriptions_When_ItsExecutionHasErrors()
    {
        _fails = true;
        var results = await SubscribeAsync(Server(), 500);

        _loads.SetResult();

        (await Task.WhenAll(results)).ShouldAllBe(json => json ==
            """{"errors":[{"message":"failure 1","locations":[{"line":1,"column":26}],"path":["changed","loaded"]}],"data":{"changed":{"loaded":null}}}""");
        (_executions.Count, _cache.Served).ShouldBe((1, 499));
    }

    [Fact]
    public async Task Execution_Should_Continue_When_TheSubscriptionThatStartedItIsCancelled()
    {
        using var first = new CancellationTokenSource();
        var results = await SubscribeAsync(Server(), 3, first.Token);

        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(results[0]);
        _executions.ShouldHaveSingleItem().IsCancellationRequested.ShouldBeFalse();
        _loads.SetResult();

        (await Task.WhenAll(results[1..])).ShouldAllBe(json => json == Data);
        _executions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Execution_Should_BeCancelled_When_NoSubscriptionRemains()
    {
        using var first = new CancellationTokenSource();
        var server = Server();
        var results = await SubscribeAsync(server, 1, first.Token);

        await first.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(results[0]);
        _executions.ShouldHaveSingleItem().IsCancellationRequested.ShouldBeTrue();
        _loads.SetResult();

        (await (await SubscribeAsync(server, 1))[0]).ShouldBe("""{"data":{"changed":{"loaded":2}}}""", "the next subscription does not join the cancelled execution");
    }

    [Fact]
    public async Task Event_Should_BeExecutedForTheWaitingSubscription_When_TheOtherExecutionTakesTooLong()
    {
        var results = await SubscribeAsync(Server(), 2);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        _executions.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        await _second.Task;
        _loads.SetResult();

        (await Task.WhenAll(results)).ShouldBe([Data, """{"data":{"changed":{"loaded":2}}}"""]);
        _cache.Served.ShouldBe(0);
    }
}
