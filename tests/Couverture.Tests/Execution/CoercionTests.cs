using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class CoercionTests
{
    private readonly record struct Address(string Value);

    private sealed class AddressType : ScalarType<Address, StringValueNode>
    {
        public AddressType()
            : base("Address") => Description = "An address.";

        public override IValueNode ParseResult(object? resultValue) => new StringValueNode((string)resultValue!);

        public override bool TrySerialize(object? runtimeValue, out object? resultValue)
        {
            resultValue = (runtimeValue as Address?)?.Value;
            return true;
        }

        protected override Address ParseLiteral(StringValueNode valueSyntax) => valueSyntax.Value.StartsWith("0x", StringComparison.Ordinal)
            ? new Address(valueSyntax.Value)
            : throw new SerializationException(ErrorBuilder.New().SetMessage("An address starts with 0x.").SetCode("ADDRESS_INVALID").Build(), this);

        protected override StringValueNode ParseValue(Address runtimeValue) => new(runtimeValue.Value);
    }

    private sealed record Filter(IReadOnlyDictionary<string, object?> Values);

    private sealed record Choice(IReadOnlyDictionary<string, object?> Values);

    private readonly List<string> _seen = [];

    private IRequestExecutor Server() => Executor(
        schema =>
        {
            schema.Query()
                .Sync("address", TypeReference.Of<Address>(), c => c.Argument<Address>(0), Argument("of", TypeReference.Of<Address>().NonNull()))
                .Sync("count", Number, c => c.Argument<IReadOnlyList<object?>>(0).Count, Argument("of", TypeReference.Of<Address>().NonNull().List().NonNull()))
                .Sync("filter", Text, c => Record(c.Argument<Filter?>(0)?.Values), Argument("by", TypeReference.Of<Filter>()))
                .Sync("choose", Text, c => Record(c.Argument<Choice?>(0)?.Values), Argument("one", TypeReference.Of<Choice>()))
                .Sync("number", Number, c => c.Argument<int?>(0), Argument("of", Number))
                .Sync("moment", TypeReference.Of<DateTimeOffset>(), c => c.Argument<DateTimeOffset>(0), Argument("of", TypeReference.Of<DateTimeOffset>()));
            var filter = schema.InputObject<Filter>("Filter", values => new Filter(values));
            filter.Fields.Add(Argument("required", Number.NonNull()));
            filter.Fields.Add(Argument("size", Number, 5));
            filter.Fields.Add(Argument("inner", TypeReference.Of<Filter>()));
            filter.Fields.Add(Argument("texts", Text.NonNull().List()));
            var choice = schema.InputObject<Choice>("Choice", values => new Choice(values));
            choice.IsOneOf = true;
            choice.Fields.Add(Argument("a", Number));
            choice.Fields.Add(Argument("b", Text));
        },
        builder => builder.BindRuntimeType<Address, AddressType>());

    private string? Record(IReadOnlyDictionary<string, object?>? values)
    {
        _seen.Add(values is null ? "nothing" : string.Join(' ', values.Select(g => $"{g.Key}={g.Value switch { Filter f => "{" + string.Join(' ', f.Values) + "}", object?[] l => string.Join('+', l), _ => g.Value }}")));
        return null;
    }

    [Fact]
    public async Task Execute_Should_KeepScalarErrorCode_When_LiteralIsInvalid()
    {
        var result = await Server().ExecuteAsync(Request("""{ address(of: "secret-value") }"""));

        var error = result.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("ADDRESS_INVALID");
        error.Locations.ShouldNotBeNull();
        result.ToJson().ShouldNotContain("secret-value");
    }

    [Fact]
    public async Task Execute_Should_NameVariableAndIndex_When_ListItemIsInvalid()
    {
        var result = await Server().ExecuteAsync(Request("query ($a: [Address!]!) { count(of: $a) }", """{"a":["0x1","secret","0x2","secret"]}"""));

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.ToJson().ShouldBe("""
            {"errors":[{"message":"Variable \"$a\": An address starts with 0x.","locations":[{"line":1,"column":8}],"extensions":{"code":"ADDRESS_INVALID","inputPath":["a",1],"variable":"a"}},{"message":"Variable \"$a\": An address starts with 0x.","locations":[{"line":1,"column":8}],"extensions":{"code":"ADDRESS_INVALID","inputPath":["a",3],"variable":"a"}}]}
            """);
    }

    [Theory]
    [InlineData("query ($v: Int!) { number(of: $v) }", "{}", "a value of the type Int! is required")]
    [InlineData("query ($v: Int!) { number(of: $v) }", """{"v":null}""", "expected a value of type Int!")]
    [InlineData("query ($v: Int) { number(of: $v) }", """{"v":2147483648}""", "32 bits")]
    [InlineData("query ($v: Int) { number(of: $v) }", """{"v":1.5}""", "fraction")]
    [InlineData("query ($v: Int) { number(of: $v) }", """{"v":"1"}""", "string")]
    [InlineData("query ($v: Int) { number(of: $v) }", """{"v":[1]}""", "list")]
    [InlineData("query ($v: Address!) { address(of: $v) }", """{"v":5}""", "integer")]
    [InlineData("query ($v: Address!) { address(of: $v) }", """{"v":"\ud800"}""", "not valid Unicode")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"size":1}}""", "Filter.required is required")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"required":null}}""", "found null")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"required":1,"other":1}}""", "no field")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":5}""", "as an object")]
    [InlineData("query ($v: Choice) { choose(one: $v) }", """{"v":{}}""", "exactly one")]
    [InlineData("query ($v: Choice) { choose(one: $v) }", """{"v":{"a":1,"b":"x"}}""", "exactly one")]
    [InlineData("query ($v: Choice) { choose(one: $v) }", """{"v":{"a":null}}""", "exactly one")]
    [InlineData("query ($v: DateTime) { moment(of: $v) }", """{"v":"2025-01-02"}""", "RFC 3339")]
    [InlineData("query ($v: DateTime) { moment(of: $v) }", """{"v":"2025-13-02T00:00:00Z"}""", "RFC 3339")]
    public async Task Execute_Should_RejectRequestAndNameVariable_When_VariableIsInvalid(string document, string variables, string message)
    {
        var result = await Server().ExecuteAsync(Request(document, variables));

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        var error = result.Errors.ShouldHaveSingleItem();
        error.Message.ShouldContain(message, Case.Insensitive);
        error.Message.ShouldContain("$v");
        error.Code.ShouldBe("GRAPHQL_VARIABLE_INVALID");
        error.Path.ShouldBeNull();
        error.Extensions!["variable"].ShouldBe("v");
    }

    [Theory]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"required":null}}""", "Variable \"$v\": Filter.required: Expected a value of type Int!, found null.", "Filter.required")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"required":1,"texts":["a",null]}}""", "Variable \"$v\": Filter.texts: Expected a value of type String!, found null.", "Filter.texts")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":{"required":1,"inner":{"required":null}}}""", "Variable \"$v\": Filter.required: Expected a value of type Int!, found null.", "Filter.required")]
    [InlineData("query ($v: Filter) { filter(by: $v) }", """{"v":5}""", "Variable \"$v\": Filter must be given as an object.", null)]
    public async Task Execute_Should_NameInputField_When_NestedValueIsInvalid(string document, string variables, string message, string? coordinate)
    {
        var error = (await Server().ExecuteAsync(Request(document, variables))).Errors.ShouldHaveSingleItem();

        error.Message.ShouldBe(message);
        error.Extensions!.GetValueOrDefault("coordinate").ShouldBe(coordinate);
    }

    [Fact]
    public async Task Execute_Should_RejectRequest_When_VariablesAreNotAnObject()
    {
        var result = await Server().ExecuteAsync(Request("query ($v: Int) { number(of: $v) }", "[1]"));

        result.Kind.ShouldBe(OperationResultKind.RequestError);
        result.Errors[0].Code.ShouldBe("GRAPHQL_REQUEST_INVALID");
    }

    [Theory]
    [InlineData("""{ filter(by: { required: 1 }) }""", "{}", "required=1 size=5")]
    [InlineData("""{ filter(by: { required: 1, size: null, texts: "a" }) }""", "{}", "required=1 size= texts=a")]
    [InlineData("""query ($n: Int!, $s: Int) { filter(by: { required: $n, size: $s, inner: { required: $n } }) }""", """{"n":2}""", "required=2 size=5 inner={[required, 2] [size, 5]}")]
    [InlineData("""query ($v: Filter) { filter(by: $v) }""", """{"v":{"required":3,"inner":{"required":4,"size":6},"texts":["a","b"]}}""", "required=3 size=5 inner={[required, 4] [size, 6]} texts=a+b")]
    [InlineData("""query ($v: Filter) { filter(by: $v) }""", "{}", "nothing")]
    [InlineData("""query ($v: Filter = { required: 9 }) { filter(by: $v) }""", "{}", "required=9 size=5")]
    [InlineData("""query ($v: Choice) { choose(one: $v) }""", """{"v":{"b":"x"}}""", "b=x")]
    public async Task Execute_Should_CreateInputObjects_When_ValuesAreValid(string document, string variables, string expected)
    {
        var result = await Server().ExecuteAsync(Request(document, variables));

        result.Errors.ShouldBeEmpty();
        _seen.ShouldBe([expected]);
    }

    [Fact]
    public async Task Execute_Should_FailField_When_NonNullArgumentWithDefaultGetsNullVariable()
    {
        var executor = Executor(schema => schema.Query()
            .Sync("a", Number, c => c.Argument<int>(0), Argument("of", Number.NonNull(), 7))
            .Sync("b", Text, _ => "b"));

        (await executor.RunAsync("query ($v: Int) { a(of: $v) b }")).ShouldBe("""{"data":{"a":7,"b":"b"}}""");
        (await executor.RunAsync("query ($v: Int) { a(of: $v) b }", """{"v":null}""")).ShouldBe("""
            {"errors":[{"message":"Argument \"of\": Expected a value of type Int!, found null.","locations":[{"line":1,"column":25}],"path":["a"],"extensions":{"code":"GRAPHQL_ARGUMENT_INVALID","argument":"of","fieldCoordinate":"Query.a(of:)"}}],"data":{"a":null,"b":"b"}}
            """);
    }

    [Fact]
    public async Task Execute_Should_StopReporting_When_ListHasManyInvalidItems()
    {
        var items = JsonSerializer.Serialize(new { a = Enumerable.Repeat("bad", 5_000) });
        var executor = Server();

        var result = await executor.ExecuteAsync(Request("query ($a: [Address!]!) { count(of: $a) }", items));

        result.Errors.Count.ShouldBe(ValidationOptions.Default.MaxErrors + 1);
        result.Errors[^1].Code.ShouldBe(ErrorCodes.LimitExceeded);
    }
}
