using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Couverture.Language;
using Couverture.Tests.Oracle;

namespace Couverture.Tests.Language;

/// <summary>The printed texts equal those of graphql-js and Apollo Client, whose hashes tests/conformance/live/printed.mjs stores.</summary>
public sealed class GraphQLJsPrinterTests
{
    private static readonly JsonElement Stored = JsonElement.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Oracle", "printed.json")));

    public static TheoryData<string> Documents => [.. Stored.GetProperty("documents").EnumerateObject().Select(member => member.Name)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Print_Should_EqualGraphQLJs_When_TheDocumentIsUnusual(string document) => Hash(document).ShouldBe(Read(Stored.GetProperty("documents").GetProperty(document)), Print(document));

    [Fact]
    public void Print_Should_EqualGraphQLJs_When_TheDocumentIsInTheCorpus()
    {
        var cases = Corpus.Cases.ToDictionary(entry => entry.ToString(), entry => entry.Request.Document);

        string[] different = [.. from entry in Stored.GetProperty("cases").EnumerateObject()
                                 where !Hash(cases[entry.Name]).SequenceEqual(Read(entry.Value))
                                 select $"{entry.Name}\n{Print(cases[entry.Name])}"];

        different.ShouldBeEmpty();
        cases.Count(entry => IsExecutable(entry.Value)).ShouldBe(Stored.GetProperty("cases").EnumerateObject().Count());
    }

    [Fact]
    public void Print_Should_ReturnNull_When_TheDocumentDefinesTypes() =>
        GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse("{ a } type A { a: Int }"), TypenameForm.AsWritten).ShouldBeNull();

    [Theory]
    [InlineData("{ a { b __typename } }", "{ a { b } }")]
    [InlineData("{ a { __typename b __typename } }", "{ a { b __typename } }")]
    [InlineData("{ a { ... on A { b __typename } __typename } ...F } fragment F on A { __typename b }", "{ a { ... on A { b } } ...F } fragment F on A { b }")]
    [InlineData("{ __typename a { b } }", "{ __typename a { b } }")]
    [InlineData("{ a { __typename } }", "{ a { __typename } }")]
    [InlineData("{ a { t: __typename b } }", "{ a { t: __typename b } }")]
    [InlineData("{ a { __typename @skip(if: true) b } }", "{ a { __typename @skip(if: true) b } }")]
    public void Print_Should_LeaveOutOneTypenamePerSelectionSet_When_ItIsPlainAndNotAlone(string document, string expected) =>
        GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse(document), TypenameForm.Without).ShouldBe(Print(expected));

    [Fact]
    public void PrintCanonical_Should_NotGrowWithTheDepth_When_AStringHasManyLines()
    {
        var document = $"{{ a {string.Concat(Enumerable.Repeat("{ a ", 90))}{{ a(s: \"\"\"b{new string('\n', 1_000)}b\"\"\") }} {new string('}', 91)}";

        GraphQLJsPrinter.PrintCanonical(Utf8GraphQLParser.Parse(document))!.Length.ShouldBeLessThan(2 * document.Length);
    }

    private static string Print(string document) => GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse(document), TypenameForm.AsWritten)!;

    private static string[] Hash(string document) =>
        [.. from form in (TypenameForm[])[TypenameForm.AsWritten, TypenameForm.With]
            select Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse(document), form)!)))];

    private static string[] Read(JsonElement pair) => [.. pair.EnumerateArray().Select(hash => hash.GetString()!)];

    private static bool IsExecutable(string document)
    {
        try
        {
            return GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse(document), TypenameForm.AsWritten) is not null;
        }
        catch (SyntaxException)
        {
            return false;
        }
    }
}
