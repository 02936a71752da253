using ModelContextProtocol.Protocol;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The resources of <c>/mcp</c>: the schema, if <see cref="ServerOptions.SchemaDownload"/> allows clients to read it, and the page of the error codes.</summary>
/// <param name="settings">Whether clients may read the schema.</param>
internal sealed class McpResources(ServerOptions settings)
{
    private const string Markdown = "text/markdown";

    private readonly (Resource Definition, Func<string> Read)[] _resources =
    [
        (
            new Resource
            {
                Uri = "portfoliograph://errors",
                Name = "errors",
                Title = "Error codes",
                Description = "What each code in errors.extensions.code means, and what to do.",
                MimeType = Markdown,
            },
            static () => Examples.ReadResource("ERRORS.md")),
        .. settings.SchemaDownload
            ? ((Resource, Func<string>)[])
            [
                (
                    new Resource
                    {
                        Uri = "portfoliograph://schema",
                        Name = "schema",
                        Title = "GraphQL schema",
                        Description = "The schema of the graph (SDL). It describes each field of the results: meaning, unit, sign, and what null means.",
                        MimeType = "application/graphql",
                    },
                    static () => SchemaTypes.Text),
            ]
            : [],
    ];

    /// <summary>The resources.</summary>
    public IEnumerable<Resource> All => _resources.Select(static resource => resource.Definition);

    /// <summary>Returns the content of a resource. Null if there is none.</summary>
    /// <param name="uri">The URI.</param>
    public TextResourceContents? Read(string? uri) => _resources.FirstOrDefault(resource => resource.Definition.Uri == uri) is { Definition: { } definition, Read: var read }
        ? new TextResourceContents { Uri = definition.Uri, MimeType = definition.MimeType, Text = read() }
        : null;
}
