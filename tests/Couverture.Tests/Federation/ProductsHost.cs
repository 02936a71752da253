using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Execution;

namespace Couverture.Tests.Federation;

/// <summary>Runs documents on the products graph and reads its SDL.</summary>
internal static class ProductsHost
{
    private static readonly Lazy<Task<DocumentNode>> Document = new(async () => Utf8GraphQLParser.Parse(await GetSdlAsync()));

    public static IRequestExecutor Executor { get; } = TestGraph.Executor(ProductsGraph.Declare);

    /// <summary>Runs a document; returns the result as JSON.</summary>
    public static Task<string> RunAsync(string document, string? variables = null) => Executor.RunAsync(document, variables);

    /// <summary>Loads entities, as a gateway does; returns the result as JSON.</summary>
    /// <param name="selections">The selections on the union of the entities.</param>
    /// <param name="representations">The representations, as a JSON list.</param>
    public static Task<string> LoadAsync(string selections, string representations) =>
        RunAsync($"query ($representations: [_Any!]!) {{ _entities(representations: $representations) {{ {selections} }} }}", $$"""{"representations": {{representations}}}""");

    /// <summary>Returns the SDL that the graph reports to gateways.</summary>
    public static async Task<string> GetSdlAsync()
    {
        using var result = JsonDocument.Parse(await RunAsync("{ _service { sdl } }"));
        return result.RootElement.GetProperty("data").GetProperty("_service").GetProperty("sdl").GetString()!;
    }

    /// <summary>Returns the directives of the schema as the SDL prints them.</summary>
    public static async Task<IReadOnlyList<string>> GetSchemaDirectivesAsync() =>
        Print((await Document.Value).Definitions.OfType<SchemaExtensionNode>().ShouldHaveSingleItem().Directives);

    /// <summary>Returns the directives of a type as the SDL prints them.</summary>
    public static async Task<IReadOnlyList<string>> GetTypeDirectivesAsync(string type) => Print((await FindTypeAsync(type)).Directives);

    /// <summary>Returns the directives of a field as the SDL prints them.</summary>
    public static async Task<IReadOnlyList<string>> GetFieldDirectivesAsync(string type, string field) =>
        Print((await FindTypeAsync(type)).Fields.Single(definition => definition.Name.Value == field).Directives);

    /// <summary>Returns the fields of a type as the SDL prints them, without directives.</summary>
    public static async Task<IReadOnlyList<string>> GetFieldsAsync(string type) =>
        [.. (await FindTypeAsync(type)).Fields.Select(static field => Print(new FieldDefinitionNode(field.Name, null, field.Arguments, field.Type, [])))];

    /// <summary>Returns the definition of a directive as the SDL prints it.</summary>
    public static async Task<string> GetDirectiveAsync(string name) =>
        Print((await Document.Value).Definitions.OfType<DirectiveDefinitionNode>().Single(directive => directive.Name.Value == name));

    private static async Task<ObjectTypeDefinitionNode> FindTypeAsync(string name) =>
        (await Document.Value).Definitions.OfType<ObjectTypeDefinitionNode>().Single(type => type.Name.Value == name);

    private static string[] Print(IEnumerable<DirectiveNode> directives) => [.. directives.Select(Print)];

    private static string Print(ISyntaxNode node) => SyntaxPrinter.Print(node).Trim();
}
