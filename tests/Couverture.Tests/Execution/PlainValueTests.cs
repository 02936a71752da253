using System.Collections;
using Couverture.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Objects whose fields only read members are written at once. Their responses and errors are those of all other objects.</summary>
public sealed class PlainValueTests
{
    private sealed record Shelf(IEnumerable<Book?> Books);

    private sealed record Book(string? Title, double Weight, Author Author);

    private sealed record Author(string? Name);

    private static readonly Book Good = new("Emma", 0.5, new Author("Jane"));

    private static readonly Book Nameless = new("Anonymous", 0.5, new Author(null));

    private static readonly Book Weightless = new("Light", double.NaN, new Author("Jane"));

    private static IRequestExecutor Server(params IEnumerable<Book?> books) => Executor(schema =>
    {
        schema.Query()
            .Sync("shelf", TypeReference.Of<Shelf>(), _ => new Shelf(books))
            .Async("later", TypeReference.Of<Shelf>(), async _ =>
            {
                await Task.Yield();
                return new Shelf(books);
            })
            .Async("failing", Text, async _ =>
            {
                await Task.Yield();
                throw new GraphQLException(new Error("Failed later."));
            });
        schema.Object<Shelf>("Shelf").Member<Shelf>("books", TypeReference.Of<Book>().List(), s => s.Books);
        schema.Object<Book>("Book")
            .Member<Book>("title", Text, b => b.Title == "Torn" ? throw new GraphQLException(new Error("The title page is torn.")) : b.Title)
            .Member<Book>("weight", TypeReference.Of<double>(), b => b.Weight)
            .Member<Book>("author", TypeReference.Of<Author>(), b => b.Author)
            .Sync("isFirst", TypeReference.Of<bool>().NonNull(), c => c.Path[^2] is 0);
        schema.Object<Author>("Author").Member<Author>("name", Text.NonNull(), a => a.Name);
    });

    [Fact]
    public async Task Execute_Should_WriteTheSame_When_AnObjectIsPlainOrNot()
    {
        const string Plain = "{ shelf { books { __typename title author { name } weight } } }";
        var server = Server(Good, null, Good);

        (await server.RunAsync(Plain)).ShouldBe(
            """{"data":{"shelf":{"books":[{"__typename":"Book","title":"Emma","author":{"name":"Jane"},"weight":0.5},null,{"__typename":"Book","title":"Emma","author":{"name":"Jane"},"weight":0.5}]}}}""");
        (await server.RunAsync("{ shelf { books { title isFirst author { name } } } }")).ShouldBe(
            """{"data":{"shelf":{"books":[{"title":"Emma","isFirst":true,"author":{"name":"Jane"}},null,{"title":"Emma","isFirst":false,"author":{"name":"Jane"}}]}}}""");
    }

    [Fact]
    public async Task Execute_Should_ReportErrorsOfPlainObjects_When_OthersAreIntact() =>
        (await Server(Good, Nameless, Weightless, Good with { Title = "Torn" }).RunAsync("{ shelf { books { title weight author { name } } } }")).ShouldSatisfyAllConditions(
            json => json.ShouldEndWith(
                ""","data":{"shelf":{"books":[{"title":"Emma","weight":0.5,"author":{"name":"Jane"}},{"title":"Anonymous","weight":0.5,"author":null},{"title":"Light","weight":null,"author":{"name":"Jane"}},{"title":null,"weight":0.5,"author":{"name":"Jane"}}]}}}"""),
            json => json.ShouldContain(""","path":["shelf","books",1,"author","name"]"""),
            json => json.ShouldContain(""","path":["shelf","books",2,"weight"]"""),
            json => json.ShouldContain("""{"message":"The title page is torn.","locations":[{"line":1,"column":19}],"path":["shelf","books",3,"title"]}"""));

    [Fact]
    public async Task Execute_Should_KeepTheOrderOfErrors_When_AnEarlierFieldFailsLater()
    {
        var json = await Server(Good with { Title = "Torn" }).RunAsync("{ failing shelf { books { title } } later { books { title } } }");

        json.IndexOf("Failed later.", StringComparison.Ordinal).ShouldBeLessThan(json.IndexOf("""["shelf","books",0,"title"]""", StringComparison.Ordinal));
        json.IndexOf("""["shelf","books",0,"title"]""", StringComparison.Ordinal).ShouldBeLessThan(json.IndexOf("""["later","books",0,"title"]""", StringComparison.Ordinal));
        json.ShouldEndWith(""","data":{"failing":null,"shelf":{"books":[{"title":null}]},"later":{"books":[{"title":null}]}}}""");
    }

    [Theory]
    [InlineData(true, """{"data":{"shelf":{"books":[{"weight":0.5}]}}}""")]
    [InlineData(false, """{"data":{"shelf":{"books":[{"title":"Emma","author":{"name":"Jane"}}]}}}""")]
    public async Task Execute_Should_FollowConditions_When_VariablesDifferBetweenRequests(bool short_, string expected)
    {
        var server = Server(Good);
        const string Document = "query ($short: Boolean!) { shelf { books { title @skip(if: $short) weight @include(if: $short) author @skip(if: $short) { name } } } }";

        (await server.RunAsync(Document, """{"short":true}""")).ShouldBe("""{"data":{"shelf":{"books":[{"weight":0.5}]}}}""");
        (await server.RunAsync(Document, short_ ? """{"short":true}""" : """{"short":false}""")).ShouldBe(expected);
    }

    [Fact]
    public async Task Execute_Should_EnumerateAListOnce_When_AnItemHasAnError()
    {
        var books = new OneTimeList([Good, Nameless]);
        var server = Executor(schema =>
        {
            schema.Query().Sync("books", TypeReference.Of<Book>().List(), _ => books);
            schema.Object<Book>("Book").Member<Book>("author", TypeReference.Of<Author>(), b => b.Author);
            schema.Object<Author>("Author").Member<Author>("name", Text.NonNull(), a => a.Name);
        });

        (await server.RunAsync("{ books { author { name } } }")).ShouldEndWith(""","data":{"books":[{"author":{"name":"Jane"}},{"author":null}]}}""");
        books.Enumerations.ShouldBe(1);
    }

    [Fact]
    public async Task WriteTo_Should_WriteTheSameAgain_When_OtherOperationsHaveRun()
    {
        var server = Server(Good);

        var result = await server.ExecuteAsync(Request("{ shelf { books { title } } }"));
        var first = result.ToJson();
        await server.RunAsync("{ shelf { books { weight } } }");

        result.ToJson().ShouldBe(first);
    }

    private sealed class OneTimeList(Book[] books) : IEnumerable<Book>
    {
        public int Enumerations { get; private set; }

        public IEnumerator<Book> GetEnumerator()
        {
            Enumerations++;
            return ((IEnumerable<Book>)books).GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact]
    public async Task Execute_Should_WriteBothValues_When_AMemberCompletesWhatAnotherFieldWaitsFor()
    {
        var signal = new TaskCompletionSource();
        var server = Executor(schema =>
        {
            schema.Query()
                .Async("waiting", TypeReference.Of<Waiting>(), async _ =>
                {
                    await signal.Task;
                    return new Waiting(7);
                })
                .Sync("now", TypeReference.Of<Completing>(), _ => new Completing(signal));
            schema.Object<Waiting>("Waiting").Member<Waiting>("value", Number, waiting => waiting.Value);
            schema.Object<Completing>("Completing")
                .Member<Completing>("before", Number, _ => 5)
                .Member<Completing>("value", Number, completing => completing.Signal.TrySetResult() ? 1 : 0)
                .Member<Completing>("after", Number, _ => 6);
        });

        var json = await server.RunAsync("{ waiting { value } now { before value after } }");

        json.ShouldBe("""{"data":{"waiting":{"value":7},"now":{"before":5,"value":1,"after":6}}}""");
    }

    private sealed record Waiting(int Value);

    private sealed record Completing(TaskCompletionSource Signal);
}
