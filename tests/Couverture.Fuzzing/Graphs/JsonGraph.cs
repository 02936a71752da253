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
/// A schema of an SDL text whose resolvers read a JSON value: a field is the member of its name. Data says how a field ends:
/// <c>{"$throw": "..."}</c> fails, <c>{"$later": value}</c> waits, <c>"$args"</c> answers with the arguments as coerced, <c>"$count"</c>
/// with how many fields were counted before.
/// </summary>
internal sealed class JsonGraph
{
    /// <summary>No limit but those that keep a walk of the tree on its stack: the reference implementation has none.</summary>
    public static readonly ParserOptions Unlimited = new()
    {
        MaxAllowedTokens = int.MaxValue,
        MaxAllowedNodes = int.MaxValue,
        MaxAllowedDepth = ParserOptions.DeepestAllowedDepth,
        MaxAllowedFields = int.MaxValue,
        MaxAllowedDirectives = int.MaxValue,
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

    /// <param name="sdl">The schema; its roots are named Query, Mutation and Subscription.</param>
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
        Executor = new RequestExecutor(Schema, _services, PersistedDocuments.Read([]), [], [], new CostOptions());
    }

    public Schema Schema { get; }

    public IRequestExecutor Executor { get; }

    /// <summary>Whether the schema has @defer and @stream.</summary>
    public bool IsIncremental => Schema.Directives.Contains(SpecifiedDirectives.Defer);

    /// <summary>Runs one request over one value of the root; its results are several only where the schema has @defer and @stream.</summary>
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
