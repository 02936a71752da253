using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Couverture.AspNetCore.Http;
using Couverture.Execution;
using Couverture.Fuzzing.Generation;
using Couverture.Fuzzing.Graphs;

namespace Couverture.Fuzzing.Mutation;

/// <summary>The coercion of variables. With any JSON as variables, a request is either executed or rejected with errors.</summary>
internal sealed class CoercionTarget : MutationTarget
{
    private const string Sdl =
        """
        scalar Any
        scalar Even
        enum Color { RED GREEN BLUE }
        input Range { min: Int! max: Int step: Float = 0.5 inner: Range }
        input Pick @oneOf { id: ID name: String range: Range ids: [ID!] pick: Pick }
        input All { int: Int float: Float string: String boolean: Boolean id: ID color: Color even: Even any: Any range: Range = { min: 1 } picks: [Pick!] all: [[All!]] }
        type Query { take(all: All, lists: [[[Int]]], must: [Range!]!, pick: Pick, any: Any, color: [Color!] = [RED]): Any }
        """;

    private const string Document =
        "query ($all: All, $lists: [[[Int]]], $must: [Range!]! = [], $pick: Pick, $any: Any, $color: [Color!], $int: Int = 1) "
        + "{ take(all: $all, lists: $lists, must: $must, pick: $pick, any: [$any, { a: $any }], color: $color) b: take(must: { min: 1, max: $int }, all: { int: $int, any: $any, picks: [] }) }";

    private static readonly JsonElement Root = JsonElement.Parse("""{"take":"$args"}""");
    private readonly JsonGraph _graph = new(Sdl);

    public CoercionTarget() => Seeds = [.. Enumerable.Range(0, 200).Select(GenerateVariables)];

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<string> DictionaryTokens { get; } =
    [
        "null", "true", "0", "-0", "1.0", "1e0", "1e2", "0.1e1", "2147483647", "2147483648", "-2147483649", "9007199254740993", "99999999999999999999999999", "1e308", "1e400", "-1e400", "1e-400", "1E99999999999", "\"\"", "\"RED\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\udca9\"", "[", "]", "{", "}", ",", "[[", "[null]", "{\"a\":", "{\"min\":1}", "{\"id\":null}", "{\"id\":\"a\",\"name\":\"b\"}", "\"all\":", "\"inner\":{", "{\"inner\":", "\"min\"", "\"pick\"", "\"__proto__\"",
    ];

    public override async ValueTask<bool> TryAcceptAsync(byte[] input)
    {
        const int FixedAllowance = 256 * 1024;
        const int AllowancePerByte = 4_000;
        OperationRequest request;
        try
        {
            request = new OperationRequest { Document = Document, Variables = JsonText.Parse(input, "It") };
        }
        catch (RejectedException exception)
        {
            Require(exception.Rejection.Status == 400, $"JSON is rejected with status {exception.Rejection.Status}.");
            return false;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        // No resolver is asynchronous, so the execution completes on this thread and its allocations are counted.
        var result = (await _graph.RunAsync(Root, request))[0];
        Require(GC.GetAllocatedBytesForCurrentThread() - before < FixedAllowance + ((long)AllowancePerByte * input.Length), "The allocated memory is out of proportion to the input.");
        Require(result.IsDataSet || result.Errors.Count > 0, "The request was neither executed nor rejected.");
        Require(result.Errors.All(error => error.Code is not ErrorCodes.Internal), "The request failed with an internal error.");
        Require(result.ToJson().Length > 0, "The result cannot be written.");
        return result.Errors.Count == 0;
    }

    private byte[] GenerateVariables(int number)
    {
        var random = new RandomSource(number);
        var json = new JsonGenerator(random);
        var values = new JsonObject();
        foreach (var argument in _graph.Schema.FindField(_graph.Schema.QueryType, "take")!.Arguments)
            values.Add(argument.Name, json.Generate(argument.Type, 0.01));
        return Encoding.UTF8.GetBytes(values.ToJsonString());
    }
}
