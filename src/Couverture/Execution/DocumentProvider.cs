using System.Text;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;

namespace Couverture.Execution;

/// <summary>Finds, parses and validates documents. Caches valid documents by the SHA-256 of their text.</summary>
internal sealed class DocumentProvider(Schema schema, RequestExecutorOptions options, PersistedDocuments persisted)
{
    private readonly LruCache<DocumentHash, PreparedDocument> _cache = new(options.MaxCachedDocuments, options.MaxCachedNodes);

    /// <summary>Returns the document of a request, or the errors that prevent its use.</summary>
    public (PreparedDocument? Document, IReadOnlyList<IError> Errors) Get(OperationRequest request) => request switch
    {
        { Document: { } text } => GetByText(Encoding.UTF8.GetBytes(text), request.DocumentId),
        { DocumentId: { } id } => GetById(id),
        _ => Fail("The request has no document.", ErrorCodes.RequestInvalid),
    };

    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) GetByText(byte[] utf8, string? id)
    {
        var hash = DocumentHash.Compute(utf8);
        if (id is not null && !(DocumentHash.TryParse(id, out var parsed) && parsed == hash))
            return Fail("The document's id is not the SHA-256 of its text.", ErrorCodes.DocumentIdMismatch);
        return options.PersistedOperations.OnlyAllowPersistedDocuments && !persisted.Contains(hash)
            ? Fail("This server only runs persisted documents. Send the id of one.", ErrorCodes.DocumentNotTrusted)
            : Prepare(hash, utf8);
    }

    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) GetById(string id)
    {
        if (DocumentHash.TryParse(id, out var hash))
        {
            if (persisted.GetText(hash.Value) is { } utf8)
                return Prepare(hash.Value, utf8);
            if (options.PersistedOperations is { AllowAutomaticDocuments: true, OnlyAllowPersistedDocuments: false } && _cache.TryGet(hash.Value, out var cached))
                return (cached, []);
        }

        // Clients of automatic persisted queries check for exactly this message.
        return Fail("PersistedQueryNotFound", ErrorCodes.PersistedQueryNotFound);
    }

    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) Prepare(DocumentHash hash, byte[] utf8)
    {
        if (_cache.TryGet(hash, out var cached))
            return (cached, []);

        DocumentNode syntax;
        try
        {
            syntax = Utf8GraphQLParser.Parse(utf8, options.Parser);
        }
        catch (SyntaxException exception)
        {
            return (null, [new Error(exception.Message, exception.Code, Locations: [exception.Location])]);
        }

        var validated = DocumentValidator.Run(schema, syntax, options.Validation);
        if (validated.Errors.Count > 0)
            return (null, [.. validated.Errors.Select(error => error.Error)]);
        var document = new PreparedDocument(schema, syntax, validated.Document.SelectedFields);
        _cache.Add(hash, document, (int)Math.Min(int.MaxValue, (long)document.MaxPlans * (syntax.NodeCount + document.SelectedFields)));
        return (document, []);
    }

    private static (PreparedDocument? Document, IReadOnlyList<IError> Errors) Fail(string message, string code) => (null, [new Error(message, code)]);
}
