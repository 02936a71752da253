using System.Net;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>One version of the data source is gone altogether: what both can answer is answered all the same, and what is lost is told with a code.</summary>
public sealed class ApiVersionOutageTests
{
    private static readonly (string Name, string Version)[] Versions = [("first", "v4"), ("second", "v5.0")];

    private static readonly SandboxFault[] Deaths =
    [
        new() { Status = 500 },
        new() { Status = 503 },
        new() { Status = 404 },
        new() { Status = 410 },
        new() { Kind = FaultKind.Html },
        new() { Kind = FaultKind.WrongShape },
        new() { Kind = FaultKind.EmptyBody },
        new() { Kind = FaultKind.Reset },
    ];

    /// <summary>What either version can answer. A capability more is a line more.</summary>
    private static readonly string[] Shared =
    [
        "wallet(address: $address) { valueUsd }",
        "wallet(address: $address) { chains { chain { name } valueUsd share } }",
        "wallet(address: $address) { chain(chainId: 1) { valueUsd } }",
        "wallet(address: $address) { breakdown { totalUsd byChain { valueUsd } byCategory { category valueUsd } byProtocol { valueUsd } debtsUsd unexplainedUsd } }",
        "wallet(address: $address) { tokens { nodes { token { symbol } amount priceUsd valueUsd } } }",
        "wallet(address: $address) { tokens { nodes { valueUsd profitAndLoss { absoluteUsd roi } } } }",
        "wallet(address: $address) { positions { nodes { name kind valueUsd profitAndLoss { absoluteUsd roi } } } }",
        "wallet(address: $address) { protocols { protocol { name } valueUsd profitAndLoss { absoluteUsd } } }",
        "portfolio(addresses: [$address, $other]) { valueUsd tokens { nodes { valueUsd } } positions { nodes { valueUsd } } }",
        "wallets(addresses: [$address, $other]) { valueUsd positions { nodes { valueUsd profitAndLoss { absoluteUsd } } } }",
        "chains { chainId name }",
        "protocols { name }",
    ];

    /// <summary>What only one version has, where the fields go that then have none, and their codes.</summary>
    private static readonly (string Version, string Selection, string[] Lost)[] Own =
    [
        ("v4", "wallet(address: $address) { profitAndLoss { absoluteUsd } valueUsd }", ["wallet.profitAndLoss"]),
        ("v5.0", "wallet(address: $address) { tokens(first: 1) { nodes { token { symbol } valueUsd } } positions(first: 1) { nodes { name isLocked economics { weightedApr } } } }",
            ["wallet.positions.nodes.0.economics", "wallet.positions.nodes.0.isLocked"]),
    ];

    public static TheoryData<string, int> DeathsOfVersions
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var (_, version) in Versions)
            {
                for (var death = 0; death < Deaths.Length; death++)
                    cases.Add(version, death);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(DeathsOfVersions))]
    public async Task Graph_Should_AnswerEverySharedCapability_When_OneVersionIsDead(string version, int death)
    {
        await using var graph = await GraphServer.StartAsync();
        await using var healthy = await GraphServer.StartAsync();
        Kill(graph, version, Deaths[death]);

        foreach (var selection in Shared)
        {
            var answer = (await AskAsync(graph, selection)).Good();
            var expected = (await AskAsync(healthy, selection)).Good();

            Nulls(answer.Body.GetProperty("data")).ShouldBe(Nulls(expected.Body.GetProperty("data")), ignoreOrder: true, selection);
        }
    }

    [Theory]
    [InlineData("v4")]
    [InlineData("v5.0")]
    public async Task Graph_Should_SayWhatIsLost_When_OneVersionIsDead(string version)
    {
        await using var graph = await GraphServer.StartAsync();
        Kill(graph, version, new SandboxFault { Status = 503 });

        var (_, selection, lost) = Own.Single(own => own.Version == version);
        var answer = await AskAsync(graph, selection);

        answer.Paths.ShouldBe(lost, ignoreOrder: true);
        answer.Codes.ShouldAllBe(code => code == "UPSTREAM_UNAVAILABLE");
        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Graph_Should_GiveNoListForOne_When_ClosedHoldingsMayBeMissing()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options => options.ClosedInSnapshots = false);
        Kill(graph, "v4", new SandboxFault { Status = 503 });

        var answer = await AskAsync(graph, "wallet(address: $address) { open: positions { nodes { name } } all: positions(includeClosed: true) { nodes { name } } tokens(includeClosed: true) { totalCount } }");

        answer.Paths.ShouldBe(["wallet.all", "wallet.tokens"], ignoreOrder: true);
        answer.Codes.ShouldAllBe(code => code == "UPSTREAM_UNAVAILABLE");
        answer.IsNull("wallet.open").ShouldBeFalse();
    }

    [Fact]
    public async Task Graph_Should_AskTheDeadVersionNoMore_When_ItsBreakerIsOpen()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Upstream:BreakerMinimumThroughput"] = "3", ["Upstream:BreakDuration"] = "00:10:00" });
        Kill(graph, "v4", new SandboxFault { Status = 500 });
        await AskAsync(graph, Shared[4]);
        graph.Sandbox.ClearCalls();

        (await AskAsync(graph, Shared[6])).Good();

        graph.Calls.ShouldBe(["v5.0/protocols/snapshot addresses=d8da", "v5.0/protocols/metrics addresses=d8da"]);
    }

    private static void Kill(GraphServer graph, string version, SandboxFault death) =>
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = version + "/*", Kind = death.Kind, Status = death.Status });

    private static Task<GraphResponse> AskAsync(GraphServer graph, string selection)
    {
        var parameters = string.Join(", ", new[] { "$address", "$other" }.Where(name => selection.Contains(name, StringComparison.Ordinal)).Select(name => name + ": Address!"));
        return graph.AskAsync(
            parameters.Length == 0 ? $"{{ {selection} }}" : $"query({parameters}) {{ {selection} }}",
            new { address = Wallets.Typical, other = SandboxPersonas.Debtor });
    }

    /// <summary>The places of all that is null, list indexes left out: the versions may have equal values in another order.</summary>
    private static IEnumerable<string> Nulls(JsonElement value, string path = "") => value.ValueKind switch
    {
        JsonValueKind.Null => [path],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Nulls(member.Value, path + "." + member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => Nulls(item, path)),
        _ => [],
    };
}
