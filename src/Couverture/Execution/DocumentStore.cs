using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;

namespace Couverture.Execution;

/// <summary>Parses and validates documents, and keeps those that are valid, found again by the SHA-256 of their text.</summary>
internal sealed class DocumentStore(Schema schema, RequestExecutorOptions options)
{
    private readonly LruCache<DocumentHash, PreparedDocument> _cache = new(options.MaxCachedDocuments, options.MaxCachedNodes);

    /// <summary>The document, or what is wrong with it.</summary>
    public (PreparedDocument? Document, IReadOnlyList<IError> Errors) Get(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var hash = DocumentHash.Of(utf8);
        if (_cache.TryGet(hash, out var known))
            return (known, []);

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
            return (null, [.. validated.Errors.Select(found => found.Error)]);
        var document = new PreparedDocument(schema, syntax, validated.Document.SelectedFields);
        _cache.Add(hash, document, (int)Math.Min(int.MaxValue, (long)document.MaxPlans * (syntax.NodeCount + document.SelectedFields)));
        return (document, []);
    }

    private readonly record struct DocumentHash(ulong A, ulong B, ulong C, ulong D)
    {
        public static DocumentHash Of(ReadOnlySpan<byte> utf8)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(utf8, hash);
            return MemoryMarshal.Read<DocumentHash>(hash);
        }
    }
}
