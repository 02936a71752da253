using System.Runtime.CompilerServices;
using Couverture.Cost;
using Couverture.Execution.Coercion;
using Couverture.Execution.Instrumentation;
using Couverture.Execution.Planning;
using Couverture.Execution.Subscriptions;
using Couverture.Federation.Tracing;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;

namespace Couverture.Execution;

/// <inheritdoc cref="IRequestExecutor" />
internal sealed class RequestExecutor(
    Schema schema,
    ExecutionServices services,
    PersistedDocuments persisted,
    IErrorFilter[] errorFilters,
    IReadOnlyList<ResultExtension> resultExtensions,
    CostOptions costOptions,
    IResultCache? results = null,
    ExecutionDiagnosticEventListener[]? listeners = null) : IRequestExecutor
{
    private readonly CostAnalyzer _costAnalyzer = new(schema);
    private readonly DocumentProvider _documents = new(schema, services.Options, persisted);
    private readonly ExecutionDiagnosticEventListener[] _listeners = listeners ?? [];
    private readonly SharedEvents _events = new(services.Options.ImmutableEvents, results, resultExtensions, services.TimeProvider);

    public Schema Schema => schema;

    public async Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await ExecuteAsync(request, null, cancellationToken);
    }

    public async Task<ResponseStream> StreamAsync(OperationRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var extensions = BeginExtensions(request);
        ResponseStream? stream = null;
        try
        {
            var result = Prepare(request, request.Streams, extensions, results, out var plan, out var variables, out var key);
            if (result is null && plan.Operation.Operation is OperationType.Subscription)
                (stream, result) = await SubscribeAsync(request, plan, variables, cancellationToken);
            else if (result is null && request.Streams.HasFlag(StreamKinds.Incremental) && plan.GetIncrementalPlan(plan.GetFlags(variables)) is { } incremental)
                (stream, result) = await RunIncrementallyAsync(incremental, variables, extensions, cancellationToken);
            else
                result ??= await RunAsync(plan, variables, key, extensions.Trace, null, cancellationToken);
            if (stream is { IsIncremental: false })
                extensions.Diagnostics?.Request.Start();
            return stream ?? new ResponseStream(Complete(result!, extensions));
        }
        finally
        {
            if (stream is not { IsIncremental: true })
                extensions.Dispose();
        }
    }

    public async IAsyncEnumerable<BatchResult> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        cancellationToken.ThrowIfCancellationRequested();
        if (CheckBatch(requests) is { } error)
        {
            using var extensions = new ExtensionScope(resultExtensions) { Diagnostics = DiagnosticScope.Begin(_listeners) };
            for (var i = 0; i < requests.Count; i++)
                yield return new BatchResult(i, Complete(OperationResult.RequestError(error), extensions));
            yield break;
        }

        await using var shared = new OperationResources(services, isShared: true, cancellationToken);
        var running = new Dictionary<Task<OperationResult>, int>(requests.Count);
        try
        {
            foreach (var request in requests)
                running.Add(ExecuteAsync(request, shared, cancellationToken), running.Count);
            // All queries have posted their start, so none of their loads leaves before all of them have started.
            shared.Scheduler.Start(static () => { });
            await foreach (var finished in Task.WhenEach(running.Keys).WithCancellation(CancellationToken.None))
                yield return new BatchResult(running[finished], await finished);
        }
        finally
        {
            await shared.AbortAsync();
            await Task.WhenAll(running.Keys).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task<OperationResult> ExecuteAsync(OperationRequest request, OperationResources? shared, CancellationToken cancellationToken)
    {
        using var extensions = BeginExtensions(request);
        // The operations of a batch share their loads, so it is not known which data belongs to which of them.
        var result = Prepare(request, StreamKinds.None, extensions, shared is null ? results : null, out var plan, out var variables, out var key)
            ?? await RunAsync(plan, variables, key, extensions.Trace, shared, cancellationToken);
        return Complete(result, extensions);
    }

    /// <summary>Returns the error of a batch that exceeds a limit for all of its requests together; null if it may run.</summary>
    private IError? CheckBatch(IReadOnlyList<OperationRequest> requests)
    {
        // A document that several requests share is planned once.
        var fields = requests.Select(request => _documents.Get(request).Document).Distinct().Sum(static document => document?.SelectedFields ?? 0L);
        if (fields > services.Options.Validation.MaxFields)
            return new Error($"The requests of the batch select more than {services.Options.Validation.MaxFields} fields together ({nameof(ValidationOptions.MaxFields)}). Split the batch.", ErrorCodes.LimitExceeded);
        return costOptions.IsLimited && requests.Aggregate(default(OperationCost), (sum, request) => sum + GetCost(request)) is var cost && !cost.IsWithin(costOptions)
            ? cost.ToLimitError(costOptions, "The batch")
            : null;
    }

    /// <summary>Plans the request and checks its cost. Returns null if the operation is to run, otherwise the result.</summary>
    private OperationResult? Prepare(
        OperationRequest request, StreamKinds streams, ExtensionScope extensions, IResultCache? kept, out OperationPlan plan, out VariableValues variables, out ResultKey? key)
    {
        key = null;
        if (Plan(request, streams, kept, extensions.Diagnostics, out plan, out variables, ref key) is { } finished)
            return finished;
        if (!costOptions.IsLimited && request.Cost is CostMode.None)
            return null;
        try
        {
            var cost = _costAnalyzer.Analyze(plan, variables);
            extensions.Diagnostics?.Request.Describe(cost);
            if (request.Cost is not CostMode.None)
                extensions.Cost = cost.ToExtension();
            return request.Cost is CostMode.Validate ? OperationResult.Analyzed()
                : cost.IsWithin(costOptions) ? null
                : OperationResult.RequestError(cost.ToLimitError(costOptions, "The operation"));
        }
        catch (GraphQLException exception)
        {
            return OperationResult.RequestError(exception.Errors);
        }
    }

    // A request of a batch that cannot run costs nothing; its own result reports the error.
    private OperationCost GetCost(OperationRequest request)
    {
        ResultKey? none = null;
        if (request.Cost is CostMode.Validate || Plan(request, StreamKinds.None, null, null, out var plan, out var variables, ref none) is not null)
            return default;
        try
        {
            return _costAnalyzer.Analyze(plan, variables);
        }
        catch (GraphQLException)
        {
            return default;
        }
    }

    private OperationResult? Plan(
        OperationRequest request, StreamKinds streams, IResultCache? kept, DiagnosticScope? diagnostics, out OperationPlan plan, out VariableValues variables, ref ResultKey? key)
    {
        (plan, variables) = (null!, VariableValues.None);
        var (document, errors) = _documents.Get(request);
        if (document is null)
            return OperationResult.RequestError(errors);
        diagnostics?.Request.Describe(document, request.OperationName);
        if (kept is not null && (key = ResultKey.Of(request, document)) is not null && kept.TryGet(key, out var data))
            return OperationResult.Kept(data);
        (var planned, errors) = document.GetPlan(request.OperationName);
        if (planned is null)
            return OperationResult.RequestError(errors);
        plan = planned;
        var isStreamed = plan.Operation.Operation is OperationType.Subscription && streams.HasFlag(StreamKinds.Subscription);
        if (request.ReadOnly && plan.Operation.Operation is not OperationType.Query && !isStreamed)
            return OperationResult.NotAllowed(new Error("A read-only request can only run a query.", ErrorCodes.OperationNotAllowed));
        if (plan.Operation.Operation is OperationType.Subscription && !isStreamed)
            return OperationResult.RequestError(new Error("A subscription needs a transport that streams results.", ErrorCodes.OperationNotAllowed));
        (variables, errors) = VariableCoercion.Coerce(schema, plan.Operation.VariableDefinitions, request.Variables, services.Options);
        return errors.Count > 0 ? OperationResult.RequestError(errors) : null;
    }

    // Without a key, the data is not kept.
    private async Task<OperationResult> RunAsync(
        OperationPlan plan, VariableValues variables, ResultKey? key, FederatedTrace? trace, OperationResources? shared, CancellationToken clientDisconnected)
    {
        var isQuery = plan.Operation.Operation is OperationType.Query;
        // A mutation changes what loaders return, so it does not share them.
        await using var execution = new OperationExecution(services, plan, variables, OperationExecution.NoRootValue, clientDisconnected, isQuery ? shared : null, trace);
        var result = await execution.RunAsync();
        if (key is null || !isQuery || result.Errors.Count > 0 || !results!.CanKeep(key, isExpectedAgain: false))
            return result;
        var data = result.SerializeData();
        results.Keep(key, data);
        return OperationResult.Kept(data);
    }

    private async Task<(ResponseStream? Stream, OperationResult? Single)> RunIncrementallyAsync(
        OperationPlan plan,
        VariableValues variables,
        ExtensionScope extensions,
        CancellationToken clientDisconnected)
    {
        extensions.Trace = null;
        var execution = new OperationExecution(services, plan, variables, OperationExecution.NoRootValue, clientDisconnected);
        OperationResult? initial = null;
        try
        {
            initial = await execution.RunAsync();
            return initial.HasNext
                ? (new ResponseStream(ReadResultsAsync(initial, execution, extensions, CancellationToken.None), DisposeAllAsync, isIncremental: true), null)
                : (null, initial);
        }
        finally
        {
            if (initial is not { HasNext: true })
                await execution.DisposeAsync();
        }

        async ValueTask DisposeAllAsync()
        {
            await execution.DisposeAsync();
            extensions.Dispose();
        }
    }

    private async IAsyncEnumerable<OperationResult> ReadResultsAsync(
        OperationResult initial,
        OperationExecution execution,
        ExtensionScope extensions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            // Extensions report on the whole request, so they are complete only at its end.
            extensions.Diagnostics?.Request.Complete(initial);
            yield return Complete(initial, null);
            await foreach (var payload in execution.Payloads(cancellationToken))
                yield return Complete(payload, payload.HasNext ? null : extensions);
        }
        finally
        {
            await execution.DisposeAsync();
            extensions.Dispose();
        }
    }

    private async Task<(ResponseStream? Stream, OperationResult? Single)> SubscribeAsync(
        OperationRequest request,
        OperationPlan plan,
        VariableValues variables,
        CancellationToken clientDisconnected)
    {
        try
        {
            // Before the source is opened. The document may have left the cache of documents.
            var document = _documents.Get(request).Document;
            var key = document is null ? null : _events.KeyOf(request, document, plan);
            var source = await SourceStream.OpenAsync(services, plan, variables, clientDisconnected);
            return (new ResponseStream(ExecuteEventsAsync(source, key, document?.Hash, plan, variables, clientDisconnected), source.DisposeAsync, isIncremental: false), null);
        }
        catch (Exception exception) when (!IsCancellation(exception, clientDisconnected))
        {
            return (null, OperationResult.RequestError(ToErrors(exception, plan)));
        }
    }

    // Each event runs as its own operation (specification section 6.2.3.2), with its own loaders and services. With a key, equal subscriptions share its data.
    private async IAsyncEnumerable<OperationResult> ExecuteEventsAsync(
        SourceStream source,
        SubscriptionKey? key,
        DocumentHash? hash,
        OperationPlan plan,
        VariableValues variables,
        CancellationToken clientDisconnected,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var disposal = source;
        await using var cancelRegistration = cancellationToken.UnsafeRegister(static source => ((SourceStream)source!).Cancel(), source);
        while (true)
        {
            OperationResult? last = null;
            (bool IsEvent, object? Event) next = default;
            try
            {
                next = await source.ReadAsync();
            }
            catch (Exception exception) when (!IsCancellation(exception, clientDisconnected) && !IsCancellation(exception, cancellationToken))
            {
                last = OperationResult.RequestError(ToErrors(exception, plan));
            }

            if (last is not null)
                yield return Complete(last, null);
            if (!next.IsEvent)
                yield break;
            var result = key is not null && next.Event is { } shared && _events.IsShareable(shared)
                ? await _events.ExecuteAsync(shared, key, token => RunEventAsync(hash, plan, variables, shared, token), clientDisconnected)
                : await RunEventAsync(hash, plan, variables, next.Event, clientDisconnected);
            yield return Complete(result, null);
        }
    }

    private async Task<OperationResult> RunEventAsync(DocumentHash? hash, OperationPlan plan, VariableValues variables, object? source, CancellationToken cancellationToken)
    {
        using var scope = DiagnosticScope.Begin(_listeners, isEvent: true);
        scope?.Request.Describe(hash, plan.Operation);
        await using var execution = new OperationExecution(services, plan, variables, source, cancellationToken);
        var result = await execution.RunAsync();
        scope?.Request.Complete(result);
        return result;
    }

    private static bool IsCancellation(Exception exception, CancellationToken token) =>
        exception is OperationCanceledException && token.IsCancellationRequested;

    /// <summary>Converts an exception of the source stream to errors at the subscription's field.</summary>
    private IReadOnlyList<IError> ToErrors(Exception exception, OperationPlan plan)
    {
        var field = plan.Root.Fields[0];
        object[] path = [field.ResponseName];
        // A subscription has no conditions at its root (section 5.2.4.1).
        var locations = field.GetLocations(flags: 0);
        IReadOnlyList<IError> errors = exception is GraphQLException known ? known.Errors : [services.CreateUnexpectedError(exception, path)];
        return [.. errors.Select(e => e.WithPath(e.Path ?? path).WithLocations(e.Locations ?? locations))];
    }

    private FederatedTrace? CreateTrace(OperationRequest request) => request.IncludeFederatedTrace ? new FederatedTrace(services.TimeProvider) : null;

    private ExtensionScope BeginExtensions(OperationRequest request) => new(resultExtensions) { Trace = CreateTrace(request), Diagnostics = DiagnosticScope.Begin(_listeners) };

    private OperationResult Complete(OperationResult result, ExtensionScope? extensions)
    {
        var completed = result.WithErrorFilter(errorFilters.Length == 0 ? null : Filter, extensions);
        extensions?.Diagnostics?.Request.Complete(completed);
        return completed;
    }

    private IError Filter(IError error)
    {
        try
        {
            return errorFilters.Aggregate(error, (current, filter) => filter.OnError(current));
        }
        catch (Exception exception)
        {
            // The original error is not returned, because the failing filter may have been meant to hide it.
            return services.CreateUnexpectedError(exception, error.Path ?? []).WithPath(error.Path).WithLocations(error.Locations);
        }
    }
}
