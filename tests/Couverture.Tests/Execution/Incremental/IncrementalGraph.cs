using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;
using OperationType = Couverture.Language.OperationType;

namespace Couverture.Tests.Execution.Incremental;

/// <summary>An infinite tree of nodes. Its fields are synchronous, asynchronous, loaded by a DataLoader, null or failing.</summary>
internal sealed class IncrementalGraph
{
    public List<string> Batches { get; } = [];

    public Dictionary<string, TaskCompletionSource> Gates { get; } = [];

    public List<string> Resolved { get; } = [];

    private sealed record Node(int Id);

    public IRequestExecutor Executor(Action<IRequestExecutorBuilder>? configure = null) => TestGraph.Executor(
        schema =>
        {
            schema.Options.EnableDefer = schema.Options.EnableStream = true;
            var node = TypeReference.Of<Node>();
            Fields(schema.Query(), _ => 0);
            Fields(schema.Object<Node>("Node"), c => c.Parent<Node>().Id);
            schema.Root(OperationType.Mutation).Sync("change", node, c => Record("change", new Node(c.Argument<int>(0))), Argument("to", Number, 1));
            schema.Root(OperationType.Subscription).Event("changed", node, c => c.Parent<Node>(), _ => new object?[] { new Node(1), new Node(2) }.ToAsyncEnumerable());

            void Fields(ComplexTypeDefinition type, Func<ResolverContext, int> id) => type
                .Sync("id", Number.NonNull(), c => Record("id", id(c)))
                .Sync("name", Text, c => Record("name", $"n{id(c)}"))
                .Async("later", Text, async c => { await Task.Yield(); return $"l{id(c)}"; })
                .Async("gated", Text, async c => { await Gate(c.Argument<string>(0)).Task; return c.Argument<string>(0); }, Argument("by", Text.NonNull(), "gate"))
                .Async("loaded", Text, async c => await c.DataLoader<RecordingLoader>().LoadAsync(id(c)))
                .Sync("fails", Text, _ => throw Failure())
                .Sync("bad", Text.NonNull(), _ => throw Failure())
                .Async("badLater", Text.NonNull(), async c => { await Gate("bad").Task; throw Failure(); })
                .Sync("node", node, c => new Node(id(c) + 1))
                .Async("nodeLater", node.NonNull(), async c => { await Task.Yield(); return new Node(id(c) + 1); })
                .Sync("nodes", node.NonNull().List(), c => Enumerable.Range(id(c) + 1, c.Argument<int>(0)).Select(i => new Node(i)), Argument("count", Number, 3))
                .Sync("texts", Text.List(), _ => new[] { "a", null, "c" })
                .Sync("strictTexts", Text.NonNull().List(), _ => new[] { "a", "b", null, "d" })
                .Sync("matrix", Text.List().List(), _ => new[] { new[] { "a", "b" }, ["c"] })
                .Sync("nothing", node.List(), _ => null);
        },
        builder =>
        {
            builder.AddDataLoader((_, scheduler, options) => new RecordingLoader(
                scheduler,
                options,
                Batches,
                async (keys, _) => { await Task.Yield(); return keys.ToDictionary(k => k, k => $"v{k}"); }));
            configure?.Invoke(builder);
        });

    public TaskCompletionSource Gate(string name)
    {
        lock (Gates)
            return Gates.TryGetValue(name, out var gate) ? gate : Gates[name] = new TaskCompletionSource();
    }

    public async Task<string> PayloadsAsync(string document, string? variables = null)
    {
        var results = new List<string>();
        await foreach (var result in await Executor().StreamAsync(Request(document, variables)))
            results.Add(result.ToJson());
        return string.Join('\n', results);
    }

    private object Record(string field, object value)
    {
        lock (Resolved)
            Resolved.Add(field);
        return value;
    }

    private static GraphQLException Failure() => new(ErrorBuilder.New().SetMessage("No.").SetCode("NO").Build());
}
