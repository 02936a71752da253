using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class ExecutionTests
{
    private enum Color
    {
        Red,
        DarkBlue,
    }

    private interface IAnimal
    {
        string Name { get; }
    }

    private sealed record Dog(string Name, int Barks) : IAnimal;

    private sealed record Cat(string Name) : IAnimal;

    [Fact]
    public async Task Execute_Should_KeepDocumentOrder_When_FieldsAreAliasedMergedAndSpread()
    {
        var executor = Executor(schema =>
        {
            schema.Query()
                .Sync("dog", TypeReference.Of<Dog>(), _ => new Dog("Rex", 3));
            schema.Object<Dog>("Dog")
                .Member<Dog>("name", Text.NonNull(), d => d.Name)
                .Member<Dog>("barks", Number.NonNull(), d => d.Barks);
        });

        var response = await executor.RunAsync("""
            { z: __typename dog { b: barks ...F } dog { name again: barks __typename } a: __typename }
            fragment F on Dog { name }
            """);

        response.ShouldBe("""{"data":{"z":"Query","dog":{"b":3,"name":"Rex","again":3,"__typename":"Dog"},"a":"Query"}}""");
    }

    [Fact]
    public async Task Execute_Should_SelectFieldsByRuntimeType_When_TypeIsAbstract()
    {
        var executor = Executor(schema =>
        {
            schema.Query()
                .Sync("animals", TypeReference.Of<IAnimal>().NonNull().List(), _ => new IAnimal[] { new Dog("Rex", 3), new Cat("Tom") });
            schema.Interface<IAnimal>("Animal").Member<IAnimal>("name", Text.NonNull(), a => a.Name);
            var dog = schema.Object<Dog>("Dog");
            dog.Interfaces.Add(typeof(IAnimal));
            dog.Member<Dog>("barks", Number.NonNull(), d => d.Barks);
            schema.Object<Cat>("Cat").Interfaces.Add(typeof(IAnimal));
        });

        var response = await executor.RunAsync("{ animals { __typename ... on Dog { barks } name ... on Animal { n: name } } }");

        response.ShouldBe("""{"data":{"animals":[{"__typename":"Dog","barks":3,"name":"Rex","n":"Rex"},{"__typename":"Cat","name":"Tom","n":"Tom"}]}}""");
    }

    [Fact]
    public async Task Execute_Should_FailField_When_ValueIsNotOfAPossibleType()
    {
        var executor = Executor(schema =>
        {
            schema.Query().Sync("animal", TypeReference.Of<IAnimal>(), _ => new object());
            schema.Interface<IAnimal>("Animal").Member<IAnimal>("name", Text.NonNull(), a => a.Name);
            schema.Object<Dog>("Dog").Interfaces.Add(typeof(IAnimal));
        });

        var response = await executor.RunAsync("{ animal { name } }");

        response.ShouldBe("""{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["animal"],"extensions":{"code":"INTERNAL_ERROR"}}],"data":{"animal":null}}""");
    }

    [Theory]
    [InlineData("{\"yes\":true,\"no\":false}", """{"data":{"a":"a","c":{"x":"x","y":"y"}}}""")]
    [InlineData("{\"yes\":false,\"no\":false}", """{"data":{"c":{"y":"y"}}}""")]
    [InlineData("{\"yes\":true,\"no\":true}", """{"data":{"a":"a","b":"b","c":{"x":"x"}}}""")]
    [InlineData("{\"yes\":false,\"no\":true}", """{"data":{"b":"b"}}""")]
    public async Task Execute_Should_OmitSelections_When_ConditionsExcludeThem(string variables, string expected)
    {
        var executor = Executor(schema =>
        {
            schema.Query()
                .Sync("a", Text, _ => "a")
                .Sync("b", Text, _ => "b")
                .Sync("c", TypeReference.Of<Cat>(), _ => new Cat("c"));
            schema.Object<Cat>("Cat").Member<Cat>("x", Text, _ => "x").Member<Cat>("y", Text, _ => "y");
        });

        var response = await executor.RunAsync(
            """
            query ($yes: Boolean!, $no: Boolean!) {
              a @include(if: $yes)
              ... @skip(if: false) { b @include(if: $no) }
              b @skip(if: true)
              c @include(if: $yes) { x }
              ... F @skip(if: $no)
            }
            fragment F on Query { c { y } }
            """,
            variables);

        response.ShouldBe(expected);
    }

    [Fact]
    public async Task Execute_Should_CoerceArguments_When_TheyAreLiteralsVariablesAndDefaults()
    {
        var seen = new List<string>();
        var executor = Executor(schema =>
        {
            schema.Enum<Color>("Color").Values.Add(new EnumValueDefinition("RED", Color.Red));
            schema.Enum<Color>("Color").Values.Add(new EnumValueDefinition("DARK_BLUE", Color.DarkBlue));
            schema.Query().Sync(
                "echo",
                Text,
                context =>
                {
                    seen.Add(string.Join('|', context.Argument<Color>(0), context.Argument<int?>(1), context.Argument<decimal?>(2), string.Join('+', context.Argument<int[]>(3)), context.Argument<bool>(4)));
                    return null;
                },
                Argument("color", TypeReference.Of<Color>().NonNull(), Color.DarkBlue),
                Argument("number", Number),
                Argument("exact", TypeReference.Of<decimal>()),
                new ArgumentDefinition
                {
                    Name = "list",
                    Type = Number.NonNull().List().NonNull(),
                    HasDefaultValue = true,
                    DefaultValue = new[] { 7, 8 },
                    ToCollection = items => items.Select(i => (int)i!).ToArray(),
                },
                Argument("flag", TypeReference.Of<bool>().NonNull(), true));
        });

        var response = await executor.RunAsync(
            """
            query ($color: Color, $unset: Int, $exact: Decimal, $list: [Int!]!, $item: Int!) {
              a: echo
              b: echo(color: RED, number: null, exact: 0.10, list: 3, flag: false)
              c: echo(color: $color, number: $unset, exact: $exact, list: $list)
              d: echo(list: [1, $item])
            }
            """,
            """{"exact":79228162514264337593543950.335,"list":[1,2],"item":9}""");

        response.ShouldBe("""{"data":{"a":null,"b":null,"c":null,"d":null}}""");
        seen.ShouldBe(["DarkBlue|||7+8|True", "Red||0.10|3|False", "DarkBlue||79228162514264337593543950.335|1+2|True", "DarkBlue|||1+9|True"]);
    }

    [Fact]
    public async Task Execute_Should_WriteEveryKindOfLeaf_When_LeavesAreSelected()
    {
        var executor = Executor(schema =>
        {
            schema.Enum<Color>("Color").Values.Add(new EnumValueDefinition("DARK_BLUE", Color.DarkBlue));
            schema.Query()
                .Sync("text", Text, _ => "<a> \"b\" \n é")
                .Sync("exact", TypeReference.Of<decimal>(), _ => 1.10m)
                .Sync("real", TypeReference.Of<double>(), _ => 1.5)
                .Sync("color", TypeReference.Of<Color>(), _ => Color.DarkBlue)
                .Sync("url", TypeReference.Of<Uri>(), _ => new Uri("https://example.org/a?b=c"))
                .Sync("moment", TypeReference.Of<DateTimeOffset>(), _ => new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)))
                .Sync("id", TypeReference.Named("ID"), _ => 5)
                .Sync("lists", Number.List().List(), _ => new[] { new int?[] { 1, null }, null, [] });
        });

        var response = await executor.RunAsync("{ text exact real color url moment id lists }");

        response.ShouldBe("""{"data":{"text":"<a> \"b\" \n é","exact":1.10,"real":1.5,"color":"DARK_BLUE","url":"https://example.org/a?b=c","moment":"2025-01-02T03:04:05.000+02:00","id":"5","lists":[[1,null],null,[]]}}""");
    }

    [Fact]
    public async Task Execute_Should_RunMutationsSerially_When_ResolversAreAsync()
    {
        var log = new List<string>();
        var executor = Executor(schema =>
        {
            schema.Query().Sync("a", Text, _ => "a");
            schema.Root(OperationType.Mutation).Async(
                "step",
                TypeReference.Of<Cat>(),
                async context =>
                {
                    var name = context.Argument<string>(0);
                    log.Add($"start {name}");
                    await Task.Yield();
                    log.Add($"end {name}");
                    return new Cat(name);
                },
                Argument("name", Text.NonNull()));
            schema.Object<Cat>("Cat").Async("name", Text, async context =>
            {
                await Task.Yield();
                log.Add($"name {context.Parent<Cat>().Name}");
                return context.Parent<Cat>().Name;
            });
        });

        var response = await executor.RunAsync("""mutation { a: step(name: "1") { name } b: step(name: "2") { name } }""");

        response.ShouldBe("""{"data":{"a":{"name":"1"},"b":{"name":"2"}}}""");
        log.ShouldBe(["start 1", "end 1", "name 1", "start 2", "end 2", "name 2"]);
    }

    [Fact]
    public async Task Execute_Should_RejectMutation_When_RequestIsReadOnly()
    {
        var executor = Executor(schema =>
        {
            schema.Query().Sync("a", Text, _ => "a");
            schema.Root(OperationType.Mutation).Sync("b", Text, _ => throw new InvalidOperationException());
        });

        var result = await executor.ExecuteAsync(Request("mutation { b }") with { ReadOnly = true });
        var query = await executor.ExecuteAsync(Request("{ a }") with { ReadOnly = true });

        result.Kind.ShouldBe(OperationResultKind.NotAllowed);
        result.ToJson().ShouldBe("""{"errors":[{"message":"A read-only request can only run a query.","extensions":{"code":"GRAPHQL_OPERATION_NOT_ALLOWED"}}]}""");
        query.ToJson().ShouldBe("""{"data":{"a":"a"}}""");
    }

    [Theory]
    [InlineData(null, null, "GRAPHQL_REQUEST_INVALID")]
    [InlineData("{ a", null, "GRAPHQL_SYNTAX")]
    [InlineData("{ b }", null, "GRAPHQL_VALIDATION_FAILED")]
    [InlineData("query A { a } query B { a }", null, "GRAPHQL_REQUEST_INVALID")]
    [InlineData("query A { a } query B { a }", "C", "GRAPHQL_REQUEST_INVALID")]
    public async Task Execute_Should_ReturnRequestErrorWithoutData_When_RequestIsInvalid(string? document, string? operationName, string code)
    {
        var executor = Executor(schema => schema.Query().Sync("a", Text, _ => "a"));

        var result = await executor.ExecuteAsync(new OperationRequest { Document = document, OperationName = operationName });

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.Errors[0].Code.ShouldBe(code);
        JsonDocument.Parse(result.ToJson()).RootElement.TryGetProperty("data", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Execute_Should_RunNamedOperation_When_DocumentHasSeveral()
    {
        var executor = Executor(schema => schema.Query().Sync("a", Text, _ => "a").Sync("b", Text, _ => "b"));

        var result = await executor.ExecuteAsync(new OperationRequest { Document = "query A { a } query B { b }", OperationName = "B" });

        result.ToJson().ShouldBe("""{"data":{"b":"b"}}""");
    }
}
