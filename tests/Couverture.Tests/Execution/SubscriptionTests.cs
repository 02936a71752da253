using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class SubscriptionTests
{
    private readonly Channel<object?> _events = Channel.CreateUnbounded<object?>();
    private readonly TaskCompletionSource _sourceEnded = new();
    private readonly List<string> _log = [];
    private readonly List<string> _batches = [];

    private sealed record Change(int Value)
    {
        public int Fails => throw new GraphQLException(ErrorBuilder.New().SetMessage("No.").SetCode("NO").Build());
    }

    private sealed class Scoped(List<string> log) : IDisposable
    {
        public void Dispose() => log.Add("disposed");
    }

    private IRequestExecutor Server(Func<ResolverContext, IAsyncEnumerable<object?>>? source = null, Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Query().Sync("ok", Text, _ => "ok");
            schema.Object<Change>("Change")
                .Member<Change>("value", Number.NonNull(), c => c.Value)
                .Member<Change>("fails", Number, c => c.Fails)
                .Async("loaded", Text, async c => await c.DataLoader<RecordingLoader>().LoadAsync(c.Parent<Change>().Value));
            schema.Root(OperationType.Subscription).Event(
                "changed",
                TypeReference.Of<Change>().NonNull(),
                context => context.Parent<object>() is Change change ? change : throw new GraphQLException(ErrorBuilder.New().SetMessage("Bad event.").Build()),
                source ?? (context => ReadAsync(context, context.RequestAborted)),
                Argument("from", Number, 0));
        },
        builder =>
        {
            builder.Services.AddScoped<Scoped>(_ => new Scoped(_log));
            builder.AddDataLoader((_, scheduler, options) => new RecordingLoader(
                scheduler,
                options,
                _batches,
                (keys, _) => Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(k => k, k => $"v{k}"))));
            configure?.Invoke(builder);
        });

    private async IAsyncEnumerable<object?> ReadAsync(ResolverContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var from = context.Argument<int>(0);
        _log.Add($"from {from}");
        context.Service<Scoped>().ShouldNotBeNull();
        try
        {
            await foreach (var change in _events.Reader.ReadAllAsync(cancellationToken))
                yield return change;
        }
        finally
        {
            _sourceEnded.TrySetResult();
        }
    }

    private static async Task<List<string>> AllAsync(IAsyncEnumerable<OperationResult> results)
    {
        var all = new List<string>();
        await foreach (var result in results)
            all.Add(result.ToJson());
        return all;
    }

    [Fact]
    public async Task Stream_Should_ReturnOneResultPerEvent_When_SourceCompletes()
    {
        var stream = await Server().StreamAsync(Request("subscription ($n: Int) { c: changed(from: $n) { value again: value } }", """{"n":7}"""));
        _log.ShouldBe(["from 7"]);
        foreach (var value in new[] { 1, 2 })
            _events.Writer.TryWrite(new Change(value));
        _events.Writer.Complete();

        stream.Single.ShouldBeNull();
        (await AllAsync(stream)).ShouldBe(["""{"data":{"c":{"value":1,"again":1}}}""", """{"data":{"c":{"value":2,"again":2}}}"""]);
        _log.ShouldBe(["from 7", "disposed"]);
    }

    [Fact]
    public async Task Stream_Should_LoadKeyAgain_When_AnotherEventRequestsIt()
    {
        var stream = await Server().StreamAsync(Request("subscription { changed { a: loaded b: loaded } }"));
        _events.Writer.TryWrite(new Change(1));
        _events.Writer.TryWrite(new Change(1));
        _events.Writer.Complete();

        (await AllAsync(stream)).ShouldAllBe(json => json == """{"data":{"changed":{"a":"v1","b":"v1"}}}""");
        _batches.ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task Stream_Should_Continue_When_FieldOfAnEventFails()
    {
        var stream = await Server().StreamAsync(Request("subscription { changed { fails } }"));
        foreach (var change in new object?[] { new Change(1), "nonsense", null, new Change(2) })
            _events.Writer.TryWrite(change);
        _events.Writer.Complete();

        var results = await AllAsync(stream);

        const string Field = """{"errors":[{"message":"No.","locations":[{"line":1,"column":26}],"path":["changed","fails"],"extensions":{"code":"NO"}}],"data":{"changed":{"fails":null}}}""";
        const string Root = """{"errors":[{"message":"Bad event.","locations":[{"line":1,"column":16}],"path":["changed"]}],"data":null}""";
        results.ShouldBe([Field, Root, Root, Field]);
    }

    [Fact]
    public async Task Stream_Should_ReturnRequestError_When_SourceFailsSynchronously()
    {
        static async IAsyncEnumerable<object?> Fail()
        {
            if (DateTime.MaxValue > DateTime.MinValue)
                throw new GraphQLException(ErrorBuilder.New().SetMessage("Too many.").SetCode("TOO_MANY").Build());
            await Task.Yield();
            yield return 1;
        }

        foreach (var source in new Func<ResolverContext, IAsyncEnumerable<object?>>[] { _ => Fail(), _ => Fail().GetAsyncEnumerator() is var e ? new StartedStream(e) : null! })
        {
            var stream = await Server(source).StreamAsync(Request("subscription { c: changed { value } }"));

            stream.Single.ShouldNotBeNull().Kind.ShouldBe(OperationResultKind.RequestError);
            (await AllAsync(stream)).ShouldBe(
                ["""{"errors":[{"message":"Too many.","locations":[{"line":1,"column":16}],"path":["c"],"extensions":{"code":"TOO_MANY"}}]}"""]);
        }
    }

    [Fact]
    public async Task Stream_Should_HideException_When_SourceFailsUnexpectedly()
    {
        var stream = await Server(_ => throw new InvalidOperationException("secret")).StreamAsync(Request("subscription { changed { value } }"));

        stream.Single!.ToJson().ShouldBe(
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":16}],"path":["changed"],"extensions":{"code":"INTERNAL_ERROR"}}]}""");
    }

    [Theory]
    [InlineData("subscription { changed(from: \"x\") { value } }", null, ErrorCodes.ValidationFailed)]
    [InlineData("subscription ($n: Int) { changed(from: $n) { value } }", """{"n":"x"}""", ErrorCodes.VariableInvalid)]
    [InlineData("subscription { changed { value }", null, ErrorCodes.Syntax)]
    [InlineData("subscription A { changed { value } } query B { ok }", null, ErrorCodes.RequestInvalid)]
    public async Task Stream_Should_NotOpenSource_When_RequestIsInvalid(string document, string? variables, string code)
    {
        var stream = await Server().StreamAsync(Request(document, variables));

        stream.Single.ShouldNotBeNull().Errors[0].Code.ShouldBe(code);
        _log.ShouldBeEmpty();
    }

    [Fact]
    public async Task Stream_Should_EndWithOneError_When_SourceFailsLater()
    {
        var stream = await Server().StreamAsync(Request("subscription { changed { value } }"));
        _events.Writer.TryWrite(new Change(1));
        _events.Writer.Complete(new InvalidOperationException("secret"));

        (await AllAsync(stream)).ShouldBe(
        [
            """{"data":{"changed":{"value":1}}}""",
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":16}],"path":["changed"],"extensions":{"code":"INTERNAL_ERROR"}}]}""",
        ]);
        _log[^1].ShouldBe("disposed");
    }

    [Fact]
    public async Task Stream_Should_EndSource_When_ClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        var stream = await Server().StreamAsync(Request("subscription { changed { value } }"), client.Token);
        await using var results = stream.GetAsyncEnumerator();
        _events.Writer.TryWrite(new Change(1));
        (await results.MoveNextAsync()).ShouldBeTrue();
        var waiting = results.MoveNextAsync().AsTask();

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await _sourceEnded.Task;
    }

    [Fact]
    public async Task Stream_Should_EndSource_When_ReaderStops()
    {
        using var reader = new CancellationTokenSource();
        var stream = await Server().StreamAsync(Request("subscription { changed { value } }"));
        await using var results = stream.GetAsyncEnumerator(reader.Token);
        var waiting = results.MoveNextAsync().AsTask();

        await reader.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        await _sourceEnded.Task;
    }

    [Fact]
    public async Task Stream_Should_EndSource_When_DisposedUnread()
    {
        var stream = await Server().StreamAsync(Request("subscription { changed { value } }"));

        await stream.DisposeAsync();
        await stream.DisposeAsync();

        await _sourceEnded.Task;
    }

    [Fact]
    public async Task Stream_Should_ReleaseReader_When_SourceIgnoresItsToken()
    {
        using var client = new CancellationTokenSource();
        var release = new TaskCompletionSource();
        async IAsyncEnumerable<object?> IgnoreToken()
        {
            await release.Task;
            yield return new Change(1);
        }

        var stream = await Server(_ => IgnoreToken()).StreamAsync(Request("subscription { changed { value } }"), client.Token);
        var waiting = AllAsync(stream);

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        release.SetResult();
    }

    [Fact]
    public async Task Stream_Should_RequestNextEventOnly_When_ReaderRequestsIt()
    {
        var requested = 0;
        async IAsyncEnumerable<object?> Count()
        {
            while (true)
            {
                requested++;
                await Task.Yield();
                yield return new Change(requested);
            }
        }

        var stream = await Server(_ => Count()).StreamAsync(Request("subscription { changed { value } }"));
        await using var results = stream.GetAsyncEnumerator();
        await results.MoveNextAsync();
        requested.ShouldBe(1);
        await results.MoveNextAsync();
        requested.ShouldBe(2);
    }

    [Fact]
    public async Task Stream_Should_ThrowForLoadersParentAndState_When_SourceAccessesThem()
    {
        foreach (var access in new Action<ResolverContext>[] { c => c.Parent<object>(), c => c.DataLoader<RecordingLoader>(), c => c.SetScopedState("a", 1), c => c.ScopedState<int>("a") })
        {
            Exception? exception = null;
            var stream = await Server(context =>
            {
                exception = Should.Throw<InvalidOperationException>(() => access(context));
                return AsyncEnumerable.Empty<object?>();
            }).StreamAsync(Request("subscription { changed { value } }"));

            (await AllAsync(stream)).ShouldBeEmpty();
            exception.ShouldNotBeNull().Message.ShouldContain("Subscription.changed");
        }
    }

    [Fact]
    public async Task Stream_Should_ProvideSelections_When_SourceLooksAhead()
    {
        var selected = "";
        var stream = await Server(context =>
        {
            selected = $"{context.IsSelected("value")} {context.IsSelected("fails")} {context.ArgumentValue<int>("from")} {string.Join('.', context.Path)}";
            return AsyncEnumerable.Empty<object?>();
        }).StreamAsync(Request("subscription ($s: Boolean!) { x: changed(from: 3) { ... { value } fails @skip(if: $s) } }", """{"s":true}"""));

        (await AllAsync(stream)).ShouldBeEmpty();
        selected.ShouldBe("True False 3 x");
    }

    [Fact]
    public async Task Stream_Should_FilterErrors_When_EventsAndSourceFail()
    {
        var server = Server(configure: builder => builder.AddErrorFilter<ExclamationFilter>());
        var stream = await server.StreamAsync(Request("subscription { changed { fails } }"));
        _events.Writer.TryWrite(new Change(1));
        _events.Writer.Complete(new InvalidOperationException("secret"));

        (await AllAsync(stream)).ShouldAllBe(json => json.Contains("!!"));
    }

    [Fact]
    public async Task Stream_Should_ReturnSingleResult_When_OperationIsAQuery()
    {
        var stream = await Server().StreamAsync(Request("{ ok }"));

        stream.Single.ShouldNotBeNull();
        (await AllAsync(stream)).ShouldBe(["""{"data":{"ok":"ok"}}"""]);
    }

    [Fact]
    public async Task Stream_Should_TimeEachEventSeparately_When_OneTimesOut()
    {
        var time = new FakeTimeProvider();
        var stuck = new TaskCompletionSource();
        var server = Executor(
            schema =>
            {
                schema.Query().Sync("ok", Text, _ => "ok");
                schema.Root(OperationType.Subscription).Event("tick", Number, c => c.Parent<int>(), _ => new object?[] { 1, 2 }.ToAsyncEnumerable());
                schema.Root(OperationType.Subscription).Fields[0].Resolver = new FieldResolver.Async(async context =>
                {
                    if (context.Parent<int>() == 1)
                        await stuck.Task;
                    return context.Parent<int>();
                });
            },
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        var stream = await server.StreamAsync(Request("subscription { tick }"));
        await using var results = stream.GetAsyncEnumerator();
        var first = results.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromSeconds(31));
        (await first).ShouldBeTrue();
        results.Current.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.Timeout);

        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"data":{"tick":2}}""");
        (await results.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public void Build_Should_Fail_When_SourceStreamIsMissingOrMisplaced()
    {
        var error = Should.Throw<SchemaException>(() => Executor(schema =>
        {
            schema.Query().Event("a", Number, _ => 1, _ => AsyncEnumerable.Empty<object?>());
            schema.Root(OperationType.Subscription).Sync("b", Number, _ => 1);
        }));

        error.Errors.ShouldBe(["Query.a: has a source stream, but is not a field of the subscription root.", "Subscription.b: has no source stream."]);
    }

    private sealed class ExclamationFilter : IErrorFilter
    {
        public IError OnError(IError error) => error.WithMessage(error.Message + "!!");
    }

    private sealed class StartedStream(IAsyncEnumerator<object?> events) : IAsyncEnumerable<object?>
    {
        public IAsyncEnumerator<object?> GetAsyncEnumerator(CancellationToken cancellationToken = default) => events;
    }
}
