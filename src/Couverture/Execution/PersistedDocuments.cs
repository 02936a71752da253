using System.Collections.Frozen;

namespace Couverture.Execution;

/// <summary>The persisted documents by the SHA-256 of their texts.</summary>
internal sealed class PersistedDocuments
{
    private readonly FrozenDictionary<DocumentHash, byte[]> _documents;

    private PersistedDocuments(IEnumerable<KeyValuePair<DocumentHash, byte[]>> documents) => _documents = documents.ToFrozenDictionary();

    /// <summary>Reads the files <c>{id}.graphql</c> of directories.</summary>
    /// <exception cref="InvalidOperationException">A directory is missing, or a file's name is not the SHA-256 of its bytes.</exception>
    public static PersistedDocuments Read(IEnumerable<string> directories) => new(directories.SelectMany(ReadDirectory).DistinctBy(file => file.Key));

    public bool Contains(DocumentHash hash) => _documents.ContainsKey(hash);

    /// <summary>Returns the text in UTF-8; null if there is no such document.</summary>
    public byte[]? GetText(DocumentHash hash) => _documents.GetValueOrDefault(hash);

    private static IEnumerable<KeyValuePair<DocumentHash, byte[]>> ReadDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw new InvalidOperationException($"The directory of persisted documents {directory} does not exist.");
        return Directory.EnumerateFiles(directory, "*.graphql").Select(ReadFile);
    }

    private static KeyValuePair<DocumentHash, byte[]> ReadFile(string file)
    {
        var utf8 = File.ReadAllBytes(file);
        var hash = DocumentHash.Compute(utf8);
        return DocumentHash.TryParse(Path.GetFileNameWithoutExtension(file), out var parsed) && parsed == hash
            ? new KeyValuePair<DocumentHash, byte[]>(hash, utf8)
            : throw new InvalidOperationException($"The persisted document {Path.GetFileName(file)} has the wrong name. Name it after the SHA-256 of its bytes, in lower-case hexadecimal digits.");
    }
}
