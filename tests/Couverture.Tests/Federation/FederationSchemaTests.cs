using Couverture.Federation;
using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Federation;

/// <summary>The schemas with federation: what they have, what is printed for clients and for gateways, and which declarations are rejected.</summary>
public sealed class FederationSchemaTests
{
    private sealed record Book(string Id);

    private sealed record Shelf(int Number);

    private interface IThing;

    private static SchemaBuilder CreateBuilder(params DirectiveNode[] directives)
    {
        var builder = new SchemaBuilder();
        builder.EnableFederation();
        builder.Query().Sync("book", TypeReference.Of<Book>(), static _ => null);
        var book = builder.Object<Book>("Book");
        foreach (var directive in directives)
            book.Directives.Add(directive);
        book.Member<Book>("id", Text, static book => book.Id).Member<Book>("shelf", TypeReference.Of<Shelf>().List(), static _ => null).Member<Book>("thing", TypeReference.Of<IThing>(), static _ => null);
        builder.Object<Shelf>("Shelf").Member<Shelf>("number", Number, static shelf => shelf.Number);
        var things = builder.Union<IThing>("Thing");
        things.Members.Add(typeof(Book));
        things.Members.Add(typeof(Shelf));
        return builder;
    }

    private static string Link(string version, params string[] imports) =>
        $"extend schema @link(url: \"https://specs.apollo.dev/federation/v{version}\", import: [{string.Join(", ", imports.Select(static import => $"\"{import}\""))}])";

    private static string FirstLine(string text) => text.Split('\n')[0];

    [Fact]
    public async Task Schema_Should_HaveOnlyTheService_When_ItHasNoEntities()
    {
        var executor = Executor(static schema =>
        {
            schema.EnableFederation();
            schema.Query().Sync("number", Number, static _ => 1);
        });

        executor.Schema.QueryType.Fields.Select(static field => field.Name).ShouldBe(["number", "_service"]);
        executor.Schema.Types.Select(static type => type.Name).ShouldNotContain("_Entity");
        executor.Schema.Types.Select(static type => type.Name).ShouldNotContain("_Any");
        (await executor.RunAsync("{ _service { sdl } }")).ShouldContain("type Query {\\n  number: Int\\n}");
    }

    [Fact]
    public void Print_Should_HaveNoTraceOfFederation_When_TheSchemaIsPrintedForClients()
    {
        var builder = CreateBuilder(FederationDirectives.Shareable(), FederationDirectives.Tag("x"));
        builder.Entity<Book>("id", static _ => new((Book?)null));
        builder.Root(OperationType.Query).Fields[0].Directives.Add(FederationDirectives.Inaccessible());
        builder.Options.SchemaDirectives.Add(FederationDirectives.Link("https://myspecs.dev/x/v1.0", []));
        builder.Options.SchemaDirectives.Add(FederationDirectives.ComposeDirective("@x"));

        SchemaPrinter.Print(builder.Build()).Trim().ShouldBe(
            """
            type Query {
              book: Book
            }

            type Book {
              id: String
              shelf: [Shelf]
              thing: Thing
            }

            type Shelf {
              number: Int
            }

            union Thing = Book | Shelf
            """);
    }

    [Fact]
    public void Print_Should_HaveOnlyTheDirectivesOfFederation_When_TheSchemaIsPrintedForGateways()
    {
        var builder = CreateBuilder(FederationDirectives.Extends(), FederationDirectives.Key("shelf { number }", resolvable: false));
        (builder.Options.EnableDefer, builder.Options.EnableCost) = (true, true);
        builder.Entity<Book>("id", static _ => new((Book?)null));

        var sdl = FederationPrinter.Print(builder.Build());

        FirstLine(sdl).ShouldBe(Link("2.3", "@extends", "@key"));
        sdl.ShouldContain("type Book @extends @key(fields: \"shelf { number }\", resolvable: false) @key(fields: \"id\") {");
        foreach (var omitted in new[] { "_entities", "_service", "_Any", "_Entity", "_Service", "FieldSet", "directive @", "@listSize" })
            sdl.ShouldNotContain(omitted);
    }

    [Fact]
    public void Print_Should_LinkToTheLowestSufficientVersion_When_DirectivesDiffer()
    {
        FirstLine(FederationPrinter.Print(CreateBuilder().Build())).ShouldBe(Link("2.3"));
        FirstLine(FederationPrinter.Print(CreateBuilder(FederationDirectives.InterfaceObject(), FederationDirectives.Key("id")).Build())).ShouldBe(Link("2.3", "@interfaceObject", "@key"));
        var authenticated = FederationPrinter.Print(CreateBuilder(FederationDirectives.Authenticated()).Build());
        FirstLine(authenticated).ShouldBe(Link("2.5", "@authenticated"));
        authenticated.ShouldContain("type Book @authenticated {");
    }

    [Fact]
    public void Print_Should_ImportComposeDirective_When_OnlyTheSchemaUsesIt()
    {
        var builder = CreateBuilder();
        builder.Options.Directives.Add(new DirectiveTypeDefinition("custom") { Locations = [DirectiveLocation.Object] });
        builder.Options.SchemaDirectives.Add(FederationDirectives.Link("https://myspecs.dev/custom/v1.0", ["@custom"]));
        builder.Options.SchemaDirectives.Add(FederationDirectives.ComposeDirective("@custom"));

        FirstLine(FederationPrinter.Print(builder.Build())).ShouldBe(
            Link("2.3", "@composeDirective") + " @link(url: \"https://myspecs.dev/custom/v1.0\", import: [\"@custom\"]) @composeDirective(name: \"@custom\")");
    }

    [Fact]
    public void Print_Should_Throw_When_TheSchemaHasNoFederation()
    {
        var builder = new SchemaBuilder();
        builder.Query().Sync("number", Number, static _ => 1);

        Should.Throw<ArgumentException>(() => FederationPrinter.Print(builder.Build())).Message.ShouldStartWith("The schema is not a subgraph of Apollo Federation. Call EnableFederation on its builder.");
    }

    [Fact]
    public void Build_Should_Succeed_When_ASchemaWithoutFederationHasItsOwnKeyDirective()
    {
        var builder = new SchemaBuilder();
        builder.Query().Sync("number", Number, static _ => 1);
        builder.Options.Directives.Add(new DirectiveTypeDefinition("key") { Locations = [DirectiveLocation.FieldDefinition] });
        builder.Query().Fields[0].Directives.Add(new DirectiveNode(new NameNode("key"), []));

        builder.Build().ToString().Trim().ShouldBe("type Query {\n  number: Int @key\n}\n\ndirective @key on FIELD_DEFINITION");
    }

    [Fact]
    public void Build_Should_Fail_When_AFederatedSchemaHasItsOwnKeyDirective()
    {
        var builder = CreateBuilder();
        builder.Options.Directives.Add(new DirectiveTypeDefinition("key") { Locations = [DirectiveLocation.Object] });

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldBe(["@key: declared more than once."]);
    }

    [Fact]
    public void Build_Should_Fail_When_AnEntityIsNotDeclared()
    {
        var builder = new SchemaBuilder();
        builder.Query().Sync("number", Number, static _ => 1);
        builder.Entity<Book>("id", static _ => new((Book?)null));

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldContain($"{typeof(Book)}: is an entity, but not an object type of the schema.");
    }

    [Theory]
    [InlineData("title", "Book: @key: Book has no field title.")]
    [InlineData("id shelf", "Book: @key: Book.shelf needs a selection set.")]
    [InlineData("thing", "Book: @key: Book.thing needs a selection set.")]
    [InlineData("id { number }", "Book: @key: Book.id must not have a selection set.")]
    [InlineData("shelf { id }", "Book: @key: Shelf has no field id.")]
    [InlineData("thing { id }", "Book: @key: Thing has no field id.")]
    [InlineData("thing { ... on Book { title } }", "Book: @key: Book has no field title.")]
    [InlineData("thing { ... on String { title } }", "Book: @key: String is not an object, interface or union type of the schema.")]
    [InlineData("... { title }", "Book: @key: Book has no field title.")]
    [InlineData("...Fields", "Book: @key: a field set must not use named fragments.")]
    [InlineData("number: id", "Book: @key: the field id must not have an alias.")]
    [InlineData("id } { id", "Book: @key: \"id } { id\" is not one selection set.")]
    public void Build_Should_Fail_When_AFieldSetIsWrong(string fields, string error) =>
        Should.Throw<SchemaException>(() => CreateBuilder(FederationDirectives.Key(fields)).Build()).Errors.ShouldBe([error]);

    [Theory]
    [InlineData("")]
    [InlineData("id {")]
    [InlineData("{ id")]
    [InlineData("id, !")]
    public void Build_Should_Fail_When_AFieldSetIsNotASelectionSet(string fields)
    {
        var builder = CreateBuilder();
        builder.Entity<Book>(fields, static _ => new((Book?)null));

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldHaveSingleItem().ShouldStartWith($"Book: @key: \"{fields}\" is not a selection set: ");
    }

    [Theory]
    [InlineData("id")]
    [InlineData("id, shelf { number }")]
    [InlineData("__typename id")]
    [InlineData("thing { __typename ... on Book { id } ... on Shelf { number } }")]
    public void Build_Should_Succeed_When_AFieldSetSelectsFieldsOfTheSchema(string fields) =>
        FederationPrinter.Print(CreateBuilder(FederationDirectives.Key(fields)).Build()).ShouldContain($"type Book @key(fields: \"{fields}\")");

    [Fact]
    public void Build_Should_NameTheField_When_RequiresOrProvidesIsWrong()
    {
        var builder = CreateBuilder();
        builder.Object<Book>("Book").Fields[0].Directives.Add(FederationDirectives.Requires("title"));
        builder.Object<Book>("Book").Fields[1].Directives.Add(FederationDirectives.Provides("id"));

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldBe(["Book.id: @requires: Book has no field title.", "Book.shelf: @provides: Shelf has no field id."]);
    }

    [Fact]
    public void Build_Should_Fail_When_ADirectiveIsRepeatedOrMisplaced()
    {
        var builder = CreateBuilder(FederationDirectives.Inaccessible(), FederationDirectives.Inaccessible());
        builder.Object<Book>("Book").Fields[0].Directives.Add(FederationDirectives.InterfaceObject());

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldBe(["Book: @inaccessible is not repeatable.", "Book.id: @interfaceObject is not allowed on FIELD_DEFINITION."], ignoreOrder: true);
    }
}
