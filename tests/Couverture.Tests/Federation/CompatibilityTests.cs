using System.Text.RegularExpressions;
using static Couverture.Tests.Federation.ProductsHost;

namespace Couverture.Tests.Federation;

/// <summary>
/// The cases of Apollo's compatibility suite for subgraphs, in its groups. A case that the suite sends through a gateway sends here what the gateway sends to this graph; a real gateway
/// runs in tests/conformance/federation. The group ftv1 is in <see cref="FederatedTraceTests"/>.
/// </summary>
public static partial class CompatibilityTests
{
    private const string JaneEmail = "\"email\":\"support@apollographql.com\"";

    public sealed class Introspection
    {
        [Fact]
        public async Task Sdl_Should_HaveTheFieldsOfTheSuite_When_ServiceIsQueried()
        {
            (await GetFieldsAsync("Query")).ShouldBe(["product(id: ID!): Product", "deprecatedProduct(sku: String!, package: String!): DeprecatedProduct"]);
            (await GetFieldsAsync("Product")).ShouldBe([
                "id: ID!", "sku: String", "package: String", "variation: ProductVariation", "dimensions: ProductDimension", "createdBy: User", "notes: String", "research: [ProductResearch!]!"]);
            (await GetFieldsAsync("DeprecatedProduct")).ShouldBe(["sku: String!", "package: String!", "reason: String", "createdBy: User"]);
            (await GetFieldsAsync("ProductVariation")).ShouldBe(["id: ID!"]);
            (await GetFieldsAsync("ProductResearch")).ShouldBe(["study: CaseStudy!", "outcome: String"]);
            (await GetFieldsAsync("CaseStudy")).ShouldBe(["caseNumber: ID!", "description: String"]);
            (await GetFieldsAsync("ProductDimension")).ShouldBe(["size: String", "weight: Float", "unit: String"]);
            (await GetFieldsAsync("User")).ShouldBe([
                "averageProductsCreatedPerYear: Int", "email: ID!", "name: String", "totalProductsCreated: Int", "yearsOfEmployment: Int!"]);
            (await GetFieldsAsync("Inventory")).ShouldBe(["id: ID!", "deprecatedProducts: [DeprecatedProduct!]!"]);
            (await GetFieldDirectivesAsync("Query", "deprecatedProduct")).ShouldBe(["@deprecated(reason: \"Use product query instead\")"]);
        }
    }

    public sealed class KeySingle
    {
        [Fact]
        public async Task Sdl_Should_HaveTheKeyOfUser_When_ServiceIsQueried() => (await GetTypeDirectivesAsync("User")).ShouldBe(["@extends", "@key(fields: \"email\")"]);

        [Fact]
        public async Task Entities_Should_ResolveUser_When_TheKeyIsOneField() =>
            (await LoadAsync("... on User { email name }", """[{"__typename": "User", "email": "support@apollographql.com"}]"""))
                .ShouldBe("{\"data\":{\"_entities\":[{" + JaneEmail + ",\"name\":\"Jane Smith\"}]}}");
    }

    public sealed class KeyMultiple
    {
        [Fact]
        public async Task Sdl_Should_HaveTheKeyOfDeprecatedProduct_When_ServiceIsQueried() =>
            (await GetTypeDirectivesAsync("DeprecatedProduct")).ShouldBe(["@key(fields: \"sku package\")"]);

        [Fact]
        public async Task Entities_Should_ResolveDeprecatedProduct_When_TheKeyIsTwoFields() =>
            (await LoadAsync("... on DeprecatedProduct { sku package reason }", """[{"__typename": "DeprecatedProduct", "sku": "apollo-federation-v1", "package": "@apollo/federation-v1"}]"""))
                .ShouldBe("""{"data":{"_entities":[{"sku":"apollo-federation-v1","package":"@apollo/federation-v1","reason":"Migrate to Federation V2"}]}}""");
    }

    public sealed class KeyComposite
    {
        [Fact]
        public async Task Sdl_Should_HaveTheKeyOfProductResearch_When_ServiceIsQueried() =>
            (await GetTypeDirectivesAsync("ProductResearch")).ShouldBe(["@key(fields: \"study { caseNumber }\")"]);

        [Fact]
        public async Task Entities_Should_ResolveProductResearch_When_TheKeyIsInAnObject() =>
            (await LoadAsync("... on ProductResearch { study { caseNumber description } }", """[{"__typename": "ProductResearch", "study": {"caseNumber": "1234"}}]"""))
                .ShouldBe("""{"data":{"_entities":[{"study":{"caseNumber":"1234","description":"Federation Study"}}]}}""");
    }

    public sealed class RepeatableKey
    {
        [Fact]
        public async Task Sdl_Should_HaveAllKeysOfProduct_When_ServiceIsQueried() =>
            (await GetTypeDirectivesAsync("Product")).ShouldBe(["@custom", "@key(fields: \"id\")", "@key(fields: \"sku package\")", "@key(fields: \"sku variation { id }\")"]);

        [Fact]
        public async Task Entities_Should_ResolveProducts_When_EachHasAnotherKey()
        {
            var result = await LoadAsync(
                "... on Product { id sku }",
                """
                [
                  {"__typename": "Product", "id": "apollo-federation"},
                  {"__typename": "Product", "sku": "federation", "package": "@apollo/federation"},
                  {"__typename": "Product", "sku": "studio", "variation": {"id": "platform"}}
                ]
                """);

            result.ShouldBe("""{"data":{"_entities":[{"id":"apollo-federation","sku":"federation"},{"id":"apollo-federation","sku":"federation"},{"id":"apollo-studio","sku":"studio"}]}}""");
        }
    }

    public sealed partial class Link
    {
        [Fact]
        public async Task Sdl_Should_LinkToOneVersionOfFederation_When_ServiceIsQueried()
        {
            var links = (await GetSchemaDirectivesAsync()).Where(directive => directive.Contains("specs.apollo.dev/federation", StringComparison.Ordinal));

            links.ShouldBe([
                """@link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@composeDirective", "@extends", "@external", "@inaccessible", "@interfaceObject", "@key", "@override", "@provides", "@requires", "@shareable", "@tag"])"""]);
        }

        [Fact]
        public async Task Sdl_Should_ImportEveryDirectiveOfFederation_When_ItUsesIt()
        {
            var sdl = await GetSdlAsync();
            var imported = Quoted().Matches(sdl).Select(match => match.Groups[1].Value);

            imported.Order(StringComparer.Ordinal).ShouldBe(
                Applied().Matches(sdl).Select(match => match.Groups[1].Value).Except(["@link", "@deprecated"]).Distinct().Order(StringComparer.Ordinal));
        }

        [GeneratedRegex("\"(@\\w+)\"[,\\]]")]
        private static partial Regex Quoted();

        [GeneratedRegex("(?<![\"/\\w])(@\\w+)")]
        private static partial Regex Applied();
    }

    public sealed class Shareable
    {
        [Fact]
        public async Task Sdl_Should_HaveShareableOnProductDimension_When_ServiceIsQueried() => (await GetTypeDirectivesAsync("ProductDimension")).ShouldBe(["@shareable"]);

        [Fact]
        public async Task Product_Should_HaveDimensions_When_OtherGraphsShareTheType() =>
            (await RunAsync("""{ product(id: "apollo-federation") { dimensions { size weight } } }""")).ShouldBe("""{"data":{"product":{"dimensions":{"size":"small","weight":1}}}}""");
    }

    public sealed class Tag
    {
        [Fact]
        public async Task Sdl_Should_HaveTagOnNotes_When_ServiceIsQueried() => (await GetFieldDirectivesAsync("Product", "notes")).ShouldBe(["@tag(name: \"internal\")"]);
    }

    public sealed class Override
    {
        [Fact]
        public async Task Sdl_Should_HaveOverrideOnName_When_ServiceIsQueried() => (await GetFieldDirectivesAsync("User", "name")).ShouldBe(["@override(from: \"users\")"]);

        [Fact]
        public async Task Product_Should_HaveTheNameOfItsCreator_When_ThisGraphOverridesIt() =>
            (await RunAsync("""{ product(id: "apollo-federation") { createdBy { name } } }""")).ShouldBe("""{"data":{"product":{"createdBy":{"name":"Jane Smith"}}}}""");
    }

    public sealed class Inaccessible
    {
        [Fact]
        public async Task Sdl_Should_HaveInaccessibleOnUnit_When_ServiceIsQueried() => (await GetFieldDirectivesAsync("ProductDimension", "unit")).ShouldBe(["@inaccessible"]);

        [Fact]
        public async Task Product_Should_HaveTheUnit_When_ThisGraphIsQueriedDirectly() =>
            (await RunAsync("query ($id: ID!) { product(id: $id) { dimensions { unit } } }", """{"id": "apollo-federation"}""")).ShouldBe("""{"data":{"product":{"dimensions":{"unit":"kg"}}}}""");
    }

    public sealed class ComposeDirective
    {
        [Fact]
        public async Task Sdl_Should_ComposeTheCustomDirective_When_ServiceIsQueried()
        {
            (await GetSchemaDirectivesAsync()).Skip(1).ShouldBe(["""@link(url: "https://myspecs.dev/myCustomDirective/v1.0", import: ["@custom"])""", "@composeDirective(name: \"@custom\")"]);
            (await GetDirectiveAsync("custom")).ShouldBe("directive @custom on OBJECT");
            (await GetTypeDirectivesAsync("Product")).ShouldContain("@custom");
        }
    }

    public sealed class InterfaceObject
    {
        [Fact]
        public async Task Sdl_Should_HaveInterfaceObjectOnInventory_When_ServiceIsQueried() => (await GetTypeDirectivesAsync("Inventory")).ShouldBe(["@interfaceObject", "@key(fields: \"id\")"]);

        [Fact]
        public async Task Entities_Should_ResolveInventory_When_AnotherGraphHasTheInterface() =>
            (await LoadAsync("... on Inventory { deprecatedProducts { sku reason } }", """[{"__typename": "Inventory", "id": "apollo-oss"}]"""))
                .ShouldBe("""{"data":{"_entities":[{"deprecatedProducts":[{"sku":"apollo-federation-v1","reason":"Migrate to Federation V2"}]}]}}""");
    }

    public sealed class Provides
    {
        [Fact]
        public async Task Sdl_Should_HaveProvidesOnCreatedBy_When_ServiceIsQueried() =>
            (await GetFieldDirectivesAsync("Product", "createdBy")).ShouldBe(["@provides(fields: \"totalProductsCreated\")"]);

        [Fact]
        public async Task Product_Should_HaveTheProvidedField_When_ThisGraphIsQueriedDirectly() =>
            (await RunAsync("query ($id: ID!) { product(id: $id) { createdBy { email totalProductsCreated } } }", """{"id": "apollo-federation"}"""))
                .ShouldBe("{\"data\":{\"product\":{\"createdBy\":{" + JaneEmail + ",\"totalProductsCreated\":1337}}}}");
    }

    public sealed class Requires
    {
        [Fact]
        public async Task Sdl_Should_HaveRequiresAndExternal_When_ServiceIsQueried()
        {
            (await GetFieldDirectivesAsync("User", "averageProductsCreatedPerYear")).ShouldBe(["@requires(fields: \"totalProductsCreated yearsOfEmployment\")"]);
            foreach (var field in new[] { "email", "totalProductsCreated", "yearsOfEmployment" })
                (await GetFieldDirectivesAsync("User", field)).ShouldBe(["@external"]);
        }

        [Fact]
        public async Task Entities_Should_ComputeFromTheRepresentation_When_ItHasTheRequiredFields() =>
            (await LoadAsync(
                "... on User { averageProductsCreatedPerYear email }",
                """[{"__typename": "User", "email": "support@apollographql.com", "totalProductsCreated": 25, "yearsOfEmployment": 10}]"""))
                .ShouldBe("{\"data\":{\"_entities\":[{\"averageProductsCreatedPerYear\":3," + JaneEmail + "}]}}");
    }
}
