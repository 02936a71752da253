namespace Couverture.Execution.Instrumentation;

/// <summary>The listeners' view of one running request or event.</summary>
internal sealed class DiagnosticScope : IDisposable
{
    private readonly Stack<IDisposable> _scopes = new();

    private DiagnosticScope()
    {
    }

    public RequestDiagnostics Request { get; } = new();

    /// <summary>Starts a scope in the caller's execution context. Returns null if no listener is enabled.</summary>
    /// <param name="listeners">The listeners.</param>
    /// <param name="isEvent">Whether the scope is that of a subscription's event.</param>
    public static DiagnosticScope? Begin(ExecutionDiagnosticEventListener[] listeners, bool isEvent = false)
    {
        DiagnosticScope? scope = null;
        foreach (var listener in listeners)
        {
            if (listener.IsEnabled)
                (scope ??= new DiagnosticScope()).Add(listener, isEvent);
        }

        return scope;
    }

    public void Dispose()
    {
        while (_scopes.TryPop(out var scope))
            scope.Dispose();
    }

    private void Add(ExecutionDiagnosticEventListener listener, bool isEvent)
    {
        if ((isEvent ? listener.OnSubscriptionEvent(Request) : listener.ExecuteRequest(Request)) is { } scope)
            _scopes.Push(scope);
    }
}
