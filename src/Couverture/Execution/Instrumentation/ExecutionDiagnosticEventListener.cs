namespace Couverture.Execution.Instrumentation;

/// <summary>
/// Listens to the execution of requests, for example to trace and count them. Its methods are called in the execution context of the request: resolvers and batches see the
/// <see cref="AsyncLocal{T}"/> values that they set. They must not throw.
/// </summary>
public abstract class ExecutionDiagnosticEventListener
{
    /// <summary>Whether the listener wants the next request. Read before each request; an executor without an enabled listener does no work for it.</summary>
    public virtual bool IsEnabled => true;

    /// <summary>Called before a request is executed.</summary>
    /// <param name="request">What is known of the request; complete when the result is disposed.</param>
    /// <returns>
    /// Disposed when the request is complete: after its last part if it is delivered incrementally, and after its source stream has been created if it is a subscription. Null if
    /// the listener does not need to know.
    /// </returns>
    public virtual IDisposable? ExecuteRequest(RequestDiagnostics request) => null;

    /// <summary>Called before an event of a subscription is executed. It is not called for an event whose data another subscription shares with this one.</summary>
    /// <param name="request">What is known of the subscription and of this event's result; complete when the result is disposed.</param>
    /// <returns>Disposed when the event is complete. Null if the listener does not need to know.</returns>
    public virtual IDisposable? OnSubscriptionEvent(RequestDiagnostics request) => null;
}
