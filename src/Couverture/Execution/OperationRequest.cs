using System.Text.Json;
using Couverture.Cost;

namespace Couverture.Execution;

/// <summary>One request that a transport passes to the executor.</summary>
public sealed record OperationRequest
{
    /// <summary>The text of the document; null if the request has none, which is a request error without a <see cref="DocumentId"/>.</summary>
    public string? Document { get; init; }

    /// <summary>
    /// The id of a persisted document, or the SHA-256 of the text of a cached document in lower-case hexadecimal digits; with or without the prefix
    /// <c>sha256:</c>. Null if the request has only the text. If it has both, the id must match the text.
    /// </summary>
    public string? DocumentId { get; init; }

    /// <summary>The name of the operation to run; may be null if the document has only one operation.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables, a JSON object; null or a JSON null if there are none.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The request's <c>extensions</c>, a JSON object. The executor does not read them.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>How the request handles its cost. The default is <see cref="CostMode.None"/>.</summary>
    public CostMode Cost { get; init; }

    /// <summary>
    /// Whether the result has the times of its fields in <c>extensions.ftv1</c>, as Apollo Federation's gateways request them. They are not recorded for incremental delivery and
    /// subscriptions. The default is false.
    /// </summary>
    public bool IncludeFederatedTrace { get; init; }

    /// <summary>Whether the request must not change data, as with GET. Mutations are rejected, as are subscriptions that cannot be streamed.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>The kinds of responses that may consist of several results when the request is streamed. The default is all kinds.</summary>
    public StreamKinds Streams { get; init; } = StreamKinds.All;
}

/// <summary>The kinds of responses with several results that a transport supports.</summary>
[Flags]
public enum StreamKinds
{
    /// <summary>Only single results.</summary>
    None = 0,

    /// <summary>Incremental delivery of deferred and streamed parts. Without it, the response is one complete result.</summary>
    Incremental = 1,

    /// <summary>The events of a subscription. Without it, a subscription is an error.</summary>
    Subscription = 2,

    /// <summary>All kinds.</summary>
    All = Incremental | Subscription,
}

/// <summary>Builds an <see cref="OperationRequest"/>.</summary>
public sealed class OperationRequestBuilder
{
    private readonly OperationRequest _request;

    private OperationRequestBuilder(OperationRequest request) => _request = request;

    /// <summary>Returns a builder that starts with an existing request.</summary>
    /// <param name="request">The request.</param>
    public static OperationRequestBuilder From(OperationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new OperationRequestBuilder(request);
    }

    /// <summary>Returns the request.</summary>
    public OperationRequest Build() => _request;
}
