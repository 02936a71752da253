using System.Runtime.InteropServices;
using System.Text.Json;

namespace Couverture.Execution;

/// <summary>
/// Keeps the data of query results, so that a repeated request needs no execution. The application knows what the data depends on, so it decides what may be kept and for how
/// long. Its methods are called in the execution context of the request, in which the result's extensions have begun.
/// </summary>
/// <remarks>A request is looked up once its document is valid. Results with errors, of batches and mutations, and of documents with <c>@defer</c> or <c>@stream</c> are not kept.</remarks>
public interface IResultCache
{
    /// <summary>Returns kept data if it is exactly what an execution would return now.</summary>
    /// <param name="key">The request. Keys of equal requests are equal.</param>
    /// <param name="data">The value of the member <c>data</c>, JSON in UTF-8.</param>
    bool TryGet(object key, out ReadOnlyMemory<byte> data);

    /// <summary>Whether the data of the query, or of the event of a subscription, that has just run in this context is to be kept.</summary>
    /// <param name="key">The request, or the request and the event.</param>
    /// <param name="isExpectedAgain">Whether the same data is probably requested again at once, because other subscriptions may receive the same event.</param>
    bool CanKeep(object key, bool isExpectedAgain);

    /// <summary>Keeps data.</summary>
    /// <param name="key">The request.</param>
    /// <param name="data">The value of the member <c>data</c>, JSON in UTF-8. It is not changed later.</param>
    void Keep(object key, ReadOnlyMemory<byte> data);

    /// <summary>Returns what the result of the event that has just run in this context depends on, failures included. Null if no other context may use the result.</summary>
    object? GetDependencies();

    /// <summary>
    /// Whether running the event in this context, instead of waiting for another, would have had the same result. The context is then recorded as if it had run the event.
    /// </summary>
    /// <param name="dependencies">What the result depends on, from the context that has run the event.</param>
    bool TryServe(object dependencies);
}

/// <summary>Identifies the data of a request: its document, its operation and the text of its variables.</summary>
/// <param name="Document">The hash of the document's text.</param>
/// <param name="OperationName">The operation's name; null for the only operation.</param>
/// <param name="Variables">The hash of the variables' text.</param>
internal sealed record ResultKey(DocumentHash Document, string? OperationName, DocumentHash Variables)
{
    /// <summary>Returns the key of a request. Null if its result has more than data that can be repeated.</summary>
    /// <param name="request">The request.</param>
    /// <param name="document">Its document.</param>
    public static ResultKey? Of(OperationRequest request, PreparedDocument document) =>
        request.Cost is not Cost.CostMode.None || request.IncludeFederatedTrace || document.HasIncrementalDirectives ? null
        : new ResultKey(document.Hash, request.OperationName, DocumentHash.Compute(request.Variables is { ValueKind: JsonValueKind.Object } variables ? JsonMarshal.GetRawUtf8Value(variables) : default));
}
