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
                if (context.Result is IOperationResult result)
                    context.Result = OperationResultBuilder.FromResult(result).SetExtension(name, read(context.Services)).Build();
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
}
