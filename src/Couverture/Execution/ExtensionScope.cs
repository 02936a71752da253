using Couverture.Execution.Instrumentation;
using Couverture.Federation.Tracing;

namespace Couverture.Execution;

/// <summary>
/// The members of <c>extensions</c> of one running request. They are started and read in the same execution context, so that they see the
/// same asynchronous locals even if another caller reads the results.
/// </summary>
internal sealed class ExtensionScope : IDisposable
{
    private readonly IReadOnlyList<ResultExtension> _extensions;
    private readonly Stack<IDisposable> _scopes = new();
    private readonly ExecutionContext? _executionContext;

    /// <summary>Starts every extension in the caller's execution context.</summary>
    public ExtensionScope(IReadOnlyList<ResultExtension> extensions)
    {
        _extensions = extensions;
        try
        {
            foreach (var extension in extensions)
                _scopes.Push(extension.Begin());
        }
        catch
        {
            Dispose();
            throw;
        }

        _executionContext = ExecutionContext.Capture();
    }

    /// <summary>The engine's own member <c>cost</c>; null if the request does not request its cost.</summary>
    public IReadOnlyDictionary<string, object?>? Cost { get; set; }

    /// <summary>The engine's own member <c>ftv1</c>; null if the request does not request it.</summary>
    public FederatedTrace? Trace { get; set; }

    /// <summary>What the listeners see of the request; null if no listener is enabled. It ends with this scope.</summary>
    public DiagnosticScope? Diagnostics { get; init; }

    /// <summary>Returns the current members; null if there are none.</summary>
    /// <param name="errors">The errors as the response reports them.</param>
    public IReadOnlyDictionary<string, object?>? Read(IReadOnlyList<IError> errors)
    {
        if (_extensions.Count == 0 && Cost is null && Trace is null)
            return null;
        var members = new Dictionary<string, object?>(_extensions.Count + 1, StringComparer.Ordinal);
        if (Cost is not null)
            members["cost"] = Cost;
        if (Trace is not null)
            members[FederatedTrace.ExtensionName] = Trace.Complete(errors);
        if (_executionContext is null)
            ReadInto(members);
        else
            ExecutionContext.Run(_executionContext, _ => ReadInto(members), null);
        return members;
    }

    public void Dispose()
    {
        while (_scopes.TryPop(out var scope))
            scope.Dispose();
        Diagnostics?.Dispose();
    }

    private void ReadInto(Dictionary<string, object?> members)
    {
        foreach (var extension in _extensions)
            members[extension.Name] = extension.Read();
    }
}
