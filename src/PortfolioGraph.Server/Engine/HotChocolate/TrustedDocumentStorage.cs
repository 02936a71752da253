namespace PortfolioGraph.Server.Engine;

/// <summary>Provides HotChocolate with the trusted documents and their forms, by the SHA-256 of their texts.</summary>
/// <param name="documents">The documents.</param>
internal sealed class TrustedDocumentStorage(PersistedDocuments documents) : IOperationDocumentStorage
{
    /// <inheritdoc />
    public ValueTask<IOperationDocument?> TryReadAsync(OperationDocumentId documentId, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IOperationDocument?>(DocumentHash.Parse(documentId.Value) is { } hash && documents.Find(hash) is { } document ? new OperationDocumentSourceText(document.Text) : null);

    /// <inheritdoc />
    public ValueTask SaveAsync(OperationDocumentId documentId, IOperationDocument document, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Clients cannot add trusted documents.");
}
