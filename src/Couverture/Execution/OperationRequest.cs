using System.Text.Json;
using Couverture.Cost;

namespace Couverture.Execution;

/// <summary>One request as a transport hands it to the executor.</summary>
public sealed record OperationRequest
{
    /// <summary>The text of the document; null where the transport found none, which without a <see cref="DocumentId"/> is a request error.</summary>
    public string? Document { get; init; }

    /// <summary>
    /// The id of a document that the server knows: the SHA-256 of its text in lower-case hexadecimal digits, with or without <c>sha256:</c> in
    /// front. Null where the document comes as text alone; a text that comes along must be the one that is meant.
    /// </summary>
    public string? DocumentId { get; init; }

    /// <summary>Which operation of the document to run; null where it has only one.</summary>
    public string? OperationName { get; init; }

    /// <summary>The variables, a JSON object; null (or a JSON null) where there are none.</summary>
    public JsonElement? Variables { get; init; }

    /// <summary>The request's <c>extensions</c>, a JSON object; the executor itself reads none of them.</summary>
    public JsonElement? Extensions { get; init; }

    /// <summary>What the request wants to know of its cost. Nothing unless set.</summary>
    public CostMode Cost { get; init; }

    /// <summary>Whether nothing may be changed, as for a GET: a mutation is refused, and so is a subscription that cannot be streamed.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>Which answers may come in several results where the request asks for a stream. Both kinds unless set.</summary>
    public StreamKinds Streams { get; init; } = StreamKinds.All;
}
