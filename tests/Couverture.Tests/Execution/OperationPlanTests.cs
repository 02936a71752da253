using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class OperationPlanTests
{
    private sealed record Node(int Depth);

    private static IRequestExecutor Tree(Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Query()
                .Sync("node", TypeReference.Of<Node>(), _ => new Node(0))
                .Async("echo", Text, async c => { await Task.Yield(); return c.Argument<string>(0); }, Argument("text", Text));
            schema.Object<Node>("Node")
                .Member<Node>("depth", Number.NonNull(), n => n.Depth)
                .Member<Node>("node", TypeReference.Of<Node>(), n => new Node(n.Depth + 1));
            schema.Root(OperationType.Subscription).Event("ticks", Number, _ => 1, _ => AsyncEnumerable.Empty<object?>());
        },
        configure);

    [Fact]
    public async Task Execute_Should_SharePlanConcurrently_When_VariablesDiffer()
    {
        var executor = Tree();
        const string Document = "query ($text: String, $with: Boolean!) { echo(text: $text) node @include(if: $with) { node { depth } } }";

        var responses = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            executor.RunAsync(Document, $$$"""{"text":"{{{i}}}","with":{{{(i % 2 == 0 ? "true" : "false")}}}}"""))));

        for (var i = 0; i < responses.Length; i++)
            responses[i].ShouldBe("{\"data\":{\"echo\":\"" + i + (i % 2 == 0 ? "\",\"node\":{\"node\":{\"depth\":1}}}}" : "\"}}"));
    }

    [Fact]
    public async Task Execute_Should_MergeNestedSelections_When_FragmentsRepeatThem()
    {
        var response = await Tree().RunAsync("""
            query ($a: Boolean = true, $b: Boolean = false) {
              node @include(if: $a) { ...N node { depth } }
              node @include(if: $b) { ...N x: depth }
              ... @include(if: $a) { node { y: depth } }
            }
            fragment N on Node { node { node { depth } ...M } ...M }
            fragment M on Node { d: depth }
            """);

        response.ShouldBe("""{"data":{"node":{"node":{"node":{"depth":2},"d":1,"depth":1},"d":0,"y":0}}}""");
    }

    [Fact]
    public async Task Execute_Should_RejectOperation_When_ItHasTooManyBooleanVariables()
    {
        static string Document(int count) =>
            $"query ({string.Concat(Enumerable.Range(0, count).Select(i => $"$v{i}: Boolean = {(i % 2 == 0 ? "true" : "false")} "))}) {{ node {{ "
            + string.Concat(Enumerable.Range(0, count).Select(i => $"... @include(if: $v{i}) {{ depth }} ")) + "} __typename }";
        var executor = Tree();

        (await executor.RunAsync(Document(64))).ShouldBe("""{"data":{"node":{"depth":0},"__typename":"Query"}}""");
        (await executor.ExecuteAsync(Request(Document(65)))).Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.LimitExceeded);
    }

    [Fact]
    public async Task Execute_Should_RejectSubscription_When_CallerTakesOneResult()
    {
        var result = await Tree().ExecuteAsync(Request("subscription { ticks }"));

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.OperationNotAllowed);
    }

    [Fact]
    public void ExecutionTimeout_Should_Throw_When_ValueIsZero() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RequestExecutorOptions { ExecutionTimeout = TimeSpan.Zero });
}
