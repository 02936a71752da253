using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution.Incremental;

public class DeferTests
{
    private readonly IncrementalGraph _graph = new();

    [Theory]
    [InlineData("""{ id ... @defer { name } }""", """
        {"data":{"id":0},"pending":[{"id":"0","path":[]}],"hasNext":true}
        {"incremental":[{"id":"0","data":{"name":"n0"}}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("""{ ... @defer(label: "all") { name id } }""", """
        {"data":{},"pending":[{"id":"0","path":[],"label":"all"}],"hasNext":true}
        {"incremental":[{"id":"0","data":{"name":"n0","id":0}}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("""{ node { id ...F @defer(label: "f") } } fragment F on Node { node { name later } }""", """
        {"data":{"node":{"id":1}},"pending":[{"id":"0","path":["node"],"label":"f"}],"hasNext":true}
        {"incremental":[{"id":"0","data":{"node":{"name":"n2","later":"l2"}}}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("""{ nodes(count: 2) { id ... @defer { name } } }""", """
        {"data":{"nodes":[{"id":1},{"id":2}]},"pending":[{"id":"0","path":["nodes",0]},{"id":"1","path":["nodes",1]}],"hasNext":true}
        {"incremental":[{"id":"0","data":{"name":"n1"}},{"id":"1","data":{"name":"n2"}}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}
        """)]
    public async Task Defer_Should_DeliverFragmentAfterInitialResult_When_FragmentIsDeferred(string document, string expected) =>
        (await _graph.PayloadsAsync(document)).ShouldBe(expected);

    [Theory]
    [InlineData("{ id name ... @defer { name id } }")]
    [InlineData("{ ...F ...F @defer } fragment F on Query { id name }")]
    [InlineData("{ ...F @defer ...F } fragment F on Query { id name }")]
    [InlineData("{ id name ... @defer { ... @defer { name } id } }")]
    [InlineData("{ id name ... @defer(if: false) { later: name } ... @include(if: false) @defer { nodes { id } } }")]
    [InlineData("{ id name ... @defer { ... @skip(if: true) { later } } }")]
    public async Task Defer_Should_ReturnSingleResult_When_NothingRemainsDeferred(string document)
    {
        var stream = await _graph.Executor().StreamAsync(Request(document));

        stream.Single.ShouldNotBeNull();
        stream.Single.HasNext.ShouldBeFalse();
        stream.Single.ToJson().ShouldStartWith("""{"data":{"id":0,"name":"n0""");
    }

    [Fact]
    public async Task Defer_Should_BeIgnored_When_TransportTakesOneResult() =>
        (await _graph.Executor().RunAsync("{ ... @defer { name } id nodes @stream { id } }"))
            .ShouldBe("""{"data":{"name":"n0","id":0,"nodes":[{"id":1},{"id":2},{"id":3}]}}""");

    [Theory]
    [InlineData("""{"d":true}""", false)]
    [InlineData("""{"d":false}""", true)]
    [InlineData("{}", false)]
    public async Task Defer_Should_FollowItsCondition_When_ConditionIsAVariable(string variables, bool isSingle)
    {
        var stream = await _graph.Executor().StreamAsync(Request("query ($d: Boolean) { id ... @defer(if: $d) { name } }", variables));

        (stream.Single is not null).ShouldBe(isSingle);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task Defer_Should_Fail_When_ConditionIsNullAndFragmentIsAlreadySpread() =>
        (await _graph.PayloadsAsync("query ($d: Boolean) { id node { ...F ...F @defer(if: $d) } } fragment F on Node { name }", """{"d":null}""")).ShouldBe(
            """{"errors":[{"message":"The variable \"$d\" is null, but a condition must not be null.","locations":[{"line":1,"column":54}],"path":["node"],"extensions":{"code":"GRAPHQL_ARGUMENT_INVALID"}}],"data":{"id":0,"node":null}}""");

    [Fact]
    public async Task Defer_Should_Fail_When_ConditionIsNull() =>
        (await _graph.PayloadsAsync("query ($d: Boolean) { id node { ... @defer(if: $d) { name } } }", """{"d":null}""")).ShouldBe(
            """{"errors":[{"message":"The variable \"$d\" is null, but a condition must not be null.","locations":[{"line":1,"column":48}],"path":["node"],"extensions":{"code":"GRAPHQL_ARGUMENT_INVALID"}}],"data":{"id":0,"node":null}}""");

    [Fact]
    public async Task Defer_Should_DependOnOtherSelections_When_FieldIsAlsoSelectedConditionally()
    {
        const string Document = "query ($now: Boolean!) { id ... @include(if: $now) { name } ... @defer { name } }";

        (await _graph.PayloadsAsync(Document, """{"now":true}""")).ShouldBe("""{"data":{"id":0,"name":"n0"}}""");
        (await _graph.PayloadsAsync(Document, """{"now":false}""")).ShouldBe("""
            {"data":{"id":0},"pending":[{"id":"0","path":[]}],"hasNext":true}
            {"incremental":[{"id":"0","data":{"name":"n0"}}],"completed":[{"id":"0"}],"hasNext":false}
            """);
    }

    [Fact]
    public async Task Defer_Should_DeliverInnerFragmentWithOuter_When_BothFinishSynchronously() =>
        (await _graph.PayloadsAsync("""{ ... @defer(label: "outer") { id node { name ... @defer(label: "inner") { later } } } }""")).ShouldBe("""
            {"data":{},"pending":[{"id":"0","path":[],"label":"outer"}],"hasNext":true}
            {"pending":[{"id":"1","path":["node"],"label":"inner"}],"incremental":[{"id":"0","data":{"id":0,"node":{"name":"n1"}}},{"id":"1","data":{"later":"l1"}}],"completed":[{"id":"0"},{"id":"1"}],"hasNext":false}
            """);

    [Fact]
    public async Task Defer_Should_DeliverOuterFragmentFirst_When_InnerFragmentIsPending()
    {
        await using var stream = await _graph.Executor().StreamAsync(Request("{ ... @defer { id node { ... @defer { gated } } } }"));
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();
        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"pending":[{"id":"1","path":["node"]}],"incremental":[{"id":"0","data":{"id":0,"node":{}}}],"completed":[{"id":"0"}],"hasNext":true}""");

        _graph.Gate("gate").SetResult();
        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"incremental":[{"id":"1","data":{"gated":"gate"}}],"completed":[{"id":"1"}],"hasNext":false}""");
        (await results.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Defer_Should_ReplaceOuterFragmentWithInner_When_OuterHasNoFieldsOfItsOwn() =>
        (await _graph.PayloadsAsync("""{ id ... @defer(label: "outer") { id ... @defer(label: "inner") { name } } }""")).ShouldBe("""
            {"data":{"id":0},"pending":[{"id":"0","path":[],"label":"inner"}],"hasNext":true}
            {"incremental":[{"id":"0","data":{"name":"n0"}}],"completed":[{"id":"0"}],"hasNext":false}
            """);

    [Fact]
    public async Task Defer_Should_DeliverFieldOnce_When_TwoFragmentsSelectIt()
    {
        _graph.Gate("open").SetResult();

        var payloads = await _graph.PayloadsAsync("""{ node { id ... @defer(label: "a") { name gated(by: "open") } } ... @defer(label: "b") { node { name loaded } } }""");

        payloads.ShouldStartWith("""{"data":{"node":{"id":1}},"pending":[{"id":"0","path":[],"label":"b"},{"id":"1","path":["node"],"label":"a"}],"hasNext":true}""");
        _graph.Resolved.Count(field => field == "name").ShouldBe(1);
        payloads.ShouldContain("""{"id":"1","data":{"name":"n1"}}""");
        payloads.ShouldContain("""{"id":"1","data":{"gated":"open"}}""");
        payloads.ShouldContain("""{"id":"0","subPath":["node"],"data":{"loaded":"v1"}}""");
    }

    [Fact]
    public async Task Defer_Should_StartAfterInitialResult_When_InitialResultIsPending()
    {
        var running = _graph.Executor().StreamAsync(Request("""{ gated(by: "first") ... @defer { name } }"""));
        _graph.Resolved.ShouldBeEmpty();

        _graph.Gate("first").SetResult();
        await using var stream = await running;
        await foreach (var _ in stream)
        {
        }

        _graph.Resolved.ShouldBe(["name"]);
    }

    [Fact]
    public async Task Defer_Should_ShareBatches_When_PartsStartTogether()
    {
        await _graph.PayloadsAsync("{ loaded nodes { id ... @defer { loaded } ... @defer { node { loaded } } } ... @defer { x: loaded } }");

        _graph.Batches.ShouldBe(["0", "1,2,3,4"]);
    }

    [Fact]
    public async Task Defer_Should_DeliverEachPartSeparately_When_PartsFinishAtDifferentTimes()
    {
        await using var stream = await _graph.Executor().StreamAsync(Request("""
            { id ... @defer { a: gated(by: "a") } ... @defer { b: gated(by: "b") name } }
            """));
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();

        _graph.Gate("b").SetResult();
        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"incremental":[{"id":"1","data":{"b":"b","name":"n0"}}],"completed":[{"id":"1"}],"hasNext":true}""");
        results.Current.HasNext.ShouldBeTrue();
        _graph.Gate("a").SetResult();
        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"incremental":[{"id":"0","data":{"a":"a"}}],"completed":[{"id":"0"}],"hasNext":false}""");
        results.Current.HasNext.ShouldBeFalse();
        (await results.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Defer_Should_ReportErrorsWithTheirPart_When_FieldsFail() =>
        (await _graph.PayloadsAsync("{ a: fails ... @defer { id fails } }")).ShouldBe("""
            {"errors":[{"message":"No.","locations":[{"line":1,"column":3}],"path":["a"],"extensions":{"code":"NO"}}],"data":{"a":null},"pending":[{"id":"0","path":[]}],"hasNext":true}
            {"incremental":[{"id":"0","errors":[{"message":"No.","locations":[{"line":1,"column":28}],"path":["fails"],"extensions":{"code":"NO"}}],"data":{"id":0,"fails":null}}],"completed":[{"id":"0"}],"hasNext":false}
            """);

    [Fact]
    public async Task Defer_Should_FailOnlyTheFragment_When_NullPropagatesToItsRoot() =>
        (await _graph.PayloadsAsync("{ node { id ... @defer { name bad ... @defer { later } } } ... @defer { name } }")).ShouldBe("""
            {"data":{"node":{"id":1}},"pending":[{"id":"0","path":[]},{"id":"1","path":["node"]}],"hasNext":true}
            {"incremental":[{"id":"0","data":{"name":"n0"}}],"completed":[{"id":"0"},{"id":"1","errors":[{"message":"No.","locations":[{"line":1,"column":31}],"path":["node","bad"],"extensions":{"code":"NO"}}]}],"hasNext":false}
            """);

    [Fact]
    public async Task Defer_Should_StopNullAtNullableParent_When_NullPropagatesInAFragment() =>
        (await _graph.PayloadsAsync("{ ... @defer { id node { nodeLater { bad } } } }")).ShouldBe("""
            {"data":{},"pending":[{"id":"0","path":[]}],"hasNext":true}
            {"incremental":[{"id":"0","errors":[{"message":"No.","locations":[{"line":1,"column":38}],"path":["node","nodeLater","bad"],"extensions":{"code":"NO"}}],"data":{"id":0,"node":null}}],"completed":[{"id":"0"}],"hasNext":false}
            """);

    [Theory]
    [InlineData("{ id node { bad ... @defer { name } } }")]
    [InlineData("{ id node { node { fails ... @defer { name } } bad } }")]
    [InlineData("{ id node { nodes { ... @defer { name } } bad } }")]
    [InlineData("{ id node { bad } ... @defer { node { name } } }")]
    public async Task Defer_Should_RunNothing_When_ObjectBecomesNull(string document)
    {
        (await _graph.PayloadsAsync(document)).ShouldEndWith("""
            "data":{"id":0,"node":null}}
            """);

        _graph.Resolved.ShouldBe(["id"]);
    }

    [Fact]
    public async Task Defer_Should_ReturnSingleResult_When_DataIsNull() =>
        (await _graph.PayloadsAsync("{ bad ... @defer { name } }")).ShouldEndWith("""
            "data":null}
            """);

    [Fact]
    public async Task Defer_Should_FailBothFragments_When_SharedFieldFails()
    {
        var payloads = await _graph.PayloadsAsync("""{ id ... @defer(label: "a") { name node { id } } ... @defer(label: "b") { bad } ... @defer(label: "c") { bad later } }""");

        payloads.ShouldContain("""{"id":"0","data":{"name":"n0","node":{"id":1}}}""");
        payloads.ShouldContain("""{"id":"1","errors":[{"message":"No.",""");
        payloads.ShouldContain("""{"id":"2","errors":[{"message":"No.",""");
        payloads.ShouldEndWith("\"hasNext\":false}");
    }

    [Fact]
    public async Task Defer_Should_DeliverFinishedFields_When_OperationTimesOut()
    {
        var time = new FakeTimeProvider();
        var executor = _graph.Executor(builder => builder.Services.AddSingleton<TimeProvider>(time));
        await using var stream = await executor.StreamAsync(Request("""{ id ... @defer { gated ... @defer { nodes { id } } } ... @defer { node { x: gated } name } }"""));
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();
        var next = results.MoveNextAsync().AsTask();

        time.Advance(TimeSpan.FromSeconds(31));

        (await next).ShouldBeTrue();
        var json = results.Current.ToJson();
        json.ShouldContain("""{"id":"0","errors":[{"message":"The operation took longer than 30 s.","locations":[{"line":1,"column":19}],"path":["gated"],"extensions":{"code":"GRAPHQL_TIMEOUT"}}],"data":{"gated":null}}""");
        json.ShouldContain("\"data\":{\"node\":{\"x\":null},\"name\":\"n0\"}");
        json.ShouldContain("""{"id":"2","errors":[{"message":"The operation took longer than 30 s.","path":[],"extensions":{"code":"GRAPHQL_TIMEOUT"}}]}""");
        json.ShouldEndWith("\"hasNext\":false}");
        (await results.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Defer_Should_ThrowToReader_When_ClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        await using var stream = await _graph.Executor().StreamAsync(Request("{ id ... @defer { gated } }"), client.Token);
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();
        var next = results.MoveNextAsync().AsTask();

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next);
    }

    [Fact]
    public async Task Defer_Should_CancelOperation_When_ReaderStops()
    {
        CancellationToken seen = default;
        var executor = Executor(schema =>
        {
            schema.Options.EnableDefer = true;
            schema.Query().Sync("id", Number, _ => 1).Async("stuck", Number, async context =>
            {
                seen = context.RequestAborted;
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
                return 1;
            });
        });
        foreach (var isRead in new[] { true, false })
        {
            await using var stream = await executor.StreamAsync(Request("{ id ... @defer { stuck } }"));
            if (isRead)
            {
                await foreach (var _ in stream)
                    break;
            }

            await stream.DisposeAsync();
            seen.IsCancellationRequested.ShouldBeTrue();
            seen = default;
        }
    }

    [Fact]
    public async Task Defer_Should_RunMutationsSerially_When_TheirResultsAreDeferred() =>
        (await _graph.PayloadsAsync("mutation { a: change(to: 1) { ... @defer { later } } b: change(to: 2) { id ... @defer { later } } }")).ShouldStartWith("""
            {"data":{"a":{},"b":{"id":2}},"pending":[{"id":"0","path":["a"]},{"id":"1","path":["b"]}],"hasNext":true}

            """);

    [Fact]
    public async Task Defer_Should_FilterErrors_When_ErrorFilterIsAdded()
    {
        var executor = _graph.Executor(builder => builder.AddErrorFilter<ExclamationFilter>());
        var results = new List<string>();
        await foreach (var result in await executor.StreamAsync(Request("{ id ... @defer { fails } ... @defer { bad } }")))
            results.Add(result.ToJson());

        string.Concat(results).Split("No.!!").Length.ShouldBe(3);
    }

    [Fact]
    public async Task Defer_Should_WriteExtensionsOnLastResult_When_ResultExtensionIsAdded()
    {
        var calls = new AsyncLocal<List<string>?>();
        var executor = _graph.Executor(builder => builder.AddResultExtension(
            "calls",
            () =>
            {
                calls.Value = [];
                return new DisposeAction(() => calls.Value = null);
            },
            _ => new Dictionary<string, object?> { ["names"] = _graph.Resolved.Count(r => r == "name"), ["isStarted"] = calls.Value is not null }));

        var results = new List<string>();
        await foreach (var result in await executor.StreamAsync(Request("{ id ... @defer { name ... @defer { gated } } }")))
        {
            results.Add(result.ToJson());
            if (results.Count == 2)
                _graph.Gate("gate").SetResult();
        }

        results.Count.ShouldBe(3);
        results[0].ShouldEndWith("\"hasNext\":true}");
        results[1].ShouldEndWith("\"hasNext\":true}");
        results[2].ShouldEndWith("\"hasNext\":false,\"extensions\":{\"calls\":{\"names\":1,\"isStarted\":true}}}");
        calls.Value.ShouldBeNull();
    }

    [Fact]
    public async Task Defer_Should_BeVisibleToLookAhead_When_ResolverChecksSelections()
    {
        var seen = false;
        var executor = Executor(schema =>
        {
            schema.Options.EnableDefer = true;
            schema.Query().Sync("node", TypeReference.Of<Uri>().NonNull().List(), _ => null).Sync("self", TypeReference.Of<Version>(), context =>
            {
                seen = context.IsSelected("major");
                return new Version(1, 2);
            });
            schema.Object<Version>("Version").Member<Version>("major", Number, v => v.Major).Member<Version>("minor", Number, v => v.Minor);
        });

        await foreach (var _ in await executor.StreamAsync(Request("{ self { minor ... @defer { major } } }")))
        {
        }

        seen.ShouldBeTrue();
    }

    [Fact]
    public void Schema_Should_HaveDirectives_When_DeferAndStreamAreEnabled()
    {
        static string Sdl(bool defer, bool stream) => Executor(
            schema => schema.Query().Sync("a", Text, _ => null),
            builder => builder.ModifyOptions(o => (o.EnableDefer, o.EnableStream) = (defer, stream))).Schema.ToString();

        Sdl(false, false).ShouldNotContain("directive");
        Sdl(true, false).ShouldContain("directive @defer(");
        Sdl(true, false).ShouldNotContain("@stream");
        Sdl(true, true).ShouldContain(") on FIELD");
    }

    [Fact]
    public async Task Defer_Should_FailValidation_When_DeferIsDisabled()
    {
        var executor = Executor(schema => schema.Query().Sync("a", Text, _ => null));

        var stream = await executor.StreamAsync(Request("{ ... @defer { a } }"));

        stream.Single!.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.ValidationFailed);
    }

    private sealed class ExclamationFilter : IErrorFilter
    {
        public IError OnError(IError error) => error.WithMessage(error.Message + "!!");
    }

    private sealed class DisposeAction(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
