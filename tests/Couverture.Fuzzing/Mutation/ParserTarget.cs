using System.Text;
using Couverture.Fuzzing.Differential;
using Couverture.Fuzzing.Graphs;
using Couverture.Language;

namespace Couverture.Fuzzing.Mutation;

/// <summary>The parser. An accepted document must round-trip through printing; the error of a rejected one must be located inside the text.</summary>
internal sealed class ParserTarget : MutationTarget
{
    private const int Seed = 1;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. GenerateDocuments().Select(Encoding.UTF8.GetBytes)];

    public override IReadOnlyList<string> DictionaryTokens { get; } =
    [
        "{", "}", "(", ")", "[", "]", "!", ":", "=", "$a", "@a", "...", "... on A", "|", "&", "\"", "\"\"\"", "\\\"\"\"", "\"\\u0000\"", "\"\\u{10FFFF}\"", "\"\\u{110000}\"", "\"\\uD800\"", "\"\\uDC00\"", "#", ",", "\uFEFF",
        "{a", "[[", "{a:{", "(a:[", "@a(b:", "query", "fragment a on b", "extend type", "directive @a on", "schema {", "-0", "0", "00", "1e999999", "1.", ".1", "99999999999999999999", "null", "true", "on", "\r", "\r\n", "\u2028", "\U0001F4A9",
    ];

    public override ValueTask<bool> TryAcceptAsync(byte[] input)
    {
        const int FixedAllowance = 64 * 1024;
        const int AllowancePerByte = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        DocumentNode document;
        try
        {
            document = Utf8GraphQLParser.Parse(input);
        }
        catch (SyntaxException exception)
        {
            Require(exception.Location.Start >= 0 && exception.Location.Start <= input.Length, "The error is located outside of the text.");
            return ValueTask.FromResult(false);
        }
        finally
        {
            Require(GC.GetAllocatedBytesForCurrentThread() - before < FixedAllowance + ((long)AllowancePerByte * input.Length), "The allocated memory is out of proportion to the input.");
        }

        Require(SyntaxComparer.Structural.Equals(document, Utf8GraphQLParser.Parse(document.ToString(), JsonGraph.Unlimited)), "Printing and parsing yields another document.");
        return ValueTask.FromResult(true);
    }

    private static IEnumerable<string> GenerateDocuments()
    {
        for (var number = 0; number < 20 * FuzzCase.CasesPerSchema; number += FuzzCase.CasesPerSchema)
        {
            var schema = FuzzCase.GenerateSchema(Seed, number);
            yield return schema;
            var graph = new JsonGraph(schema);
            for (var i = 0; i < 5; i++)
                yield return FuzzCase.Generate(Seed, number + i, schema, graph).Document;
        }
    }
}
