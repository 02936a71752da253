using System.Collections.Frozen;
using System.Text;
#pragma warning disable IDE0005 // The server has this namespace among its global usings.
using Couverture.Language;
#pragma warning restore IDE0005

namespace Couverture.Execution;

/// <summary>
/// The persisted documents. Clients print documents again and add <c>__typename</c> before they send or hash them, so each document is also known by the hashes of
/// these forms, and is recognized in a text that differs only in this way.
/// </summary>
/// <remarks>
/// The comparison uses the syntax tree, never the text. The server also compiles this file against HotChocolate's syntax nodes, so it only uses members that both engines have.
/// </remarks>
internal sealed class PersistedDocuments
{
    private static readonly TypenameForm[] Forms = [TypenameForm.AsWritten, TypenameForm.With, TypenameForm.Without];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly FrozenDictionary<string, PersistedDocument> _byId;
    private readonly FrozenDictionary<DocumentHash, PersistedDocument> _byHash;
    private readonly FrozenSet<DocumentHash> _canonicalHashes;

    private PersistedDocuments(Dictionary<string, PersistedDocument> byId, Dictionary<DocumentHash, PersistedDocument> byHash)
    {
        (_byId, _byHash) = (byId.ToFrozenDictionary(StringComparer.Ordinal), byHash.ToFrozenDictionary());
        _canonicalHashes = byHash.Values.Select(document => document.CanonicalHash).ToFrozenSet();
    }

    /// <summary>No documents.</summary>
    public static PersistedDocuments Empty { get; } = new([], []);

    /// <summary>Returns an index of documents.</summary>
    /// <param name="documents">The ids and texts. An id may occur several times with the same text; a prefix <c>sha256:</c> does not count.</param>
    /// <param name="parse">Returns the syntax tree of a text that is known to be valid.</param>
    public static PersistedDocuments Create(IEnumerable<KeyValuePair<string, string>> documents, Func<string, DocumentNode> parse)
    {
        Dictionary<string, PersistedDocument> byId = new(StringComparer.Ordinal);
        Dictionary<DocumentHash, PersistedDocument> byHash = [];
        List<PersistedDocument> forms = [];
        foreach (var (id, text) in documents)
        {
            var syntax = parse(text);
            var canonical = ComputeCanonicalHash(syntax) ?? throw new ArgumentException($"The persisted document {id} is not executable.", nameof(documents));
            var document = new PersistedDocument(text, canonical);
            byId[DocumentHash.TrimPrefix(id)] = document;
            forms.AddRange([document, .. Forms.Select(form => new PersistedDocument(GraphQLJsPrinter.Print(syntax, form)!, canonical))]);
        }

        // The ids of the documents take precedence over the hashes of forms.
        foreach (var form in forms)
        {
            if (byHash.TryAdd(form.Hash, form))
                byId.TryAdd(form.Hash.ToString(), form);
        }

        return new PersistedDocuments(byId, byHash);
    }

    /// <summary>Whether a document, or one of its forms, has exactly this text.</summary>
    public bool Contains(DocumentHash hash) => _byHash.ContainsKey(hash);

    /// <summary>Returns the document or form with an id; null if there is none.</summary>
    /// <param name="id">The id of a document, or the SHA-256 of a form, with or without the prefix <c>sha256:</c>.</param>
    public PersistedDocument? Find(string id) => _byId.GetValueOrDefault(DocumentHash.TrimPrefix(id));

    /// <summary>Returns the document or form with a text; null if there is none.</summary>
    /// <param name="hash">The SHA-256 of the text.</param>
    public PersistedDocument? Find(DocumentHash hash) => _byHash.GetValueOrDefault(hash);

    /// <summary>Returns the form whose printed text is that of a document; null if there is none.</summary>
    public PersistedDocument? FindForm(DocumentNode syntax) =>
        Recognize(syntax) && ComputeHash(GraphQLJsPrinter.Print(syntax, TypenameForm.AsWritten)) is { } hash ? _byHash.GetValueOrDefault(hash) : null;

    /// <summary>Whether a document differs from a persisted one at most in its formatting and in <c>__typename</c> fields, one per selection set below the operations.</summary>
    public bool Recognize(DocumentNode syntax) => ComputeCanonicalHash(syntax) is { } hash && _canonicalHashes.Contains(hash);

    /// <summary>Whether an id is that of a persisted document from which the given one differs at most as described at <see cref="Recognize(DocumentNode)"/>.</summary>
    public bool Recognize(DocumentNode syntax, string id) => Find(id) is { } known && ComputeCanonicalHash(syntax) == known.CanonicalHash;

    private static DocumentHash? ComputeCanonicalHash(DocumentNode syntax) => ComputeHash(GraphQLJsPrinter.PrintCanonical(syntax));

    private static DocumentHash? ComputeHash(string? text)
    {
        try
        {
            return text is null ? null : DocumentHash.Compute(StrictUtf8.GetBytes(text));
        }
        catch (EncoderFallbackException)
        {
            // Replacing unpaired surrogates would make different texts equal.
            return null;
        }
    }
}

/// <summary>A persisted document, or one of the forms in which clients send it.</summary>
/// <param name="Text">The text.</param>
/// <param name="CanonicalHash">The hash of the form without <c>__typename</c>, equal for all forms of a document.</param>
internal sealed record PersistedDocument(string Text, DocumentHash CanonicalHash)
{
    /// <summary>The SHA-256 of the text in UTF-8.</summary>
    public DocumentHash Hash { get; } = DocumentHash.Compute(Encoding.UTF8.GetBytes(Text));
}
