using Couverture.Execution.Coercion;
using Couverture.Execution.Planning;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Execution.Subscriptions;

/// <summary>The source stream of one subscription (specification section 6.2.3.1) and its service scope.</summary>
internal sealed class SourceStream : IAsyncDisposable
{
    private readonly ExecutionServices _executor;
    private readonly AsyncServiceScope _services;
    private readonly CancellationTokenSource _cancellation;
    private readonly IAsyncEnumerator<object?> _events;
    private Task<bool>? _next;
    private bool _isDisposed;

    private SourceStream(ExecutionServices executor, AsyncServiceScope services, CancellationTokenSource cancellation, IAsyncEnumerator<object?> events) =>
        (_executor, _services, _cancellation, _events) = (executor, services, cancellation, events);

    /// <summary>
    /// Opens the stream and requests the first event. An exception that the source throws synchronously therefore fails the subscription itself.
    /// </summary>
    /// <exception cref="Exception">Any exception that the source throws synchronously.</exception>
    public static async ValueTask<SourceStream> OpenAsync(
        ExecutionServices executor,
        OperationPlan plan,
        VariableValues variables,
        CancellationToken clientDisconnected)
    {
        var services = executor.CreateScope();
        var cancellation = CancellationTokenSource.CreateLinkedTokenSource(clientDisconnected);
        IAsyncEnumerator<object?>? events = null;
        try
        {
            var context = new SourceStreamContext(plan, variables, services.ServiceProvider, cancellation.Token);
            events = context.Plan.Field.Subscribe!(context).GetAsyncEnumerator(cancellation.Token);
            var first = events.MoveNextAsync().AsTask();
            if (first.IsCompleted)
                await first;
            return new SourceStream(executor, services, cancellation, events) { _next = first };
        }
        catch
        {
            if (events is not null)
                await events.DisposeAsync();
            await services.DisposeAsync();
            cancellation.Dispose();
            throw;
        }
    }

    /// <summary>Returns the next event; false if there are no more.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected, or the stream was cancelled.</exception>
    /// <exception cref="Exception">Any exception that the source throws.</exception>
    public async ValueTask<(bool IsEvent, object? Event)> ReadAsync()
    {
        var next = _next ??= _events.MoveNextAsync().AsTask();
        try
        {
            // A source that ignores its token must not block the reader.
            return await next.WaitAsync(_cancellation.Token) ? (true, _events.Current) : (false, null);
        }
        finally
        {
            if (next.IsCompleted)
                _next = null;
        }
    }

    /// <summary>Cancels the stream. Its reader gets an <see cref="OperationCanceledException"/>.</summary>
    public void Cancel() => _cancellation.Cancel();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _cancellation.CancelAsync();
        var end = ReleaseAsync();
        if (_next is null or { IsCompleted: true })
            await end;
    }

    // The enumerator must not be disposed while a step is in flight. The wait for that step is here, so that the reader does not wait.
    private async Task ReleaseAsync()
    {
        try
        {
            if (_next is not null)
                await _next;
        }
        catch (OperationCanceledException)
        {
            // The stream was cancelled on purpose.
        }
        catch (Exception exception)
        {
            _executor.LogUnhandled(exception);
        }

        try
        {
            await _events.DisposeAsync();
        }
        catch (Exception exception)
        {
            _executor.LogUnhandled(exception);
        }

        await _services.DisposeAsync();
        _cancellation.Dispose();
    }
}
