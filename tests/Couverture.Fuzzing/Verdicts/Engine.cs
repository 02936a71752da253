using System.Text.Json;
using Couverture.Execution;
using Couverture.Fuzzing.Graphs;
using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>A request to a graph.</summary>
internal sealed record TestRequest(string Document, JsonElement? Variables = null, string? OperationName = null);

/// <summary>Produces Couverture's verdicts.</summary>
internal static class Engine
{
    public static async Task<Verdict> RunAsync(JsonGraph graph, JsonElement root, TestRequest request)
    {
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(request.Document, JsonGraph.Unlimited);
        }
        catch (SyntaxException exception)
        {
            return new Verdict("syntax", null, [new ErrorVerdict(null, null, [FormatLocation(exception.Location)])]);
        }

        var errors = DocumentValidator.Check(graph.Schema, document, JsonGraph.Unbounded);
        if (errors.Count > 0)
            return new Verdict("validation", null, [.. errors.Select(found => ToErrorVerdict(found.Error, found.Rule))]);
        if (FindOperation(document, request.OperationName)?.Operation is OperationType.Subscription)
            return new Verdict("subscription", null, null);

        var results = await graph.RunAsync(root, new OperationRequest
        {
            Document = request.Document,
            Variables = request.Variables,
            OperationName = request.OperationName,
        });
        if (graph.IsIncremental && results[0].IsDataSet)
            return IncrementalResultMerger.Merge([.. results.Select(part => JsonElement.Parse(part.ToJson()))]);
        var result = results[0];
        ErrorVerdict[] executionErrors = [.. result.Errors.Select(error => ToErrorVerdict(error, null))];
        if (!result.IsDataSet)
            return new Verdict(FindOperation(document, request.OperationName) is null ? "operation" : "coercion", null, executionErrors);
        using var json = JsonDocument.Parse(result.ToJson(), new JsonDocumentOptions { MaxDepth = 2_000 });
        var data = json.RootElement.GetProperty("data").Clone();
        return new Verdict("execution", data, executionErrors.Length == 0 ? null : executionErrors);
    }

    private static OperationDefinitionNode? FindOperation(DocumentNode document, string? name)
    {
        OperationDefinitionNode[] operations = [.. document.Definitions.OfType<OperationDefinitionNode>()];
        return name is null ? operations is [var only] ? only : null : Array.Find(operations, operation => operation.Name?.Value == name);
    }

    private static ErrorVerdict ToErrorVerdict(IError error, string? rule) => new(
        rule,
        error.Path is null ? null : JsonSerializer.SerializeToElement(error.Path),
        [.. (error.Locations ?? []).Select(FormatLocation)]);

    private static string FormatLocation(Location location) => $"{location.Line}:{location.Column}";
}
