using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class PlanTests
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
    public async Task Plan_Should_ServeManyOperationsAtOnce_When_TheirVariablesDiffer()
    {
        var executor = Tree();
        const string Document = "query ($text: String, $with: Boolean!) { echo(text: $text) node @include(if: $with) { node { depth } } }";

        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() =>
            executor.RunAsync(Document, $$$"""{"text":"{{{i}}}","with":{{{(i % 2 == 0 ? "true" : "false")}}}}"""))));

        for (var i = 0; i < answers.Length; i++)
            answers[i].ShouldBe("{\"data\":{\"echo\":\"" + i + (i % 2 == 0 ? "\",\"node\":{\"node\":{\"depth\":1}}}}" : "\"}}"));
    }

    [Fact]
    public async Task Plan_Should_MergeNestedSelections_When_FragmentsRepeatThem()
    {
        var answer = await Tree().RunAsync("""
            query ($a: Boolean = true, $b: Boolean = false) {
              node @include(if: $a) { ...N node { depth } }
              node @include(if: $b) { ...N x: depth }
              ... @include(if: $a) { node { y: depth } }
            }
            fragment N on Node { node { node { depth } ...M } ...M }
            fragment M on Node { d: depth }
            """);

        answer.ShouldBe("""{"data":{"node":{"node":{"node":{"depth":2},"d":1,"depth":1},"d":0,"y":0}}}""");
    }

    [Fact]
    public async Task Plan_Should_BeRefused_When_AnOperationHasTooManyBooleanVariables()
    {
        static string Document(int count) =>
            $"query ({string.Concat(Enumerable.Range(0, count).Select(i => $"$v{i}: Boolean = {(i % 2 == 0 ? "true" : "false")} "))}) {{ node {{ "
            + string.Concat(Enumerable.Range(0, count).Select(i => $"... @include(if: $v{i}) {{ depth }} ")) + "} __typename }";
        var executor = Tree();

        (await executor.RunAsync(Document(64))).ShouldBe("""{"data":{"node":{"depth":0},"__typename":"Query"}}""");
        (await executor.ExecuteAsync(Request(Document(65)))).Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.LimitExceeded);
    }

    [Fact]
    public async Task Execute_Should_RefuseASubscription_When_OneAnswerIsAskedFor()
    {
        var result = await Tree().ExecuteAsync(Request("subscription { ticks }"));

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.OperationNotAllowed);
    }

    [Fact]
    public async Task Execute_Should_RefuseTheDocument_When_ItIsBeyondALimit()
    {
        var executor = Tree(builder => builder.ModifyRequestOptions(o =>
        {
            o.Parser = o.Parser with { MaxAllowedTokens = 10 };
            o.Validation = o.Validation with { MaxDepth = 2 };
        }));

        (await executor.RunAsync("{ node { depth } }")).ShouldBe("""{"data":{"node":{"depth":0}}}""");
        (await executor.ExecuteAsync(Request("{ node { depth depth depth depth depth depth } }"))).Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.LimitExceeded);
        (await executor.ExecuteAsync(Request("{ node { node { depth } } }"))).Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.LimitExceeded);
    }

    [Fact]
    public void Options_Should_RefuseATimeThatIsNone() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RequestExecutorOptions { ExecutionTimeout = TimeSpan.Zero });

    [Fact]
    public void Cache_Should_ForgetWhatWasUnusedForLongest_When_ItIsFull()
    {
        var cache = new LruCache<int, string>(2);
        cache.Add(1, "a");
        cache.Add(2, "b");
        cache.TryGet(1, out _).ShouldBeTrue();
        cache.Add(3, "c");
        cache.Add(3, "d");

        cache.TryGet(2, out _).ShouldBeFalse();
        cache.TryGet(1, out var first).ShouldBeTrue();
        cache.TryGet(3, out var third).ShouldBeTrue();
        (first, third).ShouldBe(("a", "d"));
    }
}
