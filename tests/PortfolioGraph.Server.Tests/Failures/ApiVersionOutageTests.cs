using System.Net;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>One version of the upstream API is down completely. Capabilities that both versions have still work, and each failed field has an error with a code.</summary>
public sealed class ApiVersionOutageTests
{
    private static readonly (string Name, string Version)[] ApiVersions = [("first", "v4"), ("second", "v5.0")];

    private static readonly SandboxFault[] Outages =
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

    /// <summary>The selections that either version can serve. Add one line for each new capability.</summary>
    private static readonly string[] Shared =
    [
        "wallet(address: $address) { valueUsd }",
        "wallet(address: $address) { chains { chain { name } valueUsd share } }",
        "wallet(address: $address) { chain(chainId: 1) { valueUsd } }",
        "wallet(address: $address) { breakdown { totalUsd byChain { valueUsd } byCategory { category valueUsd } byProtocol { valueUsd } debtsUsd unexplainedUsd } }",
        "wallet(address: $address) { tokens { nodes { token { symbol } amount priceUsd valueUsd } } }",
        "wallet(address: $address) { tokens { nodes { valueUsd profitAndLoss { absoluteUsd roi } } } }",
        "wallet(address: $address) { positions { nodes { name kind valueUsd profitAndLoss { absoluteUsd roi } } } }",
        "wallet(address: $address) { protocols { nodes { protocol { name } valueUsd profitAndLoss { absoluteUsd } } } }",
        "portfolio(addresses: [$address, $other]) { valueUsd tokens { nodes { valueUsd } } positions { nodes { valueUsd } } }",
        "wallets(addresses: [$address, $other]) { valueUsd positions { nodes { valueUsd profitAndLoss { absoluteUsd } } } }",
        "chains { chainId name }",
        "protocols { name }",
    ];

    /// <summary>The selections that only one version can serve, and the paths of the errors when that version is down.</summary>
    private static readonly (string Version, string Selection, string[] FailedPaths)[] Exclusive =
    [
        ("v4", "wallet(address: $address) { profitAndLoss { absoluteUsd } valueUsd }", ["wallet.profitAndLoss"]),
        ("v5.0", "wallet(address: $address) { tokens(first: 1) { nodes { token { symbol } valueUsd } } positions(first: 1) { nodes { name isLocked economics { weightedApr } } } }",
            ["wallet.positions.nodes.0.economics", "wallet.positions.nodes.0.isLocked"]),
    ];

    public static TheoryData<string, int> OutagesOfVersions
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var (_, version) in ApiVersions)
            {
                for (var outage = 0; outage < Outages.Length; outage++)
                    cases.Add(version, outage);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(OutagesOfVersions))]
    public async Task Graph_Should_ServeEverySharedCapability_When_OneVersionIsDown(string version, int outage)
    {
        await using var graph = await GraphServer.StartAsync();
        await using var healthy = await GraphServer.StartAsync();
        TakeDown(graph, version, Outages[outage]);

        foreach (var selection in Shared)
        {
            var response = (await QueryAsync(graph, selection)).ShouldHaveNoErrors();
            var expected = (await QueryAsync(healthy, selection)).ShouldHaveNoErrors();

            GetNullPaths(response.Body.GetProperty("data")).ShouldBe(GetNullPaths(expected.Body.GetProperty("data")), ignoreOrder: true, selection);
        }
    }

    [Theory]
    [InlineData("v4")]
    [InlineData("v5.0")]
    public async Task Graph_Should_ReportTheFailedFields_When_OneVersionIsDown(string version)
    {
        await using var graph = await GraphServer.StartAsync();
        TakeDown(graph, version, new SandboxFault { Status = 503 });

        var (_, selection, failedPaths) = Exclusive.Single(exclusive => exclusive.Version == version);
        var response = await QueryAsync(graph, selection);

        response.Paths.ShouldBe(failedPaths, ignoreOrder: true);
        response.Codes.ShouldAllBe(code => code == "UPSTREAM_UNAVAILABLE");
        response.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Graph_Should_ReportAnError_When_ClosedHoldingsMayBeMissing()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options => options.ClosedInSnapshots = false);
        TakeDown(graph, "v4", new SandboxFault { Status = 503 });

        var response = await QueryAsync(graph, "wallet(address: $address) { open: positions { nodes { name } } all: positions(includeClosed: true) { nodes { name } } tokens(includeClosed: true) { totalCount } }");

        response.Paths.ShouldBe(["wallet.all", "wallet.tokens"], ignoreOrder: true);
        response.Codes.ShouldAllBe(code => code == "UPSTREAM_UNAVAILABLE");
        response.IsNull("wallet.open").ShouldBeFalse();
    }

    [Fact]
    public async Task Graph_Should_NotCallTheFailedVersion_When_ItsCircuitBreakerIsOpen()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Upstream:BreakerMinimumThroughput"] = "3", ["Upstream:BreakDuration"] = "00:10:00" });
        TakeDown(graph, "v4", new SandboxFault { Status = 500 });
        await QueryAsync(graph, Shared[4]);
        graph.Sandbox.ClearCalls();

        (await QueryAsync(graph, Shared[6])).ShouldHaveNoErrors();

        graph.Calls.ShouldBe(["v5.0/protocols/snapshot addresses=d8da", "v5.0/protocols/metrics addresses=d8da"]);
    }

    private static void TakeDown(GraphServer graph, string version, SandboxFault outage) =>
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = version + "/*", Kind = outage.Kind, Status = outage.Status });

    private static Task<GraphResponse> QueryAsync(GraphServer graph, string selection)
    {
        var parameters = string.Join(", ", new[] { "$address", "$other" }.Where(name => selection.Contains(name, StringComparison.Ordinal)).Select(name => name + ": Address!"));
        return graph.QueryAsync(
            parameters.Length == 0 ? $"{{ {selection} }}" : $"query({parameters}) {{ {selection} }}",
            new { address = Wallets.Typical, other = SandboxPersonas.Debtor });
    }

    /// <summary>Returns the paths of all null values without list indexes, because the versions may order equal values differently.</summary>
    private static IEnumerable<string> GetNullPaths(JsonElement value, string path = "") => value.ValueKind switch
    {
        JsonValueKind.Null => [path],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => GetNullPaths(member.Value, path + "." + member.Name)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => GetNullPaths(item, path)),
        _ => [],
    };
}
