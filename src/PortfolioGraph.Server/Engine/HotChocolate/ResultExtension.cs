namespace PortfolioGraph.Server.Engine;

/// <summary>Adds a member to the <c>extensions</c> of every result; the other engine has this built in.</summary>
internal static class ResultExtension
{
    /// <summary>Adds a member to the <c>extensions</c> of every result but subscription events.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="begin">Runs before an operation, in the asynchronous flow that its resolvers and batches see.</param>
    /// <param name="read">Gives the member's value, from the application's services, when the operation is done.</param>
    public static IRequestExecutorBuilder AddResultExtension(
        this IRequestExecutorBuilder builder,
        string name,
        Func<IDisposable> begin,
        Func<IServiceProvider, IReadOnlyDictionary<string, object?>> read) =>
        // Naming one step replaces the whole default pipeline, and UseDefaultPipeline lacks the cost analyser: so every step is named.
        builder
            .UseRequest(next => async context =>
            {
                using var scope = begin();
                await next(context);
                var services = context.Services;
                // What the steps below refuse by themselves passes no error filter.
                if (context.Result is IOperationResult { IsDataSet: false, Data: null, Errors: { } errors } refused)
                {
                    var unnamed = context.ValidationResult is { HasErrors: true } ? "GRAPHQL_VALIDATION_FAILED" : context.Operation is null ? "GRAPHQL_REQUEST_INVALID" : null;
                    context.Result = new OperationResult(null, [.. errors.Select(error => EngineErrors.Named(error, unnamed))], refused.Extensions, refused.ContextData);
                }

                context.Result = context.Result switch
                {
                    // Only validated or only reckoned: the builder refuses a result of extensions alone.
                    IOperationResult { Data: null, Errors: null } told => told,
                    IOperationResult result => OperationResultBuilder.FromResult(result).SetExtension(name, read(services)).Build(),
                    IResponseStream { Kind: ExecutionResultKind.DeferredResult } stream => WithLast(stream, name, InFlow(() => read(services))),
                    var other => other,
                };
            })
            .UseInstrumentation()
            .UseExceptions()
            .UseTimeout()
            .UseDocumentCache()
            .UseReadPersistedOperation()
            .UsePersistedOperationNotFound()
            .UseOnlyPersistedOperationAllowed()
            .UseDocumentParser()
            .UseDocumentValidation()
            .UseCostAnalyzer()
            .UseOperationCache()
            .UseOperationResolver()
            .UseSkipWarmupExecution()
            .UseOperationVariableCoercion()
            .UseOperationExecution();

    // Parts are read in the flow of whoever writes them: the operation's own is kept for the report.
    private static Func<T> InFlow<T>(Func<T> read)
    {
        var flow = ExecutionContext.Capture()!;
        return () =>
        {
            var value = default(T)!;
            ExecutionContext.Run(flow, _ => value = read(), null);
            return value;
        };
    }

    private static ResponseStream WithLast(IResponseStream stream, string name, Func<IReadOnlyDictionary<string, object?>> read)
    {
        var told = new ResponseStream(() => Read(stream, name, read), stream.Kind, stream.ContextData);
        told.RegisterForCleanup(stream);
        return told;
    }

    private static async IAsyncEnumerable<IOperationResult> Read(IResponseStream stream, string name, Func<IReadOnlyDictionary<string, object?>> read)
    {
        await foreach (var part in stream.ReadResultsAsync())
        {
            yield return part.HasNext is not false ? part : new OperationResult(
                part.Data,
                part.Errors,
                new Dictionary<string, object?>(part.Extensions ?? new Dictionary<string, object?>()) { [name] = read() },
                part.ContextData,
                part.Items,
                part.Incremental,
                part.Label,
                part.Path,
                part.HasNext,
                part.RequestIndex,
                part.VariableIndex);
        }
    }
}
