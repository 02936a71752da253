using Couverture.Language;
using Couverture.Types;

namespace Couverture.Federation;

/// <summary>Prints the schema of a subgraph of Apollo Federation 2.</summary>
public static class FederationPrinter
{
    private const string Specification = "https://specs.apollo.dev/federation/v2.";

    // Version 2.3 is the first whose `@key` is allowed on interfaces.
    private const int MinVersion = 3;

    /// <summary>
    /// Returns the text: the public schema with the directives of federation, and with <c>@link</c> to the version of the specification that it needs. The parts that every gateway
    /// knows are omitted: <c>_entities</c>, <c>_service</c>, and the definitions of the directives. The directives of this server's costs and incremental delivery are omitted too.
    /// </summary>
    /// <param name="schema">A schema with federation.</param>
    /// <exception cref="ArgumentException">The schema has no federation.</exception>
    public static string Print(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (!schema.IsFederated)
            throw new ArgumentException("The schema is not a subgraph of Apollo Federation. Call EnableFederation on its builder.", nameof(schema));
        var document = new SchemaDocumentBuilder(schema) { IncludesFederation = true }.Build();
        var applied = schema.GetDirectives(schema);
        var used = new DirectiveNames(document).Names.Concat(applied.Select(static directive => directive.Name.Value)).Distinct().Where(FederationDirectives.Definitions.ContainsKey).Order(StringComparer.Ordinal).ToList();
        var version = used.Select(name => FederationDirectives.Definitions[name].Version).Append(MinVersion).Max();
        var link = FederationDirectives.Link($"{Specification}{version}", used.Select(name => $"@{name}"));
        var header = SyntaxPrinter.Print(new DocumentNode([new SchemaExtensionNode([link, .. applied], [])]));
        return $"{header.TrimEnd()}\n\n{SyntaxPrinter.Print(document)}";
    }

    /// <summary>Collects the names of the applied directives of a document.</summary>
    private sealed class DirectiveNames
    {
        public DirectiveNames(DocumentNode document) => Visit(document);

        public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        private void Visit(ISyntaxNode node)
        {
            if (node is DirectiveNode directive)
                Names.Add(directive.Name.Value);
            foreach (var (_, child) in SyntaxChildren.GetChildren(node))
                Visit(child);
        }
    }
}
