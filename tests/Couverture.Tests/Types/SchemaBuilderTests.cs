using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Types;

public class SchemaBuilderTests
{
    private interface INode;

    private interface IHoldings : INode;

    private sealed record Wallet(string Id) : IHoldings;

    private sealed record Other;

    private enum Empty;

    private static IReadOnlyList<string> Errors(Action<SchemaBuilder> declare) =>
        Should.Throw<SchemaException>(() => Schema(declare)).Errors;

    private static Schema Schema(Action<SchemaBuilder> declare)
    {
        var builder = new SchemaBuilder();
        builder.Query().Sync("ok", Text, _ => "ok");
        declare(builder);
        return builder.Build();
    }

    [Fact]
    public void Build_Should_ReportEveryError_When_ThereAreSeveral()
    {
        var errors = Errors(schema =>
        {
            schema.Query()
                .Sync("unknown", TypeReference.Of<Other>(), _ => null)
                .Sync("missing", TypeReference.Named("Missing").List(), _ => null)
                .Sync("ok", Text, _ => null)
                .Sync("__reserved", Text, _ => null)
                .Sync("no name", Text, _ => null)
                .Sync("argument", Text, _ => null, Argument("wallet", TypeReference.Of<Wallet>()), Argument("a", Text), Argument("a", Text))
                .Sync("bad", Text, _ => null, Argument("default", Number, "five"));
            schema.Query().Fields.Add(new FieldDefinition { Name = "lazy", Type = Text });
            schema.Object<Wallet>("Wallet").Interfaces.Add(typeof(INode));
            schema.Enum<Empty>("Empty");
            schema.Extend("Nothing", _ => throw new InvalidOperationException());
        });

        errors.ShouldBe(
            [
                "Nothing: is extended, but the schema has no object type with that name.",
                $"Wallet: implements {typeof(INode)}, which is not an interface type of the schema.",
                $"Query.unknown: refers to {typeof(Other)}, but the schema has no such type.",
                "Query.missing: refers to Missing, but the schema has no such type.",
                "Query: declares ok more than once.",
                "Query.argument(wallet:): Wallet is not an input type.",
                "Query.argument: declares a more than once.",
                "Query.lazy: has no resolver.",
                "Query.bad(default:): the default value is not valid for the type Int: Int cannot represent a value of the type String.",
                "Empty: has no value.",
                "Query.__reserved: names that start with two underscores are reserved.",
                "Query.no name: \"no name\" is not a valid name.",
                "Wallet: has no field.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Build_Should_Fail_When_NamesAreDuplicateOrQueryIsMissing()
    {
        Errors(schema =>
        {
            schema.Object<Wallet>("Same").Member<Wallet>("id", Text, w => w.Id);
            schema.Object<Other>("Same").Member<Other>("id", Text, _ => null);
        }).ShouldBe(["Same: declared more than once."]);
        Should.Throw<SchemaException>(() => new SchemaBuilder().Build()).Errors.ShouldBe(["The schema has no query root."]);
    }

    [Fact]
    public void Build_Should_Fail_When_InterfaceIsNotImplemented()
    {
        Errors(schema =>
        {
            var node = schema.Interface<INode>("Node");
            node.Fields.Add(new FieldDefinition { Name = "id", Type = Text.NonNull(), Arguments = [Argument("of", Number)] });
            node.Fields.Add(new FieldDefinition { Name = "absent", Type = Text });
            node.Fields.Add(new FieldDefinition { Name = "list", Type = Text });
            var wallet = schema.Object<Wallet>("Wallet");
            wallet.Interfaces.Add(typeof(INode));
            wallet.Sync("id", Text, _ => null, Argument("of", Number.NonNull()), Argument("more", Number.NonNull()));
            wallet.Sync("list", Text.List(), _ => null);
        }).ShouldBe(
            [
                "Wallet.absent: has no resolver.",
                "Wallet.id: has the type String, which is not a subtype of String!, the type of Node.id.",
                "Wallet.id(of:): has the type Int!, but Node.id(of:) has Int.",
                "Wallet.id(more:): is required, but Node.id does not have it.",
                "Wallet.list: has the type [String], which is not a subtype of String, the type of Node.list.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Build_Should_Fail_When_InputRequiresItselfOrOneOfIsRequired()
    {
        Errors(schema =>
        {
            schema.InputObject<Wallet>("Circular").Fields.Add(Argument("self", TypeReference.Of<Wallet>().NonNull()));
            var choice = schema.InputObject<Other>("Choice");
            choice.IsOneOf = true;
            choice.Fields.Add(Argument("a", Number.NonNull()));
            choice.Fields.Add(new ArgumentDefinition { Name = "b", Type = Number, DeprecationReason = "Old." });
        }).ShouldBe(
            [
                "Circular: requires itself, so no value can be written.",
                "Choice.a: a field of a @oneOf type must be nullable and must not have a default.",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Build_Should_Fail_When_OnlyTheImplementingFieldIsDeprecated()
    {
        Errors(schema =>
        {
            var node = schema.Interface<INode>("Node");
            node.Fields.Add(new FieldDefinition { Name = "id", Type = Text });
            node.Fields.Add(new FieldDefinition { Name = "old", Type = Text, DeprecationReason = "Old." });
            var wallet = schema.Object<Wallet>("Wallet");
            wallet.Interfaces.Add(typeof(INode));
            wallet.Sync("id", Text, _ => null).Sync("old", Text, _ => null);
            foreach (var field in wallet.Fields)
                field.DeprecationReason = "Old.";
        }).ShouldBe(["Wallet.id: is deprecated, but Node.id is not."]);
    }

    [Fact]
    public void Build_Should_Fail_When_DefaultIsCircular()
    {
        static Dictionary<string, object?> Given(params (string Name, object? Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value);
        Errors(schema =>
        {
            schema.InputObject<Wallet>("A").Fields.Add(Argument("b", TypeReference.Of<Other>(), Given()));
            schema.InputObject<Other>("B").Fields.Add(Argument("a", TypeReference.Of<Wallet>().List(), new[] { Given() }));
            schema.InputObject<Uri>("C").Fields.Add(Argument("self", TypeReference.Of<Uri>(), Given(("self", Given()))));
            schema.InputObject<Version>("Fine").Fields.Add(Argument("self", TypeReference.Of<Version>(), Given(("self", null))));
        }).ShouldBe(["A.b: the default value depends on itself.", "C.self: the default value depends on itself."]);
    }

    [Fact]
    public async Task Build_Should_ApplyNestedDefaults_When_DefaultOmitsFields()
    {
        var executor = Executor(schema =>
        {
            // Each default depends on the next one: in this order, none of them has been coerced when it is needed.
            schema.Query().Sync("echo", Text, c => Show(c.Argument<object>(0)), Argument("a", TypeReference.Of<Wallet>(), new Dictionary<string, object?>()));
            schema.InputObject<Wallet>("A").Fields.Add(Argument("b", TypeReference.Of<Other>().NonNull(), new Dictionary<string, object?> { ["a"] = null }));
            schema.InputObject<Wallet>("A").Fields.Add(Argument("n", Number, 1));
            schema.InputObject<Other>("B").Fields.Add(Argument("a", TypeReference.Of<Wallet>(), new Dictionary<string, object?> { ["b"] = new Dictionary<string, object?> { ["a"] = null } }));
            schema.InputObject<Other>("B").Fields.Add(Argument("m", Number, 2));
        });

        (await executor.RunAsync("{ echo b: echo(a: { b: {} }) }")).ShouldBe("""{"data":{"echo":"{b:{a:,m:2},n:1}","b":"{b:{a:{b:{a:,m:2},n:1},m:2},n:1}"}}""");

        static string Show(object? value) => value is IReadOnlyDictionary<string, object?> fields
            ? "{" + string.Join(',', fields.Select(f => $"{f.Key}:{Show(f.Value)}")) + "}"
            : $"{value}";
    }

    [Fact]
    public async Task Build_Should_InheritFields_When_InterfaceHasResolvers()
    {
        var executor = Executor(schema =>
        {
            schema.Query().Sync("wallet", TypeReference.Of<Wallet>(), _ => new Wallet("w"));
            schema.Interface<INode>("Node").With("id", TypeReference.Named("ID").NonNull(), new FieldResolver.Member(_ => "inherited"));
            schema.Interface<INode>("Node").Fields[0].IsGlobalId = true;
            var holdings = schema.Interface<IHoldings>("Holdings");
            holdings.Interfaces.Add(typeof(INode));
            holdings.Sync("value", Number, _ => 1).Sync("own", Text, _ => "of the interface");
            var wallet = schema.Object<Wallet>("Wallet");
            wallet.Interfaces.Add(typeof(IHoldings));
            wallet.Sync("own", Text.NonNull(), _ => "of the type");
        });

        (await executor.RunAsync("{ wallet { id value own ... on Node { id } } }")).ShouldBe("""{"data":{"wallet":{"id":"V2FsbGV0OmluaGVyaXRlZA==","value":1,"own":"of the type"}}}""");
        executor.Schema.ToString().ShouldContain("type Wallet implements Holdings & Node {\n  own: String!\n  value: Int\n  id: ID!\n}");
    }

    [Fact]
    public void Descriptors_Should_ChangeNameAndDescription_When_Configured()
    {
        var schema = Schema(builder =>
        {
            builder.Query().Sync("wallet", TypeReference.Of<Wallet>(), _ => null);
            var wallet = builder.Object<Wallet>("Wallet");
            wallet.Member<Wallet>("other", Text, _ => null);
            TypeDescriptor.For<Wallet>(wallet).Name("Purse").Description("Holds.");
        });

        schema.ToString().ShouldContain("\"Holds.\"\ntype Purse {\n  other: String\n}");
        schema.Types.Contains("Wallet").ShouldBeFalse();
    }

    [Theory]
    [InlineData("One line.", "\"One line.\"")]
    [InlineData("Two\nlines.", "\"\"\"\nTwo\nlines.\n\"\"\"")]
    [InlineData("A \"quoted\" word.", "\"\"\"\nA \"quoted\" word.\n\"\"\"")]
    public void Descriptions_Should_BePrintedOnOneLine_When_NoEscapesAreNeeded(string description, string printed)
    {
        var schema = Schema(builder => builder.Query().Description = description);

        schema.ToString().ShouldStartWith(printed + "\ntype Query {");
    }

    [Fact]
    public void IsSubType_Should_FollowTheSpecification_When_TypesAreWrapped()
    {
        var schema = Schema(builder =>
        {
            builder.Interface<INode>("Node").Sync("id", Text, _ => null);
            builder.Object<Wallet>("Wallet").Interfaces.Add(typeof(INode));
            builder.Object<Other>("Other").Sync("id", Text, _ => null);
            builder.Union<object>("Thing").Members.UnionWith([typeof(Wallet), typeof(Other)]);
        });
        var (node, wallet, thing) = (schema.Types["Node"], schema.Types["Wallet"], schema.Types["Thing"]);

        Couverture.Types.Schema.IsSubType(wallet, node).ShouldBeTrue();
        Couverture.Types.Schema.IsSubType(node, wallet).ShouldBeFalse();
        Couverture.Types.Schema.IsSubType(new NonNullType(new ListType(new NonNullType(wallet))), new ListType(thing)).ShouldBeTrue();
        Couverture.Types.Schema.IsSubType(new ListType(wallet), new NonNullType(new ListType(wallet))).ShouldBeFalse();
        Couverture.Types.Schema.IsSubType(new ListType(wallet), wallet).ShouldBeFalse();
        schema.GetPossibleTypes(thing).Select(t => t.Name).ShouldBe(["Other", "Wallet"]);
        schema.GetPossibleTypes(node).Select(t => t.Name).ShouldBe(["Wallet"]);
        schema.GetRootType(OperationType.Mutation).ShouldBeNull();
    }
}
