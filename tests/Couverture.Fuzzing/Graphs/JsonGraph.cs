using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Couverture.Fuzzing.Graphs;

/// <summary>
/// A schema of an SDL text whose resolvers read a JSON value: a field is the member of its name. Data says how a field ends:
/// <c>{"$throw": "..."}</c> fails, <c>{"$later": value}</c> waits, <c>"$args"</c> answers with the arguments as coerced.
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
        Executor = new RequestExecutor(Schema, _services, [], []);
    }

    public Schema Schema { get; }

    public IRequestExecutor Executor { get; }

    /// <summary>Runs one request over one value of the root.</summary>
    public async Task<OperationResult> RunAsync(JsonElement root, OperationRequest request)
    {
        _reader.Root.Value = root;
        return await Executor.ExecuteAsync(request);
    }
}
