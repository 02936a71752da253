using Couverture.Cost;
using Couverture.Language;

namespace Couverture.Execution.Instrumentation;

/// <summary>What a listener can know of a request. It has neither the document's text nor any value of the client except the operation's name.</summary>
public sealed class RequestDiagnostics
{
    private DocumentHash? _hash;

    internal RequestDiagnostics()
    {
    }

    /// <summary>The kind of the operation. Null if the request failed before its operation was known.</summary>
    public OperationType? OperationType { get; private set; }

    /// <summary>The name of the operation. Null if it has none, or if the request failed before its operation was known. The client has chosen it.</summary>
    public string? OperationName { get; private set; }

    /// <summary>The SHA-256 of the document's text as lower-case hexadecimal digits. Null if the request has no valid document.</summary>
    public string? DocumentHash => _hash?.ToString();

    /// <summary>The estimated field cost. Null if it was not estimated, as for data that was kept.</summary>
    public double? FieldCost { get; private set; }

    /// <summary>The estimated type cost. Null if it was not estimated.</summary>
    public double? TypeCost { get; private set; }

    /// <summary>How the request ended; for a subscription, whether it has started. Null if the client disconnected before that.</summary>
    public OperationResultKind? Outcome { get; private set; }

    /// <summary>The errors as the response reports them, except those of later parts of an incremental response. Error filters have not changed those of a subscription's event.</summary>
    public IReadOnlyList<IError> Errors { get; private set; } = [];

    internal void Describe(PreparedDocument document, string? operationName)
    {
        _hash = document.Hash;
        Describe(document.Find(operationName));
    }

    internal void Describe(DocumentHash? hash, OperationDefinitionNode operation)
    {
        _hash = hash;
        Describe(operation);
    }

    internal void Describe(OperationCost cost) => (FieldCost, TypeCost) = (cost.FieldCost, cost.TypeCost);

    /// <summary>Notes that a subscription has started, which has no result of its own.</summary>
    internal void Start() => Outcome = OperationResultKind.Executed;

    internal void Complete(OperationResult result)
    {
        Outcome ??= result.Kind;
        if (result.Errors.Count > 0)
            Errors = Errors.Count == 0 ? result.Errors : [.. Errors, .. result.Errors];
    }

    private void Describe(OperationDefinitionNode? operation) => (OperationType, OperationName) = (operation?.Operation, operation?.Name?.Value);
}
