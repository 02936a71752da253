using System.Text.Json;
using Couverture.Cost;
using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Cost;

/// <summary>The estimated cost of operations, and the limits on it.</summary>
public sealed class CostTests
{
    private int _resolved;

    private interface IThing;

    private sealed record Cheap : IThing;

    private sealed record Expensive : IThing;

    private sealed record Item(int Number);

    [Theory]
    [InlineData("{ plain }", 0, 1)]
    [InlineData("{ call }", 10, 1)]
    [InlineData("{ item { number } }", 1, 2)]
    [InlineData("{ item { slow } }", 3, 2)]
    // Fields of one response name are merged; aliased fields are resolved separately.
    [InlineData("{ call call item { number } item { slow } }", 13, 2)]
    [InlineData("{ call other: call }", 20, 1)]
    [InlineData("{ ...F ...F } fragment F on Query { call item { ...G } } fragment G on Item { slow }", 13, 2)]
    // Lists.
    [InlineData("{ some { number } }", 1, 6)]
    [InlineData("{ some { slow } }", 11, 6)]
    [InlineData("{ some { next { slow } } }", 1 + (5 * 3), 1 + (5 * 2))]
    [InlineData("{ unsized { slow } }", 3, 2)]
    [InlineData("{ sliced(first: 7) { slow } }", 15, 8)]
    [InlineData("{ sliced { slow } }", 7, 4)]
    [InlineData("{ sliced(first: -3) { slow } }", 1, 1)]
    [InlineData("{ byIds(ids: [1, 2, 3, 4]) { slow } }", 9, 5)]
    [InlineData("{ byIds(ids: 1) { slow } }", 3, 2)]
    // Connections count by page size: the connection, its edges and nodes.
    [InlineData("{ page { nodes { slow } } }", 1 + 1 + (4 * 2), 1 + 1 + 4)]
    [InlineData("{ page(first: 2) { nodes { slow } edges { node { slow } } totalCount } }", 1 + (1 + (2 * 2)) + (1 + (2 * (1 + 2))), 1 + 1 + 2 + (2 * 2))]
    // For an abstract type, the most expensive object type counts.
    [InlineData("{ thing { ... on Cheap { a } ... on Expensive { b } } }", 1 + 50, 1 + 7)]
    [InlineData("{ thing { ... on Cheap { a } } }", 1 + 20, 1 + 7)]
    // Conditions.
    [InlineData("{ call @skip(if: true) item @include(if: true) { slow } }", 3, 2)]
    // Introspection costs as much as other fields.
    [InlineData("{ __typename }", 0, 1)]
    [InlineData("{ __schema { queryType { name } } }", 2, 3)]
    [InlineData("{ __schema: call }", 10, 1)]
    public async Task Execute_Should_EstimateCost_When_RequestOnlyValidatesCost(string document, double fields, double types)
    {
        var result = await Server().ExecuteAsync(Request(document) with { Cost = CostMode.Validate });

        result.ToJson().ShouldBe(JsonSerializer.Serialize(new { extensions = new { cost = new { fieldCost = fields, typeCost = types } } }));
        _resolved.ShouldBe(0, "nothing runs");
    }

    [Theory]
    [InlineData("""{"n":7}""", 15)]
    [InlineData("""{"n":null}""", 7)]
    [InlineData("{}", 7)]
    public async Task Execute_Should_EstimateCostFromVariables_When_VariablesSetTheSize(string variables, double fields)
    {
        var server = Server();

        foreach (var _ in new[] { 1, 2 })
            (await GetFieldCostAsync(server, "query($n: Int) { sliced(first: $n) { slow } }", variables)).ShouldBe(fields);
    }

    [Fact]
    public async Task Execute_Should_EstimateCostFromVariables_When_VariablesAreListsOrConditions()
    {
        var server = Server();

        (await GetFieldCostAsync(server, "query($ids: [Int!]!) { byIds(ids: $ids) { slow } }", """{"ids":[1,2,3]}""")).ShouldBe(7);
        (await GetFieldCostAsync(server, "query($w: Boolean!) { call @include(if: $w) }", """{"w":true}""")).ShouldBe(10);
        (await GetFieldCostAsync(server, "query($w: Boolean!) { call @include(if: $w) }", """{"w":false}""")).ShouldBe(0);
    }

    [Theory]
    [InlineData("{ strict { slow } }")]
    [InlineData("{ strict(first: 1, last: 1) { slow } }")]
    public async Task Execute_Should_RejectOperation_When_ItDoesNotGiveOneSlicingArgument(string document)
    {
        var result = await Server().ExecuteAsync(Request(document) with { Cost = CostMode.Report });

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.ValidationFailed);
        result.Errors[0].Message.ShouldContain("first, last");
    }

    [Theory]
    [InlineData(20, 1, "{ a: call b: call }", true)]
    [InlineData(19, 1, "{ a: call b: call }", false)]
    [InlineData(100, 6, "{ some { number } }", true)]
    [InlineData(100, 5, "{ some { number } }", false)]
    [InlineData(1e6, 1e6, "{ sliced(first: 2147483647) { next { next { next { slow } } } } }", false)]
    public async Task Execute_Should_RejectOperationBeforeExecution_When_CostExceedsLimit(double fields, double types, string document, bool isExecuted)
    {
        var result = await Server(fields, types).ExecuteAsync(Request(document));

        if (isExecuted)
        {
            result.Errors.ShouldBeEmpty();
            result.Extensions.ShouldBeNull("the request does not ask for the cost");
            return;
        }

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.LimitExceeded);
        error.Extensions!["cost"].ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!.Keys.ShouldBe(["fieldCost", "typeCost"]);
        _resolved.ShouldBe(0);
    }

    [Fact]
    public async Task ExecuteBatch_Should_SumCosts_When_EachRequestIsWithinTheLimit()
    {
        var server = Server(fields: 20, types: 100);

        var within = await server.RunBatchAsync([Request("{ call }"), Request("{ call }")]);
        var beyond = await server.RunBatchAsync([Request("{ call }"), Request("{ call }"), Request("{ item { number } }")]);

        within.ShouldAllBe(result => result.Errors.Count == 0);
        beyond.ShouldAllBe(result => result.Errors[0].Code == ErrorCodes.LimitExceeded);
        _resolved.ShouldBe(2);
    }

    [Fact]
    public async Task Execute_Should_ReportCost_When_CostModeIsReport()
    {
        (await Server(100, 100).ExecuteAsync(Request("{ call }") with { Cost = CostMode.Report })).ToJson()
            .ShouldBe("""{"data":{"call":1},"extensions":{"cost":{"fieldCost":10,"typeCost":1}}}""");
        await using var stream = await Server(100, 100).StreamAsync(Request("{ call }") with { Cost = CostMode.Report });
        stream.Single!.ToJson().ShouldEndWith("""{"cost":{"fieldCost":10,"typeCost":1}}}""");
    }

    [Fact]
    public void Schema_Should_ShowCostDirectives_When_CostIsEnabled()
    {
        var sdl = Server().Schema.ToString();

        sdl.ShouldContain("call: Int @cost(weight: \"10\")");
        sdl.ShouldContain("@listSize(assumedSize: 4, slicingArguments: [\"first\"], sizedFields: [\"edges\", \"nodes\"], requireOneSlicingArgument: false)");
        sdl.ShouldContain("directive @cost(");
        Executor(schema => schema.Query().Sync("plain", Number, _ => 1)).Schema.ToString().ShouldNotContain("@cost");
    }

    private static async Task<double> GetFieldCostAsync(IRequestExecutor server, string document, string variables)
    {
        var result = await server.ExecuteAsync(Request(document, variables) with { Cost = CostMode.Validate });
        result.Errors.ShouldBeEmpty();
        return (double)((IReadOnlyDictionary<string, object?>)result.Extensions!["cost"]!)["fieldCost"]!;
    }

    private IRequestExecutor Server(double fields = double.PositiveInfinity, double types = double.PositiveInfinity) => Executor(
        schema =>
        {
            var items = TypeReference.Of<Item>().NonNull().List();
            schema.Query()
                .Sync("plain", Number, _ => Interlocked.Increment(ref _resolved))
                .Sync("call", Number, _ => Interlocked.Increment(ref _resolved))
                .Sync("item", TypeReference.Of<Item>(), _ => new Item(0))
                .Sync("some", items, _ => Array.Empty<Item>())
                .Sync("unsized", items, _ => Array.Empty<Item>())
                .Sync("sliced", items, _ => Array.Empty<Item>(), Argument("first", Number))
                .Sync("byIds", items, _ => Array.Empty<Item>(), new ArgumentDefinition { Name = "ids", Type = Number.NonNull().List().NonNull(), ToCollection = list => list })
                .Sync("strict", items, _ => Array.Empty<Item>(), Argument("first", Number), Argument("last", Number))
                .Sync("page", items, _ => Array.Empty<Item>())
                .Sync("thing", TypeReference.Of<IThing>(), _ => new Cheap());
            schema.Object<Item>("Item").Member<Item>("number", Number, i => i.Number).Member<Item>("slow", Number, i => i.Number).Member<Item>("next", TypeReference.Of<Item>(), i => i);
            schema.Interface<IThing>("Thing").Fields.Add(new FieldDefinition { Name = "id", Type = Number });
            foreach (var (type, field) in new (ComplexTypeDefinition, string)[] { (schema.Object<Cheap>("Cheap"), "a"), (schema.Object<Expensive>("Expensive"), "b") })
            {
                type.Interfaces.Add(typeof(IThing));
                type.Sync("id", Number, _ => 1).Sync(field, Number, _ => 1);
            }

            Field(schema, "call").Directives.Add(CostDirectives.Cost(10));
            schema.Object<Item>("Item").Fields.Single(f => f.Name == "slow").Directives.Add(CostDirectives.Cost(2));
            schema.Object<Cheap>("Cheap").Fields.Single(f => f.Name == "a").Directives.Add(CostDirectives.Cost(20));
            schema.Object<Expensive>("Expensive").Fields.Single(f => f.Name == "b").Directives.Add(CostDirectives.Cost(50));
            schema.Object<Expensive>("Expensive").Directives.Add(CostDirectives.Cost(7));
            Field(schema, "some").Directives.Add(CostDirectives.ListSize(5, [], [], true));
            Field(schema, "sliced").Directives.Add(CostDirectives.ListSize(3, ["first"], [], false));
            Field(schema, "byIds").Directives.Add(CostDirectives.ListSize(0, ["ids"], [], true));
            Field(schema, "strict").Directives.Add(CostDirectives.ListSize(0, ["first", "last"], [], true));
            Field(schema, "page").Paging = new PagingDefinition("Item", 4, 9, IncludeTotalCount: true, AllowBackwardPagination: false);
        },
        builder => builder.ModifyCostOptions(options => (options.MaxFieldCost, options.MaxTypeCost) = (fields, types)));

    private static FieldDefinition Field(SchemaBuilder schema, string name) => schema.Query().Fields.Single(f => f.Name == name);
}
