using System.Text;
using System.Text.Json;
using Couverture.Execution;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Data;

public class ConnectionTests
{
    private sealed record Letter(string Name);

    private int _resolved;

    private IRequestExecutor Server(string letters = "abcdefg") => Executor(
        schema =>
        {
            schema.Query().Fields.Add(new FieldDefinition
            {
                Name = "letters",
                Type = TypeReference.Of<Letter>(),
                Paging = new PagingDefinition("Letter", 2, 5, true, true),
                Arguments = [Argument("upper", TypeReference.Of<bool>().NonNull(), false)],
                Resolver = new FieldResolver.Async(async context =>
                {
                    _resolved++;
                    await Task.Yield();
                    return letters.Select(l => new Letter(context.Argument<bool>(0) ? char.ToUpperInvariant(l).ToString() : l.ToString()));
                }),
            });
            schema.Query().Fields.Add(new FieldDefinition
            {
                Name = "forward",
                Type = TypeReference.Of<Letter>(),
                Paging = new PagingDefinition("Letter", 0, 0, false, false),
                Resolver = new FieldResolver.Sync(_ => new List<Letter> { new("x") }),
            });
            schema.Query().Fields.Add(new FieldDefinition
            {
                Name = "nothing",
                Type = TypeReference.Of<Letter>().NonNull(),
                Paging = new PagingDefinition("Letter", 0, 0, false, true),
                Resolver = new FieldResolver.Member(_ => null),
            });
            schema.Object<Letter>("Letter").Member<Letter>("name", Text.NonNull(), l => l.Name);
            schema.Extend("LetterConnection", type => type.Sync("extra", Number.NonNull(), _ => 1));
        },
        builder => builder.ModifyPagingOptions(o => (o.DefaultPageSize, o.MaxPageSize) = (3, 4)));

    private static string Cursor(string index) => Convert.ToBase64String(Encoding.UTF8.GetBytes(index));

    [Theory]
    [InlineData("", "ab", true, false)]
    [InlineData("(first: 3)", "abc", true, false)]
    [InlineData("(first: 5, after: \"Mw==\")", "efg", false, true)]
    [InlineData("(first: 2, after: \"Mw==\")", "ef", true, true)]
    [InlineData("(after: \"Ng==\")", "", false, true)]
    [InlineData("(after: \"Nw==\")", "", false, true)]
    [InlineData("(after: \"MjE0NzQ4MzY0Nw==\")", "", false, true)]
    [InlineData("(before: \"MjE0NzQ4MzY0Nw==\")", "ab", true, false)]
    [InlineData("(after: \"NA==\", before: \"Mg==\")", "", true, true)]
    [InlineData("(first: 3, last: 2)", "bc", true, true)]
    [InlineData("(first: 1, last: 2)", "a", true, false)]
    [InlineData("(first: 3, last: 2, after: \"MA==\", before: \"Ng==\")", "cd", true, true)]
    [InlineData("(after: \"MA==\", before: \"Mw==\")", "bc", true, true)]
    [InlineData("(last: 1, after: \"Ng==\")", "", false, true)]
    [InlineData("(last: 2)", "fg", false, true)]
    [InlineData("(last: 2, before: \"Mw==\")", "bc", true, true)]
    [InlineData("(first: 2, before: \"MQ==\")", "a", true, false)]
    [InlineData("(first: 2, upper: true)", "AB", true, false)]
    public async Task Paging_Should_SliceList_When_ArgumentsAreGiven(string arguments, string expected, bool hasNext, bool hasPrevious)
    {
        var response = await Server().RunAsync($"{{ letters{arguments} {{ nodes {{ name }} totalCount pageInfo {{ hasNextPage hasPreviousPage }} extra }} }}");

        var nodes = string.Join(',', expected.Select(l => $$"""{"name":"{{l}}"}"""));
        response.ShouldBe("{\"data\":{\"letters\":{\"nodes\":[" + nodes + "],\"totalCount\":7,\"pageInfo\":{\"hasNextPage\":" + (hasNext ? "true" : "false")
            + ",\"hasPreviousPage\":" + (hasPrevious ? "true" : "false") + "},\"extra\":1}}}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("abcdefg")]
    public async Task Paging_Should_ReturnTheList_When_ItIsWalkedInEitherDirection(string letters)
    {
        var server = Server(letters);

        for (var size = 1; size <= 5; size++)
        {
            (await WalkAsync(server, $"first: {size}", "after", "hasNextPage", "endCursor", (walked, page) => walked + page)).ShouldBe(letters);
            (await WalkAsync(server, $"last: {size}", "before", "hasPreviousPage", "startCursor", (walked, page) => page + walked)).ShouldBe(letters);
        }
    }

    private static async Task<string> WalkAsync(IRequestExecutor server, string size, string argument, string hasMore, string cursor, Func<string, string, string> join)
    {
        var walked = "";
        var next = "null";
        do
        {
            var response = JsonDocument.Parse(await server.RunAsync($"{{ letters({size}, {argument}: {next}) {{ nodes {{ name }} pageInfo {{ {hasMore} {cursor} }} }} }}"));
            var page = response.RootElement.GetProperty("data").GetProperty("letters");
            walked = join(walked, string.Concat(page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("name").GetString())));
            next = page.GetProperty("pageInfo").GetProperty(hasMore).GetBoolean() ? page.GetProperty("pageInfo").GetProperty(cursor).GetRawText() : "null";
        }
        while (next != "null");
        return walked;
    }

    [Fact]
    public async Task Paging_Should_ReturnCursors_When_CursorsAreSelected()
    {
        (await Server().RunAsync("{ letters(first: 2) { edges { cursor node { name } } pageInfo { startCursor endCursor } } }")).ShouldBe(
            """{"data":{"letters":{"edges":[{"cursor":"MA==","node":{"name":"a"}},{"cursor":"MQ==","node":{"name":"b"}}],"pageInfo":{"startCursor":"MA==","endCursor":"MQ=="}}}}""");
        (await Server("").RunAsync("{ letters { edges { cursor } pageInfo { startCursor endCursor hasNextPage } } }")).ShouldBe(
            """{"data":{"letters":{"edges":[],"pageInfo":{"startCursor":null,"endCursor":null,"hasNextPage":false}}}}""");
    }

    [Fact]
    public async Task Paging_Should_ReturnEmptyPage_When_CursorIsBeyondTheList() =>
        (await Server("").RunAsync("{ letters(after: \"MQ==\") { nodes { name } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }")).ShouldBe(
            """{"data":{"letters":{"nodes":[],"totalCount":0,"pageInfo":{"hasNextPage":false,"hasPreviousPage":false,"startCursor":null,"endCursor":null}}}}""");

    [Fact]
    public async Task Paging_Should_ReturnNull_When_ResolverReturnsNull() =>
        (await Server().RunAsync("{ nothing { nodes { name } } forward { nodes { name } } }")).ShouldBe("""{"data":{"nothing":null,"forward":{"nodes":[{"name":"x"}]}}}""");

    [Theory]
    [InlineData("first: 0", "first", 5)]
    [InlineData("first: -1", "first", 5)]
    [InlineData("first: 6", "first", 5)]
    [InlineData("last: 6", "last", 5)]
    [InlineData("last: 0", "last", 5)]
    [InlineData("first: 1, last: -1", "last", 5)]
    public async Task Paging_Should_FailBeforeResolverRuns_When_PageSizeIsOutOfRange(string arguments, string argument, int limit)
    {
        var result = await Server().ExecuteAsync(Request($"{{ letters({arguments}) {{ nodes {{ name }} }} }}"));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.LimitExceeded);
        error.Path.ShouldBe(["letters"]);
        error.Extensions!["argument"].ShouldBe(argument);
        error.Extensions["limit"].ShouldBe(limit);
        error.Message.ShouldContain($"1 to {limit}");
        result.ToJson().ShouldEndWith("\"data\":{\"letters\":null}}");
        _resolved.ShouldBe(0);
    }

    [Theory]
    [InlineData("after", "nonsense")]
    [InlineData("after", "")]
    [InlineData("before", "-1")]
    [InlineData("after", "99999999999999999999999999999999999999")]
    public async Task Paging_Should_FailBeforeResolverRuns_When_CursorIsInvalid(string argument, string index)
    {
        var cursor = index is "nonsense" ? index : Cursor(index);
        var result = await Server().ExecuteAsync(Request($"{{ letters({argument}: \"{cursor}\") {{ nodes {{ name }} }} }}"));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.CursorInvalid);
        error.Extensions!["argument"].ShouldBe(argument);
        error.Path.ShouldBe(["letters"]);
        _resolved.ShouldBe(0);
    }

    [Fact]
    public async Task Paging_Should_UseServerPageSizes_When_FieldSetsNone()
    {
        var result = await Server().ExecuteAsync(Request("{ forward(first: 5) { nodes { name } } }"));

        result.Errors.ShouldHaveSingleItem().Extensions!["limit"].ShouldBe(4);
    }

    [Fact]
    public void Schema_Should_PrintOneSetOfTypes_When_FieldsShareConnectionName()
    {
        var text = Server().Schema.ToString();

        text.ShouldContain("type LetterConnection {");
        text.Split("type LetterEdge {").Length.ShouldBe(2);
        text.ShouldContain("  nodes: [Letter!]\n");
        text.ShouldContain("  edges: [LetterEdge!]\n");
        text.ShouldContain("  totalCount: Int!\n");
        text.ShouldContain("  node: Letter!\n");
    }
}
