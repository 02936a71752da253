namespace Couverture.Execution;

/// <summary>Thrown when the schema is built and a persisted document is not valid.</summary>
public sealed class PersistedDocumentException : InvalidOperationException
{
    internal PersistedDocumentException(string documentId, string problem)
        : base($"The persisted document {documentId} is not valid: {problem}")
    {
        DocumentId = documentId;
        Problem = problem;
    }

    /// <summary>The id of the document.</summary>
    public string DocumentId { get; }

    /// <summary>The first error of the document, with its location.</summary>
    public string Problem { get; }
}
