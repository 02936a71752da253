using System.Reflection;
using System.Text.Json;
using Couverture.Execution;
using Couverture.Generators.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Couverture.Generators.Tests;

/// <summary>Input objects, nested lists and defaults, in the schema and as resolver arguments.</summary>
public sealed class InputTests
{
    private const string Source = """
        using System.Linq;
        [assembly: Module("Sample")]
        namespace Sample;

        public enum Side { Long, Short }

        /// <summary>What to look for.</summary>
        /// <param name="Name">Part of the name.</param>
        /// <param name="Sizes">Any of these.</param>
        /// <param name="Side">Which side.</param>
        /// <param name="Least">The least value.</param>
        /// <param name="And">And this too.</param>
        /// <param name="Matrix">Rows.</param>
        /// <param name="Ratio">A ratio.</param>
        public sealed record Filter(
            string? Name,
            IReadOnlyList<short>? Sizes,
            Side Side = Side.Long,
            decimal Least = 0.5m,
            IReadOnlyList<Filter>? And = null,
            List<int[]>? Matrix = null,
            [GraphQLName("rate")] float? Ratio = null)
        {
            /// <summary>How many.</summary>
            public int Limit { get; init; } = 10;
            [DefaultValue(5)] public decimal? Most { get; set; }
            [GraphQLIgnore] public string? Secret { get; init; }
            public string Computed => Name + Limit;
            [GraphQLDeprecated("Old.")] public string? Former { get; init; }
        }

        public sealed class PageInput { public required int Size { get; init; } public int? Skip { get; set; } }

        /// <summary>One way to name a wallet.</summary>
        [OneOf] public sealed record WalletKey(string? Address, int? Number, PageInput? Page);

        [QueryType] public static class Query
        {
            public static string Find(Filter filter, PageInput? page) =>
                $"{filter.Name ?? "-"} {string.Join('+', filter.Sizes ?? [])} {filter.Side} {filter.Least} {filter.Limit} {filter.Most} {filter.Ratio} {filter.Former}"
                + $" [{string.Join(';', (filter.And ?? []).Select(f => f.Name + f.Limit))}]"
                + $" [{string.Join(';', (filter.Matrix ?? []).Select(row => row is null ? "null" : string.Join(',', row)))}] {page?.Size}/{page?.Skip}";

            public static string Wallet(WalletKey key) => $"{key.Address}|{key.Number}|{key.Page?.Size}";

            public static string Lists(int[][] a, IReadOnlyList<IReadOnlyList<IReadOnlyList<short?>?>> b, List<List<Side>>? c) =>
                $"{string.Join('/', a.Select(r => string.Join(',', r)))} {b.Count} {b[0][0]?[0]} {(b[0].Count > 1 ? b[0][1] is null : "")} {c?[0][0]}";

            public static string Defaults([DefaultValue(3)] int a, [DefaultValue(Side.Short)] Side b, [DefaultValue("x")] string? c, [DefaultValue(null)] int? d, [DefaultValue(2)] decimal e) =>
                $"{a} {b} {c} {d} {e}";
        }

        internal static class Loaders
        {
            [DataLoader]
            public static Task<ILookup<int, string>> GetNamesByLengthAsync(IReadOnlyList<int> lengths, CancellationToken ct) =>
                Task.FromResult(lengths.SelectMany(l => Enumerable.Range(0, l).Select(i => (l, $"n{i}"))).ToLookup(p => p.l, p => p.Item2));
        }

        [QueryType] public static class More
        {
            public static async Task<IReadOnlyList<string>> GetNamesAsync(int length, INamesByLengthDataLoader loader, CancellationToken ct) => (await loader.LoadAsync(length, ct))!;
        }

        public static class Host
        {
            public static void Configure(IServiceCollection services) => services.AddGraphQL().AddSample();
        }
        """;

    [Fact]
    public void Schema_Should_HaveInputObjects_When_ArgumentsAreClasses()
    {
        var sdl = Generation.Of(Source).Schema().ToString();

        sdl.ShouldContain("""
            "What to look for."
            input FilterInput {
              "Part of the name."
              name: String
              "Any of these."
              sizes: [Int!]
              "Which side."
              side: Side! = LONG
              "The least value."
              least: Decimal! = 0.5
              "And this too."
              and: [FilterInput!]
              "Rows."
              matrix: [[Int!]!]
              "A ratio."
              rate: Float
              "How many."
              limit: Int! = 10
              most: Decimal = 5.0
              former: String @deprecated(reason: "Old.")
            }
            """);
        sdl.ShouldContain("""
            input PageInput {
              size: Int!
              skip: Int
            }
            """);
        sdl.ShouldContain("""
            "One way to name a wallet."
            input WalletKeyInput @oneOf {
              address: String
              number: Int
              page: PageInput
            }
            """);
        sdl.ShouldContain("lists(a: [[Int!]!]!, b: [[[Int]]!]!, c: [[Side!]!]): String!");
        sdl.ShouldContain("defaults(a: Int! = 3, b: Side! = SHORT, c: String = \"x\", d: Int = null, e: Decimal! = 2.0): String!");
    }

    [Theory]
    [InlineData("{ find(filter: {}) }", null, "-  Long 0.5 10 5.0   [] [] /")]
    [InlineData("""{ find(filter: { name: "a", sizes: [1, 2], side: SHORT, least: 2, limit: 3, most: null, rate: 1, former: "f", and: { name: "b" }, matrix: [1, [2, 3]] }, page: { size: 4 }) }""", null, "a 1+2 Short 2 3  1 f [b10] [1;2,3] 4/")]
    [InlineData("query ($f: FilterInput!, $s: Int) { find(filter: $f, page: { size: 1, skip: $s }) }", """{"f":{"name":"v","sizes":7,"and":[{"name":"w","limit":1}],"matrix":[[1],2]}}""", "v 7 Long 0.5 10 5.0   [w1] [1;2] 1/")]
    [InlineData("""{ wallet(key: { address: "0x" }) }""", null, "0x||")]
    [InlineData("query ($k: WalletKeyInput!) { wallet(key: $k) }", """{"k":{"page":{"size":2}}}""", "||2")]
    [InlineData("{ lists(a: [[1, 2], 3], b: 5, c: null) }", null, "1,2/3 1 5  ")]
    [InlineData("query ($b: [[[Int]]!]!) { lists(a: [], b: $b, c: [[SHORT]]) }", """{"b":[[[null,2],null]]}""", " 1  True Short")]
    [InlineData("{ defaults }", null, "3 Short x  2.0")]
    [InlineData("""{ defaults(a: 1, c: null, d: 4) }""", null, "1 Short  4 2.0")]
    public async Task Resolver_Should_ReceiveTheValue_When_InputIsValid(string document, string? variables, string expected)
    {
        using var result = JsonDocument.Parse(await RunAsync(document, variables));

        result.RootElement.TryGetProperty("data", out var data).ShouldBeTrue(result.RootElement.ToString());
        data.EnumerateObject().Single().Value.GetString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{ wallet(key: {}) }""", null, "Exactly one field")]
    [InlineData("""{ wallet(key: { address: "a", number: 1 }) }""", null, "Exactly one field")]
    [InlineData("""{ wallet(key: { address: null }) }""", null, "must not be null")]
    [InlineData("query ($k: WalletKeyInput!) { wallet(key: $k) }", """{"k":{"address":"a","number":null}}""", "Exactly one field of WalletKeyInput must be given")]
    [InlineData("query ($a: String) { wallet(key: { address: $a }) }", """{"a":"x"}""", "cannot be used here")]
    [InlineData("{ find(filter: {}, page: {}) }", null, "PageInput.size")]
    [InlineData("{ find(filter: { secret: \"x\" }) }", null, "secret")]
    public async Task Request_Should_BeRejected_When_InputIsInvalid(string document, string? variables, string message) =>
        (await RunAsync(document, variables)).ShouldContain(message);

    [Fact]
    public async Task Introspection_Should_ReturnIsOneOf_When_InputIsOneOf() =>
        (await RunAsync("""{ a: __type(name: "WalletKeyInput") { isOneOf inputFields { name defaultValue } } b: __type(name: "PageInput") { isOneOf } }"""))
            .ShouldBe("""{"data":{"a":{"isOneOf":true,"inputFields":[{"name":"address","defaultValue":null},{"name":"number","defaultValue":null},{"name":"page","defaultValue":null}]},"b":{"isOneOf":false}}}""");

    [Fact]
    public async Task DataLoader_Should_ReturnAllValuesOfAKey_When_MethodReturnsALookup() =>
        (await RunAsync("{ a: names(length: 2) b: names(length: 0) }")).ShouldBe("""{"data":{"a":["n0","n1"],"b":[]}}""");

    private static async Task<string> RunAsync(string document, string? variables = null)
    {
        var assembly = Loaded.Value;
        var services = new ServiceCollection();
        assembly.GetType("Sample.Host")!.GetMethod("Configure", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, [services]);
        await using var provider = services.BuildServiceProvider();
        var result = await provider.GetRequiredService<IRequestExecutor>().ExecuteAsync(new OperationRequest
        {
            Document = document,
            Variables = variables is null ? null : JsonDocument.Parse(variables).RootElement,
        });
        return result.ToJson();
    }

    private static readonly Lazy<Assembly> Loaded = new(() => Generation.Of(Source).Load());
}
