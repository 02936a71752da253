using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Nodes;

/// <summary>The law of ids: an object that an id loads prints that id. Caches of clients would not find an object that prints another one.</summary>
public sealed class NodeIdProperties
{
    private const string Everything = """
        query($a: Address!, $w: [Address!]!) {
          wallet(address: $a) {
            ...node
            chain(chainId: 10) { ...node tokens(first: 1) { nodes { ...node } } }
            tokens(first: 2, range: ONE_WEEK) { nodes { ...node token { ...node chain { ...node } } } }
            positions(first: 2) { nodes { ...node protocol { ...node } } }
            past: at(time: "2025-06-01T00:00:00Z") { tokens(first: 1) { nodes { ...node } } positions(first: 1) { nodes { ...node } } }
          }
          portfolio(addresses: $w) { ...node tokens(first: 1) { nodes { ...node } } }
        }
        fragment node on Node { id }
        """;

    private static readonly string[] Codes = ["ID_INVALID", "ADDRESS_INVALID", "CHAIN_UNSUPPORTED", "HOLDING_NOT_FOUND", "PROTOCOL_UNKNOWN", "TIME_INVALID"];

    [Fact]
    public async Task Node_Should_PrintTheIdItWasLoadedBy_When_TheIdIsSpelledInAnyWay()
    {
        await using var graph = await GraphServer.StartAsync();
        var objects = (await graph.QueryAsync(Everything, new { a = Wallets.Typical, w = Wallets.Some(2) })).ShouldHaveNoErrors();
        var values = FindIds(objects.Body.GetProperty("data")).Distinct().Select(static id => Encoding.UTF8.GetString(Convert.FromBase64String(id))).ToList();
        values.Select(static value => value.Split(':')[0]).Distinct().Order(StringComparer.Ordinal)
            .ShouldBe(["Chain", "ChainHoldings", "CryptoToken", "Portfolio", "Protocol", "ProtocolPosition", "TokenHolding", "Wallet"]);
        var loaded = 0;

        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] ids = [.. values.Select(value => Convert.ToBase64String(Encoding.UTF8.GetBytes(Respell(value, random))))];

            var response = graph.QueryAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids }).GetAwaiter().GetResult();

            foreach (var (id, node) in ids.Zip(response["nodes"].EnumerateArray()))
            {
                if (node.ValueKind == JsonValueKind.Null)
                    continue;
                node.GetProperty("id").GetString().ShouldBe(id);
                loaded++;
            }

            response.Codes.ShouldBeSubsetOf(Codes);
            response.Codes.Count.ShouldBe(response["nodes"].EnumerateArray().Count(static node => node.ValueKind == JsonValueKind.Null));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

        loaded.ShouldBeGreaterThan(0, "some spellings are those of other objects");
    }

    // Spells the value of an id differently, or leaves it as it is. The name of the type stays.
    private static string Respell(string id, Random random)
    {
        var start = id.IndexOf(':', StringComparison.Ordinal) + 1;
        var (type, value) = (id[..start], id[start..]);
        var at = random.Next(value.Length);
        return type + random.Next(9) switch
        {
            0 => value,
            1 => value.ToLowerInvariant(),
            2 => value.ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal),
            3 => value[..at] + (char.IsUpper(value[at]) ? char.ToLowerInvariant(value[at]) : char.ToUpperInvariant(value[at])) + value[(at + 1)..],
            4 => value.Insert(value.LastIndexOfAny(['@', '!', ':', '|']) + 1, random.Next(2) == 0 ? "0" : "+"),
            5 => value.Insert(at, random.Next(2) == 0 ? "0" : " "),
            6 => value.Split(',') is [var one, var other] ? $"{other},{one}" : $"{value},{value}",
            7 => value.Remove(at, 1),
            _ => value + random.Next(3) switch { 0 => " ", 1 => "|", _ => "\n" },
        };
    }

    private static IEnumerable<string> FindIds(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FindIds),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => member.Name == "id" ? [member.Value.GetString()!] : FindIds(member.Value)),
        _ => [],
    };
}
