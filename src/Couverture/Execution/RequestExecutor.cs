using Couverture.Execution.Coercion;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Execution;

/// <inheritdoc cref="IRequestExecutor" />
internal sealed class RequestExecutor(
    Schema schema,
    ExecutionServices services,
    IErrorFilter[] errorFilters,
    IReadOnlyList<ResultExtension> resultExtensions) : IRequestExecutor
{
    private readonly DocumentStore _documents = new(schema, services.Options);

    public Schema Schema => schema;

    public async Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var begun = new Stack<IDisposable>();
        try
        {
            foreach (var extension in resultExtensions)
                begun.Push(extension.Begin());
            var result = await RunAsync(request, cancellationToken);
            return result.With(Filter(result.Errors), ReadExtensions());
        }
        finally
        {
            while (begun.TryPop(out var scope))
                scope.Dispose();
        }
    }

    private async Task<OperationResult> RunAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        if (request.Document is null)
            return OperationResult.Refused(new Error("The request has no document.", ErrorCodes.RequestInvalid));
        var (document, errors) = _documents.Get(request.Document);
        if (document is null)
            return OperationResult.Refused(errors);
        (var plan, errors) = document.PlanOf(request.OperationName);
        if (plan is null)
            return OperationResult.Refused(errors);
        if (request.ReadOnly && plan.Operation.Operation is not OperationType.Query)
            return OperationResult.NotAllowed(new Error("Only a query may be run in this way.", ErrorCodes.OperationNotAllowed));
        if (plan.Operation.Operation is OperationType.Subscription)
            return OperationResult.Refused(new Error("A subscription has no single answer.", ErrorCodes.OperationNotAllowed));

        (var variables, errors) = VariableCoercion.Coerce(schema, plan.Operation.VariableDefinitions, request.Variables, services.Options.Validation.MaxErrors);
        if (errors.Count > 0)
            return OperationResult.Refused(errors);
        await using var execution = new OperationExecution(services, plan, variables, cancellationToken);
        return await execution.RunAsync();
    }

    private IReadOnlyList<IError> Filter(IReadOnlyList<IError> errors) => errorFilters.Length == 0 || errors.Count == 0
        ? errors
        : [.. errors.Select(Filter)];

    private IError Filter(IError error)
    {
        try
        {
            return errorFilters.Aggregate(error, (current, filter) => filter.OnError(current));
        }
        catch (Exception exception)
        {
            // What a broken filter meant to hide is not shown.
            return services.Unexpected(exception, error.Path ?? []).WithPath(error.Path).WithLocations(error.Locations);
        }
    }

    private Dictionary<string, object?>? ReadExtensions()
    {
        if (resultExtensions.Count == 0)
            return null;
        var members = new Dictionary<string, object?>(resultExtensions.Count, StringComparer.Ordinal);
        foreach (var extension in resultExtensions)
            members[extension.Name] = extension.Read();
        return members;
    }
}
