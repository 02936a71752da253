using System.Text.Json;
using Couverture.Execution;
using Couverture.Fuzzing.Graphs;
using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Fuzzing.Verdicts;

/// <summary>A request over a graph.</summary>
internal sealed record TestRequest(string Document, JsonElement? Variables = null, string? OperationName = null);

/// <summary>Couverture's own verdicts.</summary>
internal static class Engine
{
    public static async Task<Verdict> JudgeAsync(JsonGraph graph, JsonElement root, TestRequest request)
    {
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(request.Document, JsonGraph.Unlimited);
        }
        catch (SyntaxException exception)
        {
            return new Verdict("syntax", null, [new ErrorVerdict(null, null, [Place(exception.Location)])]);
        }

        var errors = DocumentValidator.Check(graph.Schema, document, JsonGraph.Unbounded);
        if (errors.Count > 0)
            return new Verdict("validation", null, [.. errors.Select(found => Of(found.Error, found.Rule))]);
        if (Selected(document, request.OperationName)?.Operation is OperationType.Subscription)
            return new Verdict("subscription", null, null);

        var results = await graph.RunAsync(root, new OperationRequest
        {
            Document = request.Document,
            Variables = request.Variables,
            OperationName = request.OperationName,
        });
        if (graph.IsIncremental && results[0].IsDataSet)
            return IncrementalAnswer.Merge([.. results.Select(part => JsonElement.Parse(part.ToJson()))]);
        var result = results[0];
        ErrorVerdict[] found = [.. result.Errors.Select(error => Of(error, null))];
        if (!result.IsDataSet)
            return new Verdict(Selected(document, request.OperationName) is null ? "operation" : "coercion", null, found);
        using var json = JsonDocument.Parse(result.ToJson(), new JsonDocumentOptions { MaxDepth = 2_000 });
        var data = json.RootElement.GetProperty("data").Clone();
        return new Verdict("execution", data, found.Length == 0 ? null : found);
    }

    private static OperationDefinitionNode? Selected(DocumentNode document, string? name)
    {
        OperationDefinitionNode[] operations = [.. document.Definitions.OfType<OperationDefinitionNode>()];
        return name is null ? operations is [var only] ? only : null : Array.Find(operations, operation => operation.Name?.Value == name);
    }

    private static ErrorVerdict Of(IError error, string? rule) => new(
        rule,
        error.Path is null ? null : JsonSerializer.SerializeToElement(error.Path),
        [.. (error.Locations ?? []).Select(Place)]);

    private static string Place(Location location) => $"{location.Line}:{location.Column}";
}
