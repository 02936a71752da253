using Couverture.Data;
using Couverture.Execution;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Data;

/// <summary>A custom paging provider. Its handler receives the resolver's list and the requested page, and returns the page.</summary>
public sealed class PagingProviderTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d", "e"];

    private readonly List<string> _log = [];

    // Covers every kind of resolver, and lists that are null or empty.
    private IRequestExecutor Server(string? provider = "letters") => Executor(
        schema =>
        {
            Paged(schema, provider, "async", new FieldResolver.Async(async _ =>
            {
                await Task.Yield();
                _log.Add("resolved");
                return Letters;
            }));
            Paged(schema, provider, "sync", new FieldResolver.Sync(_ => Letters));
            Paged(schema, provider, "member", new FieldResolver.Member(_ => Letters));
            Paged(schema, provider, "nothing", new FieldResolver.Async(_ => new((object?)null)));
            Paged(schema, provider, "empty", new FieldResolver.Sync(_ => Array.Empty<string>()));
            Paged(schema, null, "indexed", new FieldResolver.Sync(_ => Letters));
        },
        builder => builder.AddCursorPagingProvider<LetterProvider>("letters").ModifyPagingOptions(o => (o.DefaultPageSize, o.MaxPageSize) = (2, 4)).Services.AddSingleton(_log));

    private static void Paged(SchemaBuilder schema, string? provider, string name, FieldResolver resolver) =>
        schema.Query().Fields.Add(new FieldDefinition
        {
            Name = name,
            Type = Text.NonNull(),
            Paging = new PagingDefinition("Letter", 0, 0, true, true, provider),
            Resolver = resolver,
        });

    [Theory]
    [InlineData("async")]
    [InlineData("sync")]
    [InlineData("member")]
    public async Task Handler_Should_SlicePage_When_FieldNamesItsProvider(string field)
    {
        var response = await Server().RunAsync(
            $$"""{ {{field}}(first: 2, after: "at b") { totalCount nodes edges { cursor node } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }""");

        response.ShouldBe(
            $$$$$"""{"data":{"{{{{{field}}}}}":{"totalCount":5,"nodes":["c","d"],"edges":[{"cursor":"at c","node":"c"},{"cursor":"at d","node":"d"}],"pageInfo":{"hasNextPage":true,"hasPreviousPage":true,"startCursor":"at c","endCursor":"at d"}}}}""");
    }

    [Theory]
    [InlineData("", "first=2 last= after= before=")]
    [InlineData("(first: 4)", "first=4 last= after= before=")]
    [InlineData("(last: 1)", "first= last=1 after= before=")]
    [InlineData("(first: 3, after: \"at x\", last: 1, before: \"\")", "first=3 last=1 after=at x before=")]
    public async Task Handler_Should_ReceiveRequestedPage_When_PageSizesAreInRange(string arguments, string expected)
    {
        await Server().RunAsync($"{{ async{arguments} {{ totalCount }} }}");

        _log.ShouldBe(["resolved", expected]);
    }

    [Theory]
    [InlineData("first: 0", "first")]
    [InlineData("first: 5", "first")]
    [InlineData("last: 5", "last")]
    public async Task Handler_Should_NotBeCalled_When_PageSizeIsOutOfRange(string arguments, string argument)
    {
        var result = await Server().ExecuteAsync(Request($"{{ async({arguments}) {{ nodes }} }}"));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.LimitExceeded);
        error.Extensions!["argument"].ShouldBe(argument);
        _log.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nodes", 0)]
    [InlineData("totalCount pageInfo { hasNextPage hasPreviousPage }", 0)]
    [InlineData("edges { node }", 0)]
    [InlineData("edges { cursor }", 4)]
    [InlineData("pageInfo { startCursor }", 1)]
    [InlineData("nodes pageInfo { startCursor endCursor }", 2)]
    public async Task Cursor_Should_BeCreated_When_CursorIsSelected(string selection, int made)
    {
        await Server().RunAsync($"{{ async(first: 4) {{ {selection} }} }}");

        _log.Count(line => line == "cursor").ShouldBe(made);
    }

    [Fact]
    public async Task Handler_Should_NotBeCalled_When_ResolverReturnsNull()
    {
        var response = await Server().RunAsync("""{ nothing(after: "at z") { nodes } empty { nodes pageInfo { startCursor endCursor } } }""");

        response.ShouldBe("""{"data":{"nothing":null,"empty":{"nodes":[],"pageInfo":{"startCursor":null,"endCursor":null}}}}""");
        _log.ShouldBe(["first=2 last= after= before="]);
    }

    [Fact]
    public async Task Handler_Should_FailField_When_ItRejectsCursor()
    {
        var result = await Server().ExecuteAsync(Request("""{ async(after: "z") { nodes } }"""));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("FOREIGN");
        error.Path.ShouldBe(["async"]);
        error.Locations.ShouldNotBeNull().ShouldHaveSingleItem().Column.ShouldBe(3);
        result.ToJson().ShouldEndWith("\"data\":{\"async\":null}}");
    }

    [Fact]
    public async Task Paging_Should_UseIndexes_When_FieldNamesNoProvider() =>
        (await Server().RunAsync("""{ indexed(after: "MA==") { nodes pageInfo { endCursor } } }""")).ShouldBe(
            """{"data":{"indexed":{"nodes":["b","c"],"pageInfo":{"endCursor":"Mg=="}}}}""");

    [Fact]
    public async Task PageInfo_Should_HaveHandlerCursors_When_HandlerSetsThem() =>
        (await Server().RunAsync("""{ async(last: 1) { pageInfo { startCursor endCursor } } }""")).ShouldBe(
            """{"data":{"async":{"pageInfo":{"startCursor":"the start","endCursor":"the end"}}}}""");

    [Fact]
    public void Build_Should_Fail_When_FieldNamesUnknownProvider() =>
        Should.Throw<SchemaException>(() => Server("numbers")).Message.ShouldContain("Query.async: The paging provider \"numbers\" is not registered. Register it with AddCursorPagingProvider.");

    private sealed class LetterProvider : CursorPagingProvider
    {
        protected override CursorPagingHandler CreateHandler(PagingOptions options) => new LetterHandler(options);
    }

    private sealed class LetterHandler(PagingOptions options) : CursorPagingHandler(options)
    {
        protected override async ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments)
        {
            await Task.Yield();
            var log = context.Service<List<string>>();
            log.Add($"first={arguments.First} last={arguments.Last} after={arguments.After} before={arguments.Before}");
            if (arguments.After == "z")
                throw new GraphQLException(ErrorBuilder.New().SetMessage("The cursor is not from this list.").SetCode("FOREIGN").Build());

            var all = (string[])source;
            var from = arguments.After is { } after ? Array.IndexOf(all, after[3..]) + 1 : 0;
            var page = all.Skip(from).Take(arguments.First ?? all.Length).Select(letter => new Edge<string>(letter, named =>
            {
                log.Add("cursor");
                return $"at {named}";
            })).ToList();
            var info = arguments.Last is null
                ? new ConnectionPageInfo(from + page.Count < all.Length, from > 0)
                : new ConnectionPageInfo(false, true, "the start", "the end");
            return new Connection<string>(page, info, all.Length);
        }
    }
}
