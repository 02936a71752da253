using System.Text.Json;
using Couverture.Cost;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Couverture.Fuzzing.Graphs;

/// <summary>
/// A schema built from SDL whose resolvers read a JSON value: each field returns the member of the same name. Special values control the
/// outcome: <c>{"$throw": "..."}</c> fails, <c>{"$later": value}</c> completes asynchronously, <c>"$args"</c> returns the coerced arguments,
/// and <c>"$count"</c> returns the number of earlier <c>"$count"</c> fields.
/// </summary>
internal sealed class JsonGraph
{
    /// <summary>No limits except those that prevent stack overflow, because the reference implementation has none.</summary>
    public static readonly ParserOptions Unlimited = new()
    {
        MaxTokens = int.MaxValue,
        MaxAllowedNodes = int.MaxValue,
        MaxAllowedDepth = ParserOptions.DeepestAllowedDepth,
        MaxAllowedFields = int.MaxValue,
        MaxDirectives = int.MaxValue,
        MaxAllowedFragmentSpreads = int.MaxValue,
    };

    public static readonly ValidationOptions Unbounded = new()
    {
        MaxErrors = 1_000,
        MaxDepth = null,
        MaxFields = null,
        MaxAliases = null,
        MaxRootFields = null,
        MaxFragmentVisits = null,
        MaxOperations = null,
        MaxIntrospectionFields = null,
        MaxMergedFields = 1_000_000,
    };

    private readonly JsonSchemaReader _reader;
    private readonly ExecutionServices _services;

    /// <param name="sdl">The schema, whose root types are named Query, Mutation and Subscription.</param>
    public JsonGraph(string sdl)
    {
        _reader = new JsonSchemaReader(Utf8GraphQLParser.Parse(sdl, Unlimited));
        Schema = _reader.Schema;
        _services = new ExecutionServices(
            new ServiceCollection().BuildServiceProvider(),
            new RequestExecutorSetup(),
            new RequestExecutorOptions { Parser = Unlimited, Validation = Unbounded, ExecutionTimeout = Timeout.InfiniteTimeSpan, MaxCachedDocuments = 1 },
            TimeProvider.System,
            NullLogger<IRequestExecutor>.Instance);
        Executor = new RequestExecutor(Schema, _services, PersistedDocuments.Empty, [], [], new CostOptions());
    }

    public Schema Schema { get; }

    public IRequestExecutor Executor { get; }

    /// <summary>Whether the schema has @defer and @stream.</summary>
    public bool IsIncremental => Schema.Directives.Contains(SpecifiedDirectives.Defer);

    /// <summary>Runs a request with a root value. Returns several results only if the schema has @defer and @stream.</summary>
    public async Task<IReadOnlyList<OperationResult>> RunAsync(JsonElement root, OperationRequest request)
    {
        _reader.Root.Value = new RequestRoot(root);
        if (!IsIncremental)
            return [await Executor.ExecuteAsync(request)];
        await using var stream = await Executor.StreamAsync(request);
        var results = new List<OperationResult>();
        await foreach (var result in stream)
            results.Add(result);
        return results;
    }
}
