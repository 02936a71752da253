using System.Text.Json;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Execution;
using Couverture.Types;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Types;

public class IntrospectionTests
{
    private enum Level
    {
        Low,
        High,
    }

    private interface INode;

    private sealed record Wallet : INode;

    private sealed record Filter;

    private static IRequestExecutor Server() => Executor(schema =>
    {
        var query = schema.Query();
        query.Sync("wallet", TypeReference.Of<Wallet>().NonNull(), _ => new Wallet(), Argument("level", TypeReference.Of<Level>().NonNull(), Level.High));
        query.Fields[0].Description = "A wallet.";
        query.Fields[0].Arguments.Add(new ArgumentDefinition { Name = "old", Type = Text, DeprecationReason = "Gone." });
        query.Sync("thing", TypeReference.Of<object>(), _ => null, Argument("by", TypeReference.Of<Filter>().NonNull().List(), new[] { new Dictionary<string, object?> { ["name"] = "a\"b" } }));
        query.Sync("url", TypeReference.Of<Uri>(), _ => null);
        schema.Interface<INode>("Node").Sync("id", TypeReference.Named("ID").NonNull(), _ => "1");
        var wallet = schema.Object<Wallet>("Wallet");
        wallet.Description = "Holds \"things\".\nSecond line.";
        wallet.Interfaces.Add(typeof(INode));
        wallet.Fields.Add(new FieldDefinition { Name = "gone", Type = Text, Resolver = new FieldResolver.Member(_ => null), DeprecationReason = "No longer supported" });
        schema.Union<object>("Thing").Members.Add(typeof(Wallet));
        schema.Enum<Level>("Level").Values.Add(new EnumValueDefinition("LOW", Level.Low, "Little.", "Use HIGH."));
        schema.Enum<Level>("Level").Values.Add(new EnumValueDefinition("HIGH", Level.High));
        var filter = schema.InputObject<Filter>("Filter");
        filter.IsOneOf = true;
        filter.Fields.Add(Argument("name", Text));
        filter.Fields.Add(Argument("size", Number));
    });

    private const string FullQuery = """
        query IntrospectionQuery {
          __schema {
            description
            queryType { name kind }
            mutationType { name kind }
            subscriptionType { name kind }
            types { ...FullType }
            directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
          }
        }
        fragment FullType on __Type {
          kind name description specifiedByURL isOneOf
          fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
          inputFields(includeDeprecated: true) { ...InputValue }
          interfaces { ...TypeRef }
          enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
          possibleTypes { ...TypeRef }
        }
        fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
        fragment TypeRef on __Type {
          kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } }
        }
        """;

    [Fact]
    public async Task Introspection_Should_DescribeTheWholeSchema_When_QueryIsComplete()
    {
        var result = await Server().ExecuteAsync(Request(FullQuery));

        result.Errors.ShouldBeEmpty();
        var schema = JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("data").GetProperty("__schema");
        var types = schema.GetProperty("types").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!);
        types.Keys.Order(StringComparer.Ordinal).ShouldBe(
        [
            "Boolean", "Filter", "ID", "Int", "Level", "Node", "Query", "String", "Thing", "URL", "Wallet",
            "__Directive", "__DirectiveLocation", "__EnumValue", "__Field", "__InputValue", "__Schema", "__Type", "__TypeKind",
        ]);
        types["Filter"].GetProperty("isOneOf").GetBoolean().ShouldBeTrue();
        types["Query"].GetProperty("isOneOf").ValueKind.ShouldBe(JsonValueKind.Null);
        types["URL"].GetProperty("specifiedByURL").GetString().ShouldBe("https://tools.ietf.org/html/rfc3986");
        types["Thing"].GetProperty("possibleTypes")[0].GetProperty("name").GetString().ShouldBe("Wallet");
        types["Wallet"].GetProperty("possibleTypes").ValueKind.ShouldBe(JsonValueKind.Null);
        types["Wallet"].GetProperty("interfaces")[0].GetProperty("name").GetString().ShouldBe("Node");
        types["Node"].GetProperty("interfaces").GetArrayLength().ShouldBe(0);
        types["Level"].GetProperty("enumValues")[0].GetProperty("deprecationReason").GetString().ShouldBe("Use HIGH.");
        var wallet = types["Query"].GetProperty("fields")[0];
        wallet.GetProperty("args")[0].GetProperty("defaultValue").GetString().ShouldBe("HIGH");
        wallet.GetProperty("args")[0].GetProperty("type").GetProperty("ofType").GetProperty("kind").GetString().ShouldBe("ENUM");
        types["Query"].GetProperty("fields")[1].GetProperty("args")[0].GetProperty("defaultValue").GetString().ShouldBe("""[{ name: "a\"b" }]""");
        schema.GetProperty("directives").EnumerateArray().Select(d => d.GetProperty("name").GetString()).ShouldBe(["deprecated", "include", "oneOf", "skip", "specifiedBy"]);
        schema.GetProperty("directives")[3].GetProperty("locations").EnumerateArray().Select(l => l.GetString()).ShouldBe(["FIELD", "FRAGMENT_SPREAD", "INLINE_FRAGMENT"]);
        types["__TypeKind"].GetProperty("enumValues").EnumerateArray().Select(v => v.GetProperty("name").GetString())
            .ShouldBe(["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]);
    }

    [Fact]
    public async Task Introspection_Should_OmitDeprecatedElements_When_NotRequested()
    {
        var response = await Server().RunAsync("""
            { wallet: __type(name: "Wallet") { fields { name } } level: __type(name: "Level") { enumValues { name } } none: __type(name: "None") { name }
              query: __type(name: "Query") { fields { args { name } } } }
            """);

        response.ShouldBe("""
            {"data":{"wallet":{"fields":[{"name":"id"}]},"level":{"enumValues":[{"name":"HIGH"}]},"none":null,"query":{"fields":[{"args":[{"name":"level"}]},{"args":[{"name":"by"}]},{"args":[]}]}}}
            """);
    }

    [Fact]
    public async Task Introspection_Should_DescribeIntrospectionTypes_When_Queried()
    {
        var response = await Server().RunAsync("""{ __schema { __typename queryType { __typename } } __type(name: "__Type") { kind fields { name args { name defaultValue } } } }""");

        response.ShouldStartWith("""{"data":{"__schema":{"__typename":"__Schema","queryType":{"__typename":"__Type"}},"__type":{"kind":"OBJECT","fields":[{"name":"kind","args":[]}""");
        response.ShouldContain("""{"name":"fields","args":[{"name":"includeDeprecated","defaultValue":"false"}]}""");
    }

    [Fact]
    public void Print_Should_ReturnParsableText_When_SchemaHasEveryKind()
    {
        var schema = Server().Schema;
        var text = schema.ToString();

        text.ShouldBe(Server().Schema.ToString());
        SyntaxPrinter.Print(Utf8GraphQLParser.Parse(text)).ShouldBe(text);
        text.ShouldStartWith("type Query {");
        text.ShouldContain("input Filter @oneOf {\n  name: String\n  size: Int\n}");
        text.ShouldContain("union Thing = Wallet");
        text.ShouldContain("LOW @deprecated(reason: \"Use HIGH.\")");
        text.ShouldContain("gone: String @deprecated\n");
        text.ShouldContain("scalar URL @specifiedBy(url: \"https://tools.ietf.org/html/rfc3986\")");
        text.ShouldNotContain("__");
        text.ShouldNotContain("scalar Int");
    }
}
