using System.Text;
using Couverture.Fuzzing.Differential;
using Couverture.Fuzzing.Graphs;
using Couverture.Language;

namespace Couverture.Fuzzing.Mutation;

/// <summary>The parser: what it takes it can print and take again, what it refuses it refuses at a place of the text.</summary>
internal sealed class ParserTarget : MutationTarget
{
    private const int Seed = 1;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. Documents().Select(Encoding.UTF8.GetBytes)];

    public override IReadOnlyList<string> Pieces { get; } =
    [
        "{", "}", "(", ")", "[", "]", "!", ":", "=", "$a", "@a", "...", "... on A", "|", "&", "\"", "\"\"\"", "\\\"\"\"", "\"\\u0000\"", "\"\\u{10FFFF}\"", "\"\\u{110000}\"", "\"\\uD800\"", "\"\\uDC00\"", "#", ",", "\uFEFF",
        "{a", "[[", "{a:{", "(a:[", "@a(b:", "query", "fragment a on b", "extend type", "directive @a on", "schema {", "-0", "0", "00", "1e999999", "1.", ".1", "99999999999999999999", "null", "true", "on", "\r", "\r\n", "\u2028", "\U0001F4A9",
    ];

    public override ValueTask<bool> TakesAsync(byte[] input)
    {
        const int Fixed = 64 * 1024;
        const int PerByte = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(input);
        }
        catch (SyntaxException exception)
        {
            Hold(exception.Location.Start >= 0 && exception.Location.Start <= input.Length, "The fault is outside of the text.");
            return ValueTask.FromResult(false);
        }
        finally
        {
            Hold(GC.GetAllocatedBytesForCurrentThread() - before < Fixed + ((long)PerByte * input.Length), "It allocates out of proportion.");
        }

        Hold(SyntaxComparer.Structural.Equals(document, Utf8GraphQLParser.Parse(document.ToString(), JsonGraph.Unlimited)), "Printed and parsed it is another document.");
        return ValueTask.FromResult(true);
    }

    private static IEnumerable<string> Documents()
    {
        for (var number = 0; number < 20 * FuzzCase.PerSchema; number += FuzzCase.PerSchema)
        {
            var schema = FuzzCase.SchemaText(Seed, number);
            yield return schema;
            var graph = new JsonGraph(schema);
            for (var i = 0; i < 5; i++)
                yield return FuzzCase.Make(Seed, number + i, schema, graph).Document;
        }
    }
}
