using Couverture.Data.Sorting;
using Couverture.Execution;
using static Couverture.Tests.Data.QueryGraph;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Data;

/// <summary>The argument <c>order</c>: the order of the items, and invalid keys.</summary>
public sealed class SortingTests
{
    private static readonly Book[] Books =
    [
        new("b", 10, Pages: 2, Author: new("Zoe", 1950)),
        new("a", null, Pages: 2),
        new("C", 5, Pages: 1, Author: new("Amy", 1960)) { Cover = new("blue") },
        new("d", null, Pages: 3, Author: new("Zoe", 1940, 2001)),
        new("e", 10, Pages: 1),
    ];

    private readonly IRequestExecutor _server = Server(Books);

    [Theory]
    [InlineData("", "b a C d e")]
    [InlineData("(order: null)", "b a C d e")]
    [InlineData("(order: [])", "b a C d e")]
    [InlineData("(order: [{}])", "b a C d e")]
    [InlineData("(order: [{ author: {} }])", "b a C d e")]
    // Null is last in both directions; equal keys keep the list's own order.
    [InlineData("(order: [{ price: ASC }])", "C b e a d")]
    [InlineData("(order: [{ price: DESC }])", "b e C a d")]
    [InlineData("(order: { pages: ASC })", "C e b a d")]
    // Text is ordinal.
    [InlineData("(order: [{ title: ASC }])", "C a b d e")]
    [InlineData("(order: [{ color: ASC }])", "C b a d e")]
    // Several keys, in one object or several.
    [InlineData("(order: [{ pages: DESC }, { price: DESC }])", "d b a e C")]
    [InlineData("(order: [{ pages: DESC, price: DESC }])", "d b a e C")]
    [InlineData("(order: [{ price: DESC, pages: DESC }])", "b e C d a")]
    // Members of an object that can be null.
    [InlineData("(order: [{ author: { name: DESC, born: ASC } }])", "d b C a e")]
    [InlineData("(order: [{ author: { born: ASC, name: DESC } }])", "d b C a e")]
    [InlineData("(order: [{ author: { name: ASC } }, { title: DESC }])", "C d b e a")]
    // An object that is null and one whose member is null have no value alike, so the next key decides.
    [InlineData("(order: [{ author: { died: ASC } }, { title: ASC }])", "d C a b e")]
    [InlineData("(order: [{ author: { died: DESC } }, { title: DESC }])", "d e b a C")]
    public async Task Order_Should_SortItems_When_KeysAreGiven(string arguments, string titles) => (await _server.TitlesAsync(arguments)).ShouldBe(titles);

    [Theory]
    [InlineData("(order: $o)", """{ "o": [{ "pages": "DESC", "price": "DESC" }] }""", "d b a e C")]
    // The order of the members in JSON counts.
    [InlineData("(order: $o)", """{ "o": { "price": "DESC", "pages": "DESC" } }""", "b e C d a")]
    [InlineData("(order: [{ pages: $d }])", """{ "d": "DESC" }""", "d b a C e")]
    [InlineData("(order: [{ pages: $d }])", "{}", "b a C d e")]
    public async Task Order_Should_SortItems_When_KeysAreVariables(string arguments, string variables, string titles) =>
        (await _server.TitlesAsync(arguments, variables)).ShouldBe(titles);

    [Theory]
    [InlineData("[{ price: null }]", "BookSortInput.price")]
    [InlineData("[{ author: null }]", "BookSortInput.author")]
    [InlineData("[{ author: { born: null } }]", "AuthorSortInput.born")]
    public async Task Order_Should_FailWithoutLoading_When_KeyIsNull(string order, string coordinate)
    {
        var loads = 0;

        var result = await Server(Books, _ => loads++).ExecuteAsync(Request($"{{ books(order: {order}) {{ nodes {{ title }} }} }}"));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.ArgumentInvalid);
        (error.Extensions!["argument"], error.Extensions["coordinate"]).ShouldBe(("order", coordinate));
        loads.ShouldBe(0);
    }

    [Fact]
    public void Build_Should_ReportEveryError_When_KeysAreInvalid()
    {
        var exception = Should.Throw<SchemaException>(() => Server(Books, sort: new InvalidSort()));

        exception.Message.ShouldContain("BookSortInput.: a property of a property needs a name; call Name.");
        exception.Message.ShouldContain("\"b => b.Author!.Name\" must read a property");
        exception.Message.ShouldContain("title: the sort input type is not one of System.String.");
        exception.Message.ShouldContain("BookSortInput: call BindFieldsExplicitly");
    }

    private sealed class InvalidSort : SortInputType<Book>
    {
        protected override void Configure(ISortInputTypeDescriptor<Book> descriptor)
        {
            descriptor.Field(b => b.Cover.Color);
            descriptor.Field(b => b.Author!.Name).Name("author");
            descriptor.Field(b => b.Title).Type<AuthorSort>();
        }
    }
}
