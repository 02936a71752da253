using System.Text;
using System.Text.Unicode;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;

namespace Couverture.Execution;

/// <summary>Reads the persisted documents of a setup and validates them against the schema. A document that exceeds a limit of requests is valid.</summary>
internal static class PersistedDocumentReader
{
    /// <exception cref="InvalidOperationException">A directory is missing, or a file's name is not the SHA-256 of its bytes.</exception>
    /// <exception cref="PersistedDocumentException">A document is not valid.</exception>
    public static PersistedDocuments Read(RequestExecutorSetup setup, Schema schema, RequestExecutorOptions options)
    {
        Dictionary<string, DocumentNode> parsed = new(StringComparer.Ordinal);
        KeyValuePair<string, string>[] documents = [.. setup.PersistedDirectories.SelectMany(ReadDirectory), .. setup.PersistedDocuments];
        foreach (var (id, text) in documents)
            parsed[text] = Parse(id, text, schema, options);
        return PersistedDocuments.Create(documents, text => parsed[text]);
    }

    private static DocumentNode Parse(string id, string text, Schema schema, RequestExecutorOptions options)
    {
        DocumentNode syntax;
        try
        {
            syntax = Utf8GraphQLParser.Parse(text, ParserOptions.Trusted);
        }
        catch (SyntaxException exception)
        {
            throw new PersistedDocumentException(id, Format(exception.Message, exception.Location));
        }

        if (!syntax.Definitions.Any(definition => definition is OperationDefinitionNode))
            throw new PersistedDocumentException(id, "The document has no operation.");
        // The limits are those of requests, and apply to each request for the document.
        return DocumentValidator.Run(schema, syntax, options.Validation).Errors.Select(error => error.Error).FirstOrDefault(error => error.Code != ErrorCodes.LimitExceeded) is { } first
            ? throw new PersistedDocumentException(id, Format(first.Message, first.Locations is [var location, ..] ? location : null))
            : syntax;
    }

    private static string Format(string message, Location? location) => location is { } at ? $"{message} (line {at.Line}, column {at.Column})" : message;

    private static IEnumerable<KeyValuePair<string, string>> ReadDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw new InvalidOperationException($"The directory of persisted documents {directory} does not exist.");
        return Directory.EnumerateFiles(directory, "*.graphql").Select(ReadFile);
    }

    private static KeyValuePair<string, string> ReadFile(string file)
    {
        var utf8 = File.ReadAllBytes(file);
        var id = Path.GetFileNameWithoutExtension(file);
        if (!Utf8.IsValid(utf8) || DocumentHash.Parse(id) != DocumentHash.Compute(utf8))
            throw new InvalidOperationException($"The persisted document {Path.GetFileName(file)} has the wrong name. Name it after the SHA-256 of its bytes, in lower-case hexadecimal digits.");
        return new KeyValuePair<string, string>(id, Encoding.UTF8.GetString(utf8));
    }
}
