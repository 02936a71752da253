using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Types;

/// <summary>Custom directives: declared, applied at every location, printed, introspected, and rejected if invalid.</summary>
public sealed class DirectiveTests
{
    private sealed record Wallet(string Id) : INode;

    private sealed record Filter;

    private enum Range
    {
        Day,
    }

    private interface INode;

    private interface IAny;

    private static DirectiveNode Apply(string name, params (string Name, IValueNode Value)[] arguments) =>
        new(new NameNode(name), [.. arguments.Select(a => new ArgumentNode(new NameNode(a.Name), a.Value))]);

    private static DirectiveTypeDefinition Cost(params DirectiveLocation[] locations) => new("cost")
    {
        Description = "The cost.",
        Locations = locations,
        Arguments = [new ArgumentDefinition { Name = "weight", Type = TypeReference.Named("Int").NonNull(), Description = "The weight." }],
    };

    private static readonly DirectiveNode Cheap = Apply("cost", ("weight", new IntValueNode(1)));

    private static SchemaBuilder SchemaWithDirectives()
    {
        var builder = new SchemaBuilder();
        builder.Options.Description = "A test schema.";
        builder.Options.Directives.Add(Cost(
            DirectiveLocation.Object, DirectiveLocation.Interface, DirectiveLocation.Union, DirectiveLocation.Enum, DirectiveLocation.InputObject,
            DirectiveLocation.FieldDefinition, DirectiveLocation.ArgumentDefinition, DirectiveLocation.InputFieldDefinition, DirectiveLocation.EnumValue));
        builder.Options.Directives.Add(new DirectiveTypeDefinition("link")
        {
            Locations = [DirectiveLocation.Schema],
            IsRepeatable = true,
            Arguments = [Argument("url", Text), Argument("import", Text.List())],
        });
        builder.Options.SchemaDirectives.Add(Apply("link", ("url", new StringValueNode("a"))));
        builder.Options.SchemaDirectives.Add(Apply("link", ("import", new ListValueNode([new StringValueNode("@key")]))));
        var range = Argument("range", TypeReference.Of<Range>());
        range.Directives.Add(Cheap);
        builder.Query()
            .Sync("wallet", TypeReference.Of<Wallet>(), _ => null, range, Argument("filter", TypeReference.Of<Filter>()))
            .Sync("any", TypeReference.Of<IAny>(), _ => null);
        builder.Query().Fields[0].DeprecationReason = "Old.";
        builder.Query().Fields[0].Directives.Add(Cheap);
        var node = builder.Interface<INode>("Node");
        node.Directives.Add(Cheap);
        node.Fields.Add(new FieldDefinition { Name = "id", Type = Text, Resolver = new FieldResolver.Member(w => ((Wallet)w).Id), Directives = { Cheap } });
        var wallet = builder.Object<Wallet>("Wallet");
        wallet.Interfaces.Add(typeof(INode));
        wallet.Directives.Add(Cheap);
        var any = builder.Union<IAny>("Any");
        any.Members.Add(typeof(Wallet));
        any.Directives.Add(Cheap);
        var filter = builder.InputObject<Filter>("Filter");
        filter.IsOneOf = true;
        filter.Directives.Add(Cheap);
        filter.Fields.Add(new ArgumentDefinition { Name = "least", Type = Number, Directives = { Cheap } });
        var values = builder.Enum<Range>("Range");
        values.Directives.Add(Cheap);
        values.Values.Add(new EnumValueDefinition("DAY", Range.Day) { Directives = { Cheap } });
        return builder;
    }

    [Fact]
    public void Print_Should_ShowDirectives_When_AppliedToDefinitions()
    {
        var text = SchemaPrinter.Print(SchemaWithDirectives().Build());

        text.ShouldBe("""
            "A test schema."
            schema @link(url: "a") @link(import: ["@key"]) {
              query: Query
            }

            type Query {
              wallet(range: Range @cost(weight: 1), filter: Filter): Wallet @deprecated(reason: "Old.") @cost(weight: 1)
              any: Any
            }

            interface Node @cost(weight: 1) {
              id: String @cost(weight: 1)
            }

            type Wallet implements Node @cost(weight: 1) {
              id: String @cost(weight: 1)
            }

            union Any @cost(weight: 1) = Wallet

            input Filter @oneOf @cost(weight: 1) {
              least: Int @cost(weight: 1)
            }

            enum Range @cost(weight: 1) {
              DAY @cost(weight: 1)
            }

            "The cost."
            directive @cost(
              "The weight."
              weight: Int!
            ) on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE

            directive @link(url: String, import: [String]) repeatable on SCHEMA
            """);
        Utf8GraphQLParser.Parse(text).Definitions.Count.ShouldBe(9);
    }

    [Fact]
    public async Task Introspection_Should_ListTheDirective_When_Custom()
    {
        var executor = Executor(schema =>
        {
            schema.Options.Description = "A test schema.";
            schema.Options.Directives.Add(new DirectiveTypeDefinition("tag")
            {
                Locations = [DirectiveLocation.FieldDefinition, DirectiveLocation.Field],
                IsRepeatable = true,
                Arguments = [Argument("name", Text, "none")],
            });
            schema.Query().Sync("ok", Text, _ => "ok");
        });

        (await executor.RunAsync("{ __schema { description directives { name isRepeatable locations args { name defaultValue } } } }"))
            .ShouldContain("""{"name":"tag","isRepeatable":true,"locations":["FIELD_DEFINITION","FIELD"],"args":[{"name":"name","defaultValue":"\"none\""}]}""");
        (await executor.RunAsync("{ ok @tag @tag(name: \"a\") }")).ShouldBe("""{"data":{"ok":"ok"}}""");
        (await executor.RunAsync("query @tag { ok }")).ShouldContain("GRAPHQL_VALIDATION_FAILED");
        (await executor.RunAsync("{ ok @tag(name: 1) }")).ShouldContain("GRAPHQL_VALIDATION_FAILED");
    }

    [Fact]
    public void GetDirectives_Should_ReturnDirectives_When_AppliedToAnElement()
    {
        var schema = SchemaWithDirectives().Build();

        schema.GetDirectives(schema.QueryType.Fields["wallet"]).ShouldHaveSingleItem().ShouldBeSameAs(Cheap);
        schema.GetDirectives(schema.QueryType.Fields["any"]).ShouldBeEmpty();
        schema.GetDirectives(schema).Count.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(InvalidDirectives))]
    public void Build_Should_ReportTheCoordinate_When_DirectiveIsInvalid(string error, DirectiveNode[] applied)
    {
        var builder = new SchemaBuilder();
        builder.Options.Directives.Add(Cost(DirectiveLocation.FieldDefinition));
        builder.Query().Sync("ok", Text, _ => "ok");
        foreach (var directive in applied)
            builder.Query().Fields[0].Directives.Add(directive);

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldBe([error]);
    }

    public static TheoryData<string, DirectiveNode[]> InvalidDirectives => new()
    {
        { "Query.ok: @unknown is not declared.", [Apply("unknown")] },
        { "Query.ok: @cost is missing the argument @cost(weight:).", [Apply("cost")] },
        { "Query.ok: @cost has no argument price.", [Apply("cost", ("weight", new IntValueNode(1)), ("price", new IntValueNode(1)))] },
        { "Query.ok: @cost gives the argument weight more than once.", [Apply("cost", ("weight", new IntValueNode(1)), ("weight", new IntValueNode(2)))] },
        { "Query.ok: @cost: the value of @cost(weight:) is not valid for the type Int!: Expected a value of type Int!, found null.", [Apply("cost", ("weight", NullValueNode.Default))] },
        { "Query.ok: @cost is not repeatable.", [Cheap, Cheap] },
        { "Query.ok: @deprecated must not be applied directly; set the corresponding property of the definition.", [Apply("deprecated")] },
    };

    [Fact]
    public void Build_Should_NameTheDirective_When_DeclarationIsInvalid()
    {
        var builder = new SchemaBuilder();
        builder.Query().Sync("ok", Text, _ => "ok");
        builder.Query().Directives.Add(Cheap);
        builder.Options.Directives.Add(new DirectiveTypeDefinition("skip") { Locations = [DirectiveLocation.Field] });
        builder.Options.Directives.Add(new DirectiveTypeDefinition("a-b"));
        builder.Options.Directives.Add(new DirectiveTypeDefinition("c")
        {
            Locations = [DirectiveLocation.Field],
            Arguments = [Argument("x", TypeReference.Named("Query")), Argument("y", Text), Argument("y", Text), Argument("z", Number, "one")],
        });
        builder.Options.Directives.Add(Cost(DirectiveLocation.FieldDefinition));

        Should.Throw<SchemaException>(() => builder.Build()).Errors.ShouldBe(
            [
                "@skip: declared more than once.",
                "@a-b: \"a-b\" is not a valid name.",
                "@a-b: has no locations.",
                "@c(x:): Query is not an input type.",
                "@c: declares y more than once.",
                "@c(z:): the default value is not valid for the type Int: Int cannot represent a value of the type String.",
                "Query: @cost is not allowed on OBJECT.",
            ],
            ignoreOrder: true);
    }
}
