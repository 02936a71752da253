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
        (DocumentNode? Syntax, IError? Error)? parsed = null;
        if (id is not null && DocumentHash.Parse(id) != hash && !IsIdOf(id, ref parsed))
            return Fail("The document's id does not match its text. Send one of them.", ErrorCodes.DocumentIdMismatch);
        // If only persisted documents run, the cache has no others.
        if (_cache.TryGet(hash, out var cached))
            return (cached, []);
        var (syntax, error) = parsed ?? Parse(utf8);
        if (options.PersistedOperations.OnlyAllowPersistedDocuments && !persisted.Contains(hash) && !(syntax is not null && persisted.Recognize(syntax)))
            return Fail("This server only runs persisted documents. Send the id of one.", ErrorCodes.DocumentNotTrusted);
        return syntax is null ? (null, [error!]) : Prepare(hash, syntax);

        bool IsIdOf(string id, ref (DocumentNode? Syntax, IError? Error)? parsed) =>
            persisted.Find(id) is not null && (parsed = Parse(utf8)).Value.Syntax is { } named && persisted.Recognize(named, id);
    }

    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) GetById(string id)
    {
        if (persisted.Find(id) is { } document)
            return GetPersisted(document);
        if (options.PersistedOperations.AllowAutomaticDocuments && DocumentHash.Parse(id) is { } hash && _cache.TryGet(hash, out var cached))
            return (cached, []);

        // Clients of automatic persisted queries check for exactly this message.
        return Fail("PersistedQueryNotFound", ErrorCodes.PersistedQueryNotFound);
    }

    // A form with `__typename` may exceed a limit that the document itself does not.
    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) GetPersisted(PersistedDocument document)
    {
        if (_cache.TryGet(document.Hash, out var cached))
            return (cached, []);
        var (syntax, error) = Parse(Encoding.UTF8.GetBytes(document.Text));
        return syntax is null ? (null, [error!]) : Prepare(document.Hash, syntax);
    }

    private (DocumentNode? Syntax, IError? Error) Parse(byte[] utf8)
    {
        try
        {
            return (Utf8GraphQLParser.Parse(utf8, options.Parser), null);
        }
        catch (SyntaxException exception)
        {
            return (null, new Error(exception.Message, exception.Code, Locations: [exception.Location]));
        }
    }

    private (PreparedDocument? Document, IReadOnlyList<IError> Errors) Prepare(DocumentHash hash, DocumentNode syntax)
    {
        var validated = DocumentValidator.Run(schema, syntax, options.Validation);
        if (validated.Errors.Count > 0)
            return (null, [.. validated.Errors.Select(error => error.Error)]);
        var document = new PreparedDocument(schema, hash, syntax, validated.Document.SelectedFields);
        _cache.Add(hash, document, (int)Math.Min(int.MaxValue, (long)document.MaxPlans * (syntax.NodeCount + document.SelectedFields)));
        return (document, []);
    }

    private static (PreparedDocument? Document, IReadOnlyList<IError> Errors) Fail(string message, string code) => (null, [new Error(message, code)]);
}
