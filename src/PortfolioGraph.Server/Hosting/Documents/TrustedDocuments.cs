namespace PortfolioGraph.Server.Hosting;

/// <summary>The trusted documents: those of the build, and those of the folder that <see cref="ServerOptions.TrustedDocuments"/> names.</summary>
internal sealed class TrustedDocuments
{
    private static readonly string Setting = SettingsReader.FormatName($"{ServerOptions.Section}:{nameof(ServerOptions.TrustedDocuments)}");

    private readonly Dictionary<string, FolderDocument> _documents = new(StringComparer.Ordinal);
    private readonly List<FolderDocument> _all = [];
    private readonly Lazy<PersistedDocuments> _index;

    private TrustedDocuments(IEnumerable<FolderDocument> documents)
    {
        foreach (var document in documents)
            Add(document);
        Texts = _documents.ToDictionary(entry => entry.Key, entry => entry.Value.Text, StringComparer.Ordinal);
        _index = new Lazy<PersistedDocuments>(() => PersistedDocuments.Create(Texts, EngineProfile.Parse));
    }

    /// <summary>The folder of the documents that are part of the build. They are always trusted.</summary>
    public static string BuildFolder => Path.Combine(AppContext.BaseDirectory, "operations");

    /// <summary>The texts by their ids, without the prefix <c>sha256:</c>.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>The documents in the order in which they were read: those of the build first.</summary>
    public IReadOnlyList<FolderDocument> All => _all;

    /// <summary>The documents with the forms in which clients send them. Created on the first use, because the engine may have its own.</summary>
    public PersistedDocuments Index => _index.Value;

    /// <summary>Reads the documents.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="contentRoot">The folder at which a relative path starts.</param>
    /// <exception cref="StartupException">A folder, file or document is invalid, or two documents have the same id. The message names the setting, the file and what to do.</exception>
    public static TrustedDocuments Read(ServerOptions settings, string contentRoot)
    {
        if (!Directory.Exists(BuildFolder))
            throw new StartupException("The folder operations of the build is missing. Copy it beside the server's files; it may be empty.");
        var documents = TrustedDocumentFolder.Read(BuildFolder, ExplainInBuild);
        if (string.IsNullOrEmpty(settings.TrustedDocuments))
            return new TrustedDocuments(documents);

        var folder = Path.Combine(contentRoot, settings.TrustedDocuments);
        if (!Directory.Exists(folder))
            throw new StartupException($"{Setting} must be the path of an existing folder.");
        FolderDocument[] own = [.. TrustedDocumentFolder.Read(folder, ExplainInFolder)];
        return own.Length > 0
            ? new TrustedDocuments(documents.Concat(own))
            : throw new StartupException($"{Setting} must be a folder with documents. Put files *.graphql or manifests *.json there.");
    }

    /// <summary>Returns the exception that reports an invalid document.</summary>
    /// <param name="id">The id of the document.</param>
    /// <param name="problem">The first error of the document.</param>
    public StartupException Reject(string id, string problem) => RejectInvalid(_documents[id], problem);

    private void Add(FolderDocument document)
    {
        DocumentNode syntax;
        try
        {
            syntax = EngineProfile.Parse(document.Text);
        }
        catch (SyntaxException exception)
        {
            throw RejectInvalid(document, EngineProfile.Describe(exception));
        }

        if (syntax.Definitions.All(definition => definition is FragmentDefinitionNode))
            throw RejectInvalid(document, "The document has no operation.");
        if (syntax.Definitions.Any(definition => definition is not (OperationDefinitionNode or FragmentDefinitionNode)))
            throw RejectInvalid(document, "The document has definitions other than operations and fragments.");
        if (_documents.TryAdd(document.Id, document))
            _all.Add(document);
        else if (_documents[document.Id] is var other && other.Text != document.Text)
            throw document.Explain(document.File, $"has a document with the id {document.Id}, which is also the id of another text in {other.File}. Give one of them another id.");
    }

    private static StartupException RejectInvalid(FolderDocument document, string problem) =>
        document.Explain(document.File, $"has an invalid document{(document.IsInManifest ? $" with the id {document.Id}" : "")}: {problem} Fix the document, or remove it.");

    private static StartupException ExplainInFolder(string file, string problem) => new($"{Setting}: the file {file} {problem}");

    private static StartupException ExplainInBuild(string file, string problem) => new($"The file operations/{file} of the build {problem}");
}

/// <summary>A trusted document as it was read.</summary>
/// <param name="Id">The id, without the prefix <c>sha256:</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="File">The name of the file that has the document.</param>
/// <param name="IsInManifest">Whether the file is a manifest, with several documents.</param>
/// <param name="Explain">Returns the exception for a problem of a file.</param>
internal sealed record FolderDocument(string Id, string Text, string File, bool IsInManifest, Func<string, string, StartupException> Explain);
