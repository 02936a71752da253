using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Engine;

/// <summary>Adds a member to the <c>extensions</c> of every result. Couverture has this feature built in.</summary>
internal static class ResultExtension
{
    /// <summary>Adds a member to the <c>extensions</c> of every result except subscription events. In an incremental response, the last part has the member.</summary>
    /// <param name="builder">The builder of the server.</param>
    /// <param name="name">The name of the member.</param>
    /// <param name="begin">Runs before an operation, in the execution context of its resolvers and batches.</param>
    /// <param name="read">Returns the value of the member from the application's services when the operation is complete.</param>
    public static IRequestExecutorBuilder AddResultExtension(
        this IRequestExecutorBuilder builder,
        string name,
        Func<IDisposable> begin,
        Func<IServiceProvider, IReadOnlyDictionary<string, object?>> read) =>
        // Adding one middleware replaces the whole default pipeline, and UseDefaultPipeline lacks the cost analyzer. So every middleware is listed.
        builder
            .UseRequest(next => async context =>
            {
                using var scope = begin();
                await next(context);
                var services = context.Services;
                if (context.Result is IOperationResult { Errors.Count: > 0 })
                    FreshnessTracker.MarkIncomplete();
                // The middleware below rejects requests without calling the error filter.
                if (context.Result is IOperationResult { IsDataSet: false, Data: null, Errors: { } errors } rejected)
                    context.Result = Copy(rejected, [.. errors.Select(error => EngineErrors.MapCode(error, GetRejectionCode(context)))], rejected.Extensions);
                context.Result = context.Result switch
                {
                    IOperationResult result => Extend(result),
                    OperationResultBatch batch => new OperationResultBatch([.. batch.Results.Select(result => result is IOperationResult single ? Extend(single) : result)], batch.ContextData),
                    IResponseStream { Kind: ExecutionResultKind.DeferredResult } stream => ExtendLastPart(stream, name, InCurrentContext(() => read(services))),
                    var other => other,
                };

                IOperationResult Extend(IOperationResult result) => result is { Data: null, Errors: null }
                    // The operation was only validated or analyzed. The builder throws without data and errors.
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

    // Depends on the last completed stage.
    private static string GetRejectionCode(IRequestContext context) => context switch
    {
        { ValidationResult.HasErrors: true } => EngineErrorCodes.ValidationFailed,
        { Operation: null } => EngineErrorCodes.RequestInvalid,
        { Variables: null } => EngineErrorCodes.VariableInvalid,
        _ => EngineErrorCodes.OperationNotAllowed,
    };

    private static OperationResult Copy(IOperationResult result, IReadOnlyList<IError>? errors, IReadOnlyDictionary<string, object?>? extensions) => new(
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

    // The transport enumerates the parts in its own execution context, so the value is read in that of the operation.
    private static Func<T> InCurrentContext<T>(Func<T> read)
    {
        var flow = ExecutionContext.Capture()!;
        return () =>
        {
            var value = default(T)!;
            ExecutionContext.Run(flow, _ => value = read(), null);
            return value;
        };
    }

    private static ResponseStream ExtendLastPart(IResponseStream stream, string name, Func<IReadOnlyDictionary<string, object?>> read)
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
                : Copy(part, part.Errors, new Dictionary<string, object?>(part.Extensions ?? new Dictionary<string, object?>()) { [name] = read() });
        }
    }
}
