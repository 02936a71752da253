using Couverture.Cost;
using Couverture.Data.Filtering;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Data.QueryGraph;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Data;

/// <summary>The argument <c>where</c>: which items match, invalid filters, and the schema of filters.</summary>
public sealed class FilteringTests
{
    private static readonly Book[] Books =
    [
        new("Ada", 10, Pages: 100, IsNew: true, Author: new("Nabokov", 1899)),
        new("Emma", 5.5m, Pages: 200, Author: new("Austen", 1775)),
        new("Odes", null, Pages: 50, Genre: Genre.Poem),
    ];

    private readonly IRequestExecutor _server = Server(Books);

    [Theory]
    // No condition.
    [InlineData("", "Ada Emma Odes")]
    [InlineData("(where: null)", "Ada Emma Odes")]
    [InlineData("(where: {})", "Ada Emma Odes")]
    [InlineData("(where: { price: {} })", "Ada Emma Odes")]
    [InlineData("(where: { author: {} })", "Ada Emma Odes")]
    [InlineData("(where: { and: [] })", "Ada Emma Odes")]
    [InlineData("(where: { or: [] })", "Ada Emma Odes")]
    [InlineData("(where: { or: [{}, {}] })", "Ada Emma Odes")]
    // Equality and null.
    [InlineData("(where: { price: { eq: 5.5 } })", "Emma")]
    [InlineData("(where: { price: { eq: 5.50 } })", "Emma")]
    [InlineData("(where: { price: { eq: null } })", "Odes")]
    [InlineData("(where: { price: { neq: null } })", "Ada Emma")]
    [InlineData("(where: { price: { neq: 10 } })", "Emma Odes")]
    [InlineData("(where: { price: { in: [10, 5.5] } })", "Ada Emma")]
    [InlineData("(where: { price: { in: 10 } })", "Ada")]
    [InlineData("(where: { price: { in: [null] } })", "Odes")]
    [InlineData("(where: { price: { in: [] } })", "")]
    [InlineData("(where: { price: { nin: [10] } })", "Emma Odes")]
    [InlineData("(where: { isNew: { eq: true } })", "Ada")]
    [InlineData("(where: { genre: { eq: POEM } })", "Odes")]
    [InlineData("(where: { genre: { nin: [POEM] } })", "Ada Emma")]
    // Comparison never matches null.
    [InlineData("(where: { price: { gt: 5.5 } })", "Ada")]
    [InlineData("(where: { price: { gte: 5.5 } })", "Ada Emma")]
    [InlineData("(where: { price: { lt: 10 } })", "Emma")]
    [InlineData("(where: { price: { lte: 10 } })", "Ada Emma")]
    [InlineData("(where: { price: { gt: 5, lt: 6 } })", "Emma")]
    // Text ignores case, except eq.
    [InlineData("(where: { title: { contains: \"D\" } })", "Ada Odes")]
    [InlineData("(where: { title: { startsWith: \"a\" } })", "Ada")]
    [InlineData("(where: { title: { contains: \"\" } })", "Ada Emma Odes")]
    [InlineData("(where: { title: { eq: \"ada\" } })", "")]
    // Combinations.
    [InlineData("(where: { price: { gt: 1 }, isNew: { eq: false } })", "Emma")]
    [InlineData("(where: { and: [{ price: { gt: 1 } }, { isNew: { eq: false } }] })", "Emma")]
    [InlineData("(where: { or: [{ price: { gt: 6 } }, { genre: { eq: POEM } }] })", "Ada Odes")]
    [InlineData("(where: { or: [{ price: { gt: 6 } }, {}] })", "Ada")]
    [InlineData("(where: { price: { or: [{ lt: 6 }, { eq: null }] } })", "Emma Odes")]
    [InlineData("(where: { price: { and: [{ lt: 11 }, { gt: 6 }] } })", "Ada")]
    [InlineData("(where: { isNew: { eq: true }, or: { genre: { eq: POEM } } })", "")]
    // A filter of an object's members never matches null.
    [InlineData("(where: { author: { name: { startsWith: \"au\" } } })", "Emma")]
    [InlineData("(where: { author: { born: { in: [1775, 1899] } } })", "Ada Emma")]
    [InlineData("(where: { author: { name: { eq: null } } })", "")]
    public async Task Where_Should_KeepMatchingItems_When_FilterIsGiven(string arguments, string titles) => (await _server.TitlesAsync(arguments)).ShouldBe(titles);

    [Theory]
    [InlineData("(where: $w)", """{ "w": { "or": [{ "price": { "gt": 6 } }, { "genre": { "eq": "POEM" } }] } }""", "Ada Odes")]
    [InlineData("(where: { price: { gt: $n } })", """{ "n": 6 }""", "Ada")]
    [InlineData("(where: { price: { gt: $n } })", "{}", "Ada Emma Odes")]
    [InlineData("(where: $w)", "{}", "Ada Emma Odes")]
    [InlineData("(where: { price: { eq: $n } })", """{ "n": null }""", "Odes")]
    public async Task Where_Should_KeepMatchingItems_When_FilterHasVariables(string arguments, string variables, string titles) =>
        (await _server.TitlesAsync(arguments, variables)).ShouldBe(titles);

    [Theory]
    [InlineData("{ price: null }", "BookFilterInput.price", "`where.price` must not be null. Omit it, or find items without a value with `{ eq: null }`.")]
    [InlineData("{ price: { gt: null } }", "DecimalOperationFilterInput.gt", "`where.price.gt` must not be null. Omit it, or find items without a value with `eq: null`.")]
    [InlineData("{ price: { in: null } }", "DecimalOperationFilterInput.in", "`where.price.in` must not be null. Omit it, or find items without a value with `eq: null`.")]
    [InlineData("{ title: { contains: null } }", "TextFilterInput.contains", "`where.title.contains` must not be null. Omit it, or find items without a value with `eq: null`.")]
    [InlineData("{ pages: { eq: null } }", "IntOperationFilterInput.eq", "`where.pages.eq` must not be null. Omit it, because all items have a value.")]
    [InlineData("{ pages: { in: null } }", "IntOperationFilterInput.in", "`where.pages.in` must not be null. Omit it.")]
    [InlineData("{ pages: null }", "BookFilterInput.pages", "`where.pages` must not be null. Omit it.")]
    [InlineData("{ genre: { eq: null } }", "GenreOperationFilterInput.eq", "`where.genre.eq` must not be null. Omit it, because all items have a value.")]
    [InlineData("{ isNew: { neq: null } }", "BooleanOperationFilterInput.neq", "`where.isNew.neq` must not be null. Omit it, because all items have a value.")]
    [InlineData("{ author: null }", "BookFilterInput.author", "`where.author` must not be null. Omit it.")]
    [InlineData("{ and: null }", "BookFilterInput.and", "`where.and` must not be null. Omit it.")]
    [InlineData("{ or: [{}, { and: [{ author: { born: { eq: null } } }] }] }", "IntOperationFilterInput.eq", "`where.or[1].and[0].author.born.eq` must not be null. Omit it, because all items have a value.")]
    public async Task Where_Should_FailWithoutLoading_When_ValueIsNullWithoutMeaning(string where, string coordinate, string message)
    {
        var loads = 0;

        var result = await Server(Books, _ => loads++).ExecuteAsync(Request($"{{ books(where: {where}) {{ nodes {{ title }} }} }}"));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.ArgumentInvalid);
        error.Path.ShouldBe(["books"]);
        (error.Extensions!["argument"], error.Extensions["coordinate"]).ShouldBe(("where", coordinate));
        error.Message.ShouldBe(message);
        loads.ShouldBe(0);
    }

    [Fact]
    public async Task Where_Should_CountMatchingItems_When_TotalCountIsSelected() =>
        (await _server.RunAsync("{ books(first: 1, where: { price: { gt: 1 } }) { totalCount pageInfo { hasNextPage } } }"))
            .ShouldBe("""{"data":{"books":{"totalCount":2,"pageInfo":{"hasNextPage":true}}}}""");

    [Theory]
    [InlineData("{ books { totalCount } }", 1)]
    [InlineData("{ books(where: { price: { gt: 1, lt: 9 }, author: { name: { eq: \"x\" } } }) { totalCount } }", 31)]
    [InlineData("{ books(where: { or: [{ price: { in: [1, 2, 3] } }, { isNew: { eq: true } }] }, order: [{ title: ASC, author: { born: DESC } }]) { totalCount } }", 41)]
    [InlineData("query($w: BookFilterInput = { price: { gt: 1, lt: 9 } }) { books(where: $w) { totalCount } }", 21)]
    [InlineData("query($w: BookFilterInput) { books(where: $w) { totalCount } }", 1)]
    public async Task Execute_Should_CountEveryOperation_When_CostIsEstimated(string document, double cost)
    {
        var server = Server(Books, configure: builder => builder.ModifyCostOptions(_ => { }));

        var result = await server.ExecuteAsync(Request(document) with { Cost = CostMode.Validate });

        result.ToJson().ShouldContain($"\"fieldCost\":{cost},");
    }

    [Fact]
    public void Schema_Should_DescribeFilter_When_CostIsEnabled()
    {
        var text = SchemaPrinter.Print(Server(Books, configure: builder => builder.ModifyCostOptions(_ => { })).Schema);

        text.ShouldContain("\"Which items the list contains. If null or empty, the list contains all items.\"\n    where: BookFilterInput");
        text.ShouldContain("order: [BookSortInput!]");
        text.ShouldContain("\"Filters books.\"\ninput BookFilterInput {\n  \"All of these must match. An empty list has no effect.\"\n  and: [BookFilterInput!]");
        text.ShouldContain("\"The title.\"\n  title: TextFilterInput\n");
        text.ShouldContain("  eq: Decimal @cost(weight: \"10\")\n");
        text.ShouldContain("  in: [Decimal] @cost(weight: \"10\")\n");
        text.ShouldContain("  nin: [Decimal!] @cost(weight: \"10\")\n");
        text.ShouldContain("input BooleanOperationFilterInput {");
        text.ShouldContain("input GenreOperationFilterInput {");
        text.ShouldContain("input AuthorSortInput {");
        text.ShouldContain("enum SortEnumType {");
    }

    [Fact]
    public void Build_Should_ReportEveryError_When_FiltersAreInvalid()
    {
        var exception = Should.Throw<SchemaException>(() => Server(Books, filter: new InvalidFilter()));

        exception.Message.ShouldContain("InvalidFilter.: a property of a property needs a name; call Name.");
        exception.Message.ShouldContain("\"b => b.Author!.Name\" must read a property");
        exception.Message.ShouldContain("\"b => b.Title.Trim()\" must read a property");
        exception.Message.ShouldContain("InvalidFilter.cover: no operations for");
        exception.Message.ShouldContain("TextFilterInput has operations on text, but the member is a System.Nullable`1[System.Decimal]");
        exception.Message.ShouldContain("Loose.gt: only a StringOperationFilterInputType or IComparableOperationFilterInputType can have this operation.");
        exception.Message.ShouldContain("Loose.contains: only a StringOperationFilterInputType can have this operation.");
        exception.Message.ShouldContain("Loose.eq: has no type; call Type.");
        exception.Message.ShouldContain("InvalidFilter: call BindFieldsExplicitly");
    }

    [Fact]
    public void Build_Should_Fail_When_FieldIsNotPagedOrFiltersValues()
    {
        Should.Throw<SchemaException>(() => Executor(schema => schema.Query().Fields.Add(
            new FieldDefinition { Name = "books", Type = Text, Filter = new BookFilter(), Resolver = new FieldResolver.Sync(_ => null) })))
            .Message.ShouldContain("Query.books: a filter or sort input type requires paging.");
        Should.Throw<SchemaException>(() => Server(Books, filter: new TextFilter())).Message.ShouldContain("A list of objects needs a FilterInputType<T>.");
    }

    [Theory]
    [InlineData("(where: { price: { gt: $n } })", """{ "n": 3 }""", "{ price: { gt: 3 } }")]
    [InlineData("(where: { price: { gt: $n } })", "{}", "{ price: {} }")]
    [InlineData("(where: $w)", """{ "w": { "genre": { "eq": "POEM" } } }""", "{ genre: { eq: POEM } }")]
    [InlineData("", "{}", "null")]
    public async Task ArgumentLiteral_Should_ReplaceVariables_When_ResolverReadsIt(string arguments, string variables, string literal)
    {
        var read = "";

        await Server(Books, context => read = context.ArgumentLiteral<IValueNode>("where").ToString()!).TitlesAsync(arguments, variables);

        read.ShouldBe(literal);
    }

    [Fact]
    public async Task ArgumentLiteral_Should_Throw_When_ArgumentIsUnknown()
    {
        Exception? thrown = null;

        await Server(Books, context => thrown = Should.Throw<ArgumentException>(() => context.ArgumentLiteral<IValueNode>("other"))).TitlesAsync("");

        thrown.ShouldNotBeNull().Message.ShouldStartWith("Query.books has no argument other.");
    }

    private sealed class Loose : FilterInputType
    {
        protected override void Configure(IFilterInputTypeDescriptor descriptor)
        {
            descriptor.Name("Loose");
            descriptor.Operation(DefaultFilterOperations.GreaterThan).Type<IntType>();
            descriptor.Operation(DefaultFilterOperations.Contains).Type<StringType>();
            descriptor.Operation(DefaultFilterOperations.Equals);
        }
    }

    private sealed class InvalidFilter : FilterInputType<Book>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Book> descriptor)
        {
            descriptor.Name("InvalidFilter");
            descriptor.Field(b => b.Cover.Color);
            descriptor.Field(b => b.Author!.Name).Name("author");
            descriptor.Field(b => b.Title.Trim()).Name("trimmed");
            descriptor.Field(b => b.Cover);
            descriptor.Field(b => b.Price).Type<TextFilter>();
            descriptor.Field(b => b.Pages).Type<Loose>();
        }
    }
}
