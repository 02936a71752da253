using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Engine;

/// <summary>Adds a member to the <c>extensions</c> of every result; the other engine has this built in.</summary>
internal static class ResultExtension
{
    /// <summary>Adds a member to the <c>extensions</c> of every result but subscription events; of an answer in parts the last one carries it.</summary>
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
                if (context.Result is IOperationResult { Errors.Count: > 0 })
                    FreshnessTracker.MarkIncomplete();
                // The steps below refuse a request without asking the error filter.
                if (context.Result is IOperationResult { IsDataSet: false, Data: null, Errors: { } errors } refused)
                    context.Result = With(refused, [.. errors.Select(error => EngineErrors.Named(error, CodeOfRefusal(context)))], refused.Extensions);
                context.Result = context.Result switch
                {
                    IOperationResult result => Extended(result),
                    OperationResultBatch batch => new OperationResultBatch([.. batch.Results.Select(result => result is IOperationResult single ? Extended(single) : result)], batch.ContextData),
                    IResponseStream { Kind: ExecutionResultKind.DeferredResult } stream => WithLast(stream, name, InFlow(() => read(services))),
                    var other => other,
                };

                IOperationResult Extended(IOperationResult result) => result is { Data: null, Errors: null }
                    // A result that was only validated or only analysed: the builder throws without data and errors.
                    ? result
                    : OperationResultBuilder.FromResult(result).SetExtension(name, read(services)).Build();
            })
            .UseInstrumentation()
            .UseExceptions()
            .UseTimeout()
            .UseDocumentCache()
            .UseReadPersistedOperation()
            .UsePersistedOperationNotFound()
            .UseOnlyPersistedOperationAllowed()
            .UseDocumentParser()
            .UseDocumentLimits()
            .UseDocumentValidation()
            .UseCostAnalyzer()
            .UseOperationCache()
            .UseOperationResolver()
            .UseSkipWarmupExecution()
            .UseOperationVariableCoercion()
            .UseWalletCost()
            .UseOperationExecution();

    // By the step that was reached.
    private static string CodeOfRefusal(IRequestContext context) => context switch
    {
        { ValidationResult.HasErrors: true } => EngineCodes.ValidationFailed,
        { Operation: null } => EngineCodes.RequestInvalid,
        { Variables: null } => EngineCodes.VariableInvalid,
        _ => EngineCodes.OperationNotAllowed,
    };

    private static OperationResult With(IOperationResult result, IReadOnlyList<IError>? errors, IReadOnlyDictionary<string, object?>? extensions) => new(
        result.Data,
        errors,
        extensions,
        result.ContextData,
        result.Items,
        result.Incremental,
        result.Label,
        result.Path,
        result.HasNext,
        result.RequestIndex,
        result.VariableIndex);

    // Parts are read in the flow of the transport; the value is read in the operation's own.
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
        var extended = new ResponseStream(() => Read(stream, name, read), stream.Kind, stream.ContextData);
        extended.RegisterForCleanup(stream);
        return extended;
    }

    private static async IAsyncEnumerable<IOperationResult> Read(IResponseStream stream, string name, Func<IReadOnlyDictionary<string, object?>> read)
    {
        await foreach (var part in stream.ReadResultsAsync())
        {
            yield return part.HasNext is not false
                ? part
                : With(part, part.Errors, new Dictionary<string, object?>(part.Extensions ?? new Dictionary<string, object?>()) { [name] = read() });
        }
    }
}
