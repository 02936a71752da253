using System.Globalization;
using Couverture.Execution;
using Couverture.Federation;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Federation;

/// <summary>The execution of <c>_entities</c>: which representations fail, and that each fails alone.</summary>
public sealed class EntitiesTests
{
    private const string Document = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { id name } ... on Author { name } } }";
    private const string UnknownType = "The representation does not have the `__typename` of an entity of this graph.";
    private const string UnknownKey = "The representation of `Book` does not have the fields of a key. Send those of one key: `id` or `shelf { number } isbn`.";

    private readonly List<string> _batches = [];
    private readonly List<string> _resolved = [];
    private readonly TaskCompletionSource _cancelled = new();

    private sealed record Book(int Id);

    private sealed record Author(string Name);

    private sealed record Page(int Number);

    private IRequestExecutor CreateExecutor() => Executor(
        schema =>
        {
            schema.Query().Sync("page", TypeReference.Of<Page>(), static _ => null);
            schema.Object<Book>("Book")
                .Member<Book>("id", Number, static book => book.Id)
                .Async("name", Text, static async context => await context.DataLoader<RecordingLoader>().LoadAsync(context.Parent<Book>().Id))
                .With("shelf", TypeReference.Of<Page>(), new FieldResolver.Member(static _ => null))
                .With("isbn", Text, new FieldResolver.Member(static _ => null));
            schema.Object<Author>("Author").Member<Author>("name", Text, static author => author.Name);
            schema.Object<Page>("Page").Member<Page>("number", Number, static page => page.Number);
            schema.Entity<Book>("id", async context =>
            {
                _resolved.Add("id");
                var name = await context.DataLoader<RecordingLoader>().LoadAsync(context.GetRepresentation().GetInt32("id")!.Value, context.RequestAborted);
                return name is null ? null : new Book(int.Parse(name[1..], CultureInfo.InvariantCulture));
            });
            schema.Entity<Book>("shelf { number } isbn", context =>
            {
                _resolved.Add("shelf { number } isbn");
                return new(new Book(context.GetRepresentation().GetInt32("shelf", "number") ?? 0));
            });
            schema.Entity<Author>("name", context => ResolveAuthorAsync(context.GetRepresentation().GetString("name"), context));
        },
        builder => builder.AddDataLoader((_, scheduler, options) => new RecordingLoader(
            scheduler,
            options,
            _batches,
            static (keys, _) => Task.FromResult<IReadOnlyDictionary<int, string>>(keys.Where(static key => key > 0).ToDictionary(static key => key, static key => $"n{key}")))));

    private async ValueTask<Author?> ResolveAuthorAsync(string? name, IResolverContext context)
    {
        switch (name)
        {
            case "refused":
                throw new GraphQLException(ErrorBuilder.New().SetMessage("No such author.").SetCode("AUTHOR").Build());
            case "refused twice":
                throw new GraphQLException(new[] { "first", "second" }.Select(static message => ErrorBuilder.New().SetMessage(message).Build()));
            case "reported":
                context.ReportError(ErrorBuilder.New().SetMessage("Incomplete.").Build());
                return new Author(name);
            case "broken":
                await Task.Yield();
                throw new InvalidOperationException("secret");
            case "scoped":
                context.SetScopedState("name", name);
                return new Author(name);
            case "cancelled":
                throw new OperationCanceledException();
            case "endless":
                await using (context.RequestAborted.Register(_cancelled.SetResult))
                    await _cancelled.Task;
                return null;
            default:
                return name is null ? null : new Author(name);
        }
    }

    private async Task<string> LoadAsync(params string[] representations) =>
        await CreateExecutor().RunAsync(Document, $$"""{"r": [{{string.Join(", ", representations)}}]}""");

    private static string Error(string message, int index, string code = "REPRESENTATION_INVALID") =>
        $$$"""{"message":"{{{message}}}","locations":[{"line":1,"column":24}],"path":["_entities",{{{index}}}],"extensions":{"code":"{{{code}}}"}}""";

    [Theory]
    [InlineData("{\"id\": 1}", UnknownType)]
    [InlineData("{\"__typename\": null, \"id\": 1}", UnknownType)]
    [InlineData("{\"__typename\": [\"Book\"], \"id\": 1}", UnknownType)]
    [InlineData("{\"__typename\": \"Shop\", \"id\": 1}", UnknownType)]
    [InlineData("{\"__typename\": \"Page\", \"number\": 1}", UnknownType)]
    [InlineData("{\"__typename\": \"Query\"}", UnknownType)]
    [InlineData("{\"__typename\": \"String\"}", UnknownType)]
    [InlineData("{\"__typename\": \"_Entity\", \"id\": 1}", UnknownType)]
    [InlineData("{}", UnknownType)]
    [InlineData("\"Book\"", UnknownType)]
    [InlineData("7", UnknownType)]
    [InlineData("[{\"__typename\": \"Book\", \"id\": 1}]", UnknownType)]
    [InlineData("{\"__typename\": \"Book\"}", UnknownKey)]
    [InlineData("{\"__typename\": \"Book\", \"isbn\": \"x\"}", UnknownKey)]
    [InlineData("{\"__typename\": \"Book\", \"isbn\": \"x\", \"shelf\": null}", UnknownKey)]
    [InlineData("{\"__typename\": \"Book\", \"isbn\": \"x\", \"shelf\": {}}", UnknownKey)]
    public async Task Entities_Should_FailOneRepresentation_When_ItIsWrong(string representation, string message) =>
        (await LoadAsync("{\"__typename\": \"Author\", \"name\": \"A\"}", representation, "{\"__typename\": \"Author\", \"name\": \"B\"}"))
            .ShouldBe($$$"""{"errors":[{{{Error(message, 1)}}}],"data":{"_entities":[{"name":"A"},null,{"name":"B"}]}}""");

    [Fact]
    public async Task Entities_Should_RejectTheRequest_When_ARepresentationIsNull()
    {
        var result = await LoadAsync("{\"__typename\": \"Author\", \"name\": \"A\"}", "null");

        result.ShouldContain("GRAPHQL_VARIABLE_INVALID");
        result.ShouldNotContain("\"data\"");
    }

    [Theory]
    [InlineData("refused", "No such author.", "AUTHOR")]
    [InlineData("broken", "Unexpected Execution Error", "INTERNAL_ERROR")]
    [InlineData("scoped", "Unexpected Execution Error", "INTERNAL_ERROR")]
    [InlineData("cancelled", "Unexpected Execution Error", "INTERNAL_ERROR")]
    public async Task Entities_Should_FailOneRepresentation_When_ItsResolverThrows(string name, string message, string code)
    {
        var result = await LoadAsync("{\"__typename\": \"Author\", \"name\": \"A\"}", $$"""{"__typename": "Author", "name": "{{name}}"}""", "{\"__typename\": \"Author\", \"name\": \"B\"}");

        result.ShouldBe($$$"""{"errors":[{{{Error(message, 1, code)}}}],"data":{"_entities":[{"name":"A"},null,{"name":"B"}]}}""");
        result.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Entities_Should_ReportErrorsInOrder_When_SeveralRepresentationsFail()
    {
        var result = await LoadAsync("{\"__typename\": \"Author\", \"name\": \"broken\"}", "{\"__typename\": \"Author\", \"name\": \"refused\"}", "{}");

        result.ShouldBe(
            $$$"""{"errors":[{{{Error("Unexpected Execution Error", 0, "INTERNAL_ERROR")}}},{{{Error("No such author.", 1, "AUTHOR")}}},{{{Error(UnknownType, 2)}}}],"data":{"_entities":[null,null,null]}}""");
    }

    [Fact]
    public async Task Entities_Should_ReportEveryError_When_AnExceptionHasSeveral() =>
        (await LoadAsync("{\"__typename\": \"Author\", \"name\": \"refused twice\"}")).ShouldBe(
            """{"errors":[{"message":"first","locations":[{"line":1,"column":24}],"path":["_entities",0]},{"message":"second","locations":[{"line":1,"column":24}],"path":["_entities",0]}],"data":{"_entities":[null]}}""");

    [Fact]
    public async Task Entities_Should_ReturnTheEntityAndTheError_When_ItsResolverReportsOne() =>
        (await LoadAsync("{\"__typename\": \"Author\", \"name\": \"reported\"}")).ShouldBe(
            """{"errors":[{"message":"Incomplete.","locations":[{"line":1,"column":24}],"path":["_entities",0]}],"data":{"_entities":[{"name":"reported"}]}}""");

    [Fact]
    public async Task Entities_Should_ReturnNullWithoutError_When_ThereIsNoSuchEntity() =>
        (await LoadAsync("{\"__typename\": \"Author\", \"name\": null}", "{\"__typename\": \"Book\", \"id\": 0}")).ShouldBe("""{"data":{"_entities":[null,null]}}""");

    [Fact]
    public async Task Entities_Should_ReturnAnEmptyList_When_ThereAreNoRepresentations() => (await LoadAsync()).ShouldBe("""{"data":{"_entities":[]}}""");

    [Fact]
    public async Task Entities_Should_LoadInOneBatch_When_ManyRepresentationsUseOneLoader()
    {
        var result = await LoadAsync([.. Enumerable.Range(1, 3).Select(static id => $$"""{"__typename": "Book", "id": {{id}}}"""), "{\"__typename\": \"Author\", \"name\": \"broken\"}"]);

        result.ShouldEndWith("""{"_entities":[{"id":1,"name":"n1"},{"id":2,"name":"n2"},{"id":3,"name":"n3"},null]}}""");
        _batches.ShouldBe(["1,2,3"]);
    }

    [Fact]
    public async Task Entities_Should_ReturnBothAndLoadOnce_When_ARepresentationIsRepeated()
    {
        (await LoadAsync("{\"__typename\": \"Book\", \"id\": 1}", "{\"__typename\": \"Book\", \"id\": 1}"))
            .ShouldBe("""{"data":{"_entities":[{"id":1,"name":"n1"},{"id":1,"name":"n1"}]}}""");

        _batches.ShouldBe(["1"]);
    }

    [Theory]
    [InlineData("{\"__typename\": \"Book\", \"id\": 4}", "id")]
    [InlineData("{\"__typename\": \"Book\", \"isbn\": \"x\", \"shelf\": {\"number\": 4}}", "shelf { number } isbn")]
    [InlineData("{\"__typename\": \"Book\", \"isbn\": \"x\", \"shelf\": {\"number\": 9}, \"id\": 4}", "id")]
    public async Task Entities_Should_UseTheResolverOfTheFirstKey_When_TheRepresentationHasItsFields(string representation, string key)
    {
        (await LoadAsync(representation)).ShouldBe("""{"data":{"_entities":[{"id":4,"name":"n4"}]}}""");

        _resolved.ShouldBe([key]);
    }

    [Fact]
    public async Task Entities_Should_SelectByType_When_TheDocumentUsesFragmentsAndAliases()
    {
        const string fragments =
            """
            query ($id: Int) {
              all: _entities(representations: [{__typename: "Book", id: $id}, {__typename: "Author", name: "A"}]) { kind: __typename ...Names ... @include(if: false) { __typename } }
            }
            fragment Names on _Entity { ... on Author { name } ... on Book { title: name } }
            """;

        (await CreateExecutor().RunAsync(fragments, """{"id": 2}""")).ShouldBe("""{"data":{"all":[{"kind":"Book","title":"n2"},{"kind":"Author","name":"A"}]}}""");
    }

    [Fact]
    public async Task Entities_Should_CancelTheResolvers_When_TheClientDisconnects()
    {
        using var client = new CancellationTokenSource();
        var running = CreateExecutor().ExecuteAsync(Request(Document, """{"r": [{"__typename": "Author", "name": "endless"}]}"""), client.Token);

        await client.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running);
        _cancelled.Task.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task GetRepresentation_Should_Throw_When_TheResolverIsNotOfAnEntity()
    {
        string? message = null;
        var executor = Executor(schema => schema.Query().Sync("field", Text, context =>
        {
            message = Should.Throw<InvalidOperationException>(() => context.GetRepresentation()).Message;
            return null;
        }));

        await executor.RunAsync("{ field }");

        message.ShouldBe("Only the resolver of an entity has a representation.");
    }
}
