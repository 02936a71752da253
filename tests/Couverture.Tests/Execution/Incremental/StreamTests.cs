using Couverture.Execution;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution.Incremental;

public class StreamTests
{
    private readonly IncrementalGraph _graph = new();

    [Theory]
    [InlineData("{ nodes @stream { id } }", """
        {"data":{"nodes":[]},"pending":[{"id":"0","path":["nodes"]}],"hasNext":true}
        {"incremental":[{"id":"0","items":[{"id":1},{"id":2},{"id":3}]}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("""{ nodes @stream(initialCount: 2, label: "rest") { id } }""", """
        {"data":{"nodes":[{"id":1},{"id":2}]},"pending":[{"id":"0","path":["nodes"],"label":"rest"}],"hasNext":true}
        {"incremental":[{"id":"0","items":[{"id":3}]}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("{ texts @stream(initialCount: 1) }", """
        {"data":{"texts":["a"]},"pending":[{"id":"0","path":["texts"]}],"hasNext":true}
        {"incremental":[{"id":"0","items":[null,"c"]}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("{ matrix @stream(initialCount: 1) }", """
        {"data":{"matrix":[["a","b"]]},"pending":[{"id":"0","path":["matrix"]}],"hasNext":true}
        {"incremental":[{"id":"0","items":[["c"]]}],"completed":[{"id":"0"}],"hasNext":false}
        """)]
    [InlineData("{ nodes @stream(initialCount: 3) { id } }", """{"data":{"nodes":[{"id":1},{"id":2},{"id":3}]}}""")]
    [InlineData("{ nodes @stream(initialCount: 9) { id } }", """{"data":{"nodes":[{"id":1},{"id":2},{"id":3}]}}""")]
    [InlineData("{ nodes(count: 0) @stream { id } }", """{"data":{"nodes":[]}}""")]
    [InlineData("{ nodes(count: 1) @stream(if: false) { id } }", """{"data":{"nodes":[{"id":1}]}}""")]
    [InlineData("{ nothing @stream { id } }", """{"data":{"nothing":null}}""")]
    public async Task Stream_Should_DeliverRemainingItemsLater_When_ListExceedsInitialCount(string document, string expected) =>
        (await _graph.PayloadsAsync(document)).ShouldBe(expected);

    [Fact]
    public async Task Stream_Should_UseVariables_When_ArgumentsAreVariables()
    {
        const string Document = "query ($n: Int = 1, $s: Boolean) { nodes @stream(initialCount: $n, if: $s) { id } }";

        (await _graph.PayloadsAsync(Document, """{"n":2}""")).ShouldStartWith("""{"data":{"nodes":[{"id":1},{"id":2}]},"pending":""");
        (await _graph.PayloadsAsync(Document)).ShouldStartWith("""{"data":{"nodes":[{"id":1}]},"pending":""");
        (await _graph.PayloadsAsync(Document, """{"s":false}""")).ShouldBe("""{"data":{"nodes":[{"id":1},{"id":2},{"id":3}]}}""");
    }

    [Fact]
    public async Task Stream_Should_FailField_When_ConditionIsNull() =>
        (await _graph.PayloadsAsync("query ($s: Boolean) { id nodes @stream(if: $s) { id } }", """{"s":null}""")).ShouldBe(
            """{"errors":[{"message":"The variable \"$s\" is null, but a condition must not be null.","locations":[{"line":1,"column":44}],"path":["nodes"],"extensions":{"code":"GRAPHQL_ARGUMENT_INVALID"}}],"data":{"id":0,"nodes":null}}""");

    [Fact]
    public async Task Stream_Should_FailField_When_InitialCountIsNegative() =>
        (await _graph.PayloadsAsync("{ id nodes @stream(initialCount: -1) { id } }")).ShouldBe(
            """{"errors":[{"message":"The initialCount of @stream must not be below 0.","locations":[{"line":1,"column":6}],"path":["nodes"],"extensions":{"code":"GRAPHQL_ARGUMENT_INVALID"}}],"data":{"id":0,"nodes":null}}""");

    [Fact]
    public async Task Stream_Should_LoadItemsInOneBatch_When_ItemsUseADataLoader()
    {
        await _graph.PayloadsAsync("{ nodes(count: 50) @stream(initialCount: 2) { loaded ... @defer { node { loaded } } } }");

        _graph.Batches.ShouldBe(["1,2", string.Join(',', Enumerable.Range(3, 48)), "51"]);
    }

    [Fact]
    public async Task Stream_Should_KeepListOrder_When_LaterItemFinishesFirst()
    {
        await using var stream = await Executor().StreamAsync(Request("{ items @stream { text } }"));
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();

        _graph.Gate("1").SetResult();
        _graph.Gate("0").SetResult();
        var items = "";
        while (await results.MoveNextAsync())
        {
            items += results.Current.ToJson();
            _graph.Gate("2").TrySetResult();
        }

        items.IndexOf("\"0\"", StringComparison.Ordinal).ShouldBeLessThan(items.IndexOf("{\"text\":\"1\"}", StringComparison.Ordinal));
        items.ShouldEndWith("""{"incremental":[{"id":"0","items":[{"text":"2"}]}],"completed":[{"id":"0"}],"hasNext":false}""");

        IRequestExecutor Executor() => TestGraph.Executor(schema =>
        {
            schema.Options.EnableStream = true;
            schema.Query().Sync("items", Couverture.Types.TypeReference.Of<Version>().List(), _ => new[] { new Version(0, 0), new Version(1, 0), new Version(2, 0) });
            schema.Object<Version>("Item").Async("text", Text, async c =>
            {
                var name = $"{c.Parent<Version>().Major}";
                await _graph.Gate(name).Task;
                return name;
            });
        });
    }

    [Fact]
    public async Task Stream_Should_ReportErrorsWithTheirItems_When_ItemsAreNullable() =>
        (await _graph.PayloadsAsync("{ nodes(count: 2) @stream { id fails } }")).ShouldBe("""
            {"data":{"nodes":[]},"pending":[{"id":"0","path":["nodes"]}],"hasNext":true}
            {"incremental":[{"id":"0","errors":[{"message":"No.","locations":[{"line":1,"column":32}],"path":["nodes",0,"fails"],"extensions":{"code":"NO"}},{"message":"No.","locations":[{"line":1,"column":32}],"path":["nodes",1,"fails"],"extensions":{"code":"NO"}}],"items":[{"id":1,"fails":null},{"id":2,"fails":null}]}],"completed":[{"id":"0"}],"hasNext":false}
            """);

    [Fact]
    public async Task Stream_Should_EndWithError_When_NonNullItemIsNull() =>
        (await _graph.PayloadsAsync("{ strictTexts @stream(initialCount: 1) }")).ShouldBe("""
            {"data":{"strictTexts":["a"]},"pending":[{"id":"0","path":["strictTexts"]}],"hasNext":true}
            {"incremental":[{"id":"0","items":["b"]}],"completed":[{"id":"0","errors":[{"message":"Cannot return null for non-nullable field Query.strictTexts.","locations":[{"line":1,"column":3}],"path":["strictTexts",2],"extensions":{"code":"GRAPHQL_NULL_IN_NON_NULL"}}]}],"hasNext":false}
            """);

    [Fact]
    public async Task Stream_Should_DeliverItemsOfOneList_When_AnotherListFailsFirst()
    {
        await using var stream = await _graph.Executor().StreamAsync(Request("""{ nodes @stream { id gated(by: "x") } nodesToo: nodes(count: 2) @stream { badLater } }"""));
        await using var results = stream.GetAsyncEnumerator();
        (await results.MoveNextAsync()).ShouldBeTrue();
        _graph.Gate("bad").SetResult();
        (await results.MoveNextAsync()).ShouldBeTrue();
        results.Current.ToJson().ShouldBe("""{"completed":[{"id":"1","errors":[{"message":"No.","locations":[{"line":1,"column":75}],"path":["nodesToo",0,"badLater"],"extensions":{"code":"NO"}}]}],"hasNext":true}""");
        _graph.Gate("x").SetResult();
        var rest = "";
        while (await results.MoveNextAsync())
            rest += results.Current.ToJson();
        rest.ShouldEndWith("\"completed\":[{\"id\":\"0\"}],\"hasNext\":false}");
    }

    [Fact]
    public async Task Stream_Should_NotBecomePending_When_ListBecomesNull() =>
        (await _graph.PayloadsAsync("{ id node { nodes @stream { name } bad } strict: strictTexts @stream(initialCount: 3) }"))
            .ShouldEndWith("\"data\":{\"id\":0,\"node\":null,\"strict\":null}}");

    [Fact]
    public async Task Stream_Should_FollowItsFragment_When_FragmentIsDeferred() =>
        (await _graph.PayloadsAsync("""{ ... @defer(label: "f") { nodes(count: 2) @stream(initialCount: 1, label: "s") { id ... @defer(label: "i") { name } } } }""")).ShouldBe("""
            {"data":{},"pending":[{"id":"0","path":[],"label":"f"}],"hasNext":true}
            {"pending":[{"id":"1","path":["nodes",0],"label":"i"},{"id":"2","path":["nodes"],"label":"s"},{"id":"3","path":["nodes",1],"label":"i"}],"incremental":[{"id":"0","data":{"nodes":[{"id":1}]}},{"id":"1","data":{"name":"n1"}},{"id":"2","items":[{"id":2}]},{"id":"3","data":{"name":"n2"}}],"completed":[{"id":"0"},{"id":"1"},{"id":"2"},{"id":"3"}],"hasNext":false}
            """);

    [Fact]
    public async Task Stream_Should_DeliverEveryItem_When_ListIsLong()
    {
        var payloads = await _graph.PayloadsAsync("{ nodes(count: 10000) @stream { id ... @defer { name } } }");

        payloads.Split("\"data\":{\"name\":").Length.ShouldBe(10_001);
        payloads.ShouldEndWith("\"hasNext\":false}");
    }
}
