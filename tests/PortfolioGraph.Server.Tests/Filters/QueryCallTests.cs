using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Filters;

/// <summary>The upstream calls and the cost of filters and sort keys, and failures of what they compare.</summary>
public sealed class QueryCallTests
{
    private const string Tokens = "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0";
    private const string Positions = "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0";
    private const string Value = "v5.0/general/current_value addresses=d8da";
    private const string Locks = "v5.0/protocols/snapshot addresses=d8da";

    public static TheoryData<string, string[]> Queries => new()
    {
        // The rows have it.
        { "tokens(where: { valueUsd: { gt: 1 }, token: { symbol: { contains: \"e\" } } }, order: [{ amount: DESC }]) { nodes { valueUsd } }", [Tokens] },
        { "tokens(where: { profitAndLoss: { absoluteUsd: { gt: 0 } } }) { nodes { valueUsd } }", [Tokens] },
        // A part that is not selected is requested in the same call.
        { "tokens(range: ONE_DAY, order: [{ profitAndLoss: { roi: DESC } }]) { nodes { valueUsd } }", [Tokens.Replace("1year", "1day", StringComparison.Ordinal)] },
        { "positions(where: { isLocked: { eq: true } }) { nodes { name } }", [Locks] },
        { "positions(where: { or: [{ isLocked: { eq: true } }, { kind: { eq: SUPPLY } }] }) { nodes { isLocked } }", [Locks] },
        { "positions(order: [{ profitAndLoss: { absoluteUsd: DESC } }]) { nodes { name } }", [Positions] },
        { "protocols(order: [{ profitAndLoss: { absoluteUsd: DESC } }]) { nodes { valueUsd } }", [Positions] },
        // A share needs the whole, which is requested once.
        { "tokens(where: { share: { gt: 0.01 } }) { nodes { valueUsd } }", [Tokens, Value] },
        { "valueUsd tokens(where: { share: { gt: 0.01 } }) { nodes { valueUsd share } } protocols(order: [{ share: DESC }]) { nodes { share } }", [Tokens, Positions, Value] },
        // Two lists of the same rows share one load.
        { "all: tokens { totalCount } some: tokens(where: { valueUsd: { gt: 100 } }) { totalCount } worst: tokens(first: 1, order: [{ profitAndLoss: { absoluteUsd: ASC } }]) { nodes { valueUsd } }", [Tokens] },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Query_Should_RequestWhatItCompares_When_NothingElseDoes(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();

        (await QueryAsync(graph, selection)).ShouldHaveNoErrors();

        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(calls.Order(StringComparer.Ordinal));
    }

    // A field without a condition or a key needs no facet and no value of the whole.
    [Theory]
    [InlineData("tokens(where: { share: { gte: $n } }) { nodes { valueUsd } }", Tokens)]
    [InlineData("tokens(where: { share: {} }) { nodes { valueUsd } }", Tokens)]
    [InlineData("tokens(where: { or: [{ share: { gte: $n } }, { share: {} }] }) { nodes { valueUsd } }", Tokens)]
    [InlineData("tokens(order: [{ share: $d }]) { nodes { valueUsd } }", Tokens)]
    [InlineData("positions(where: { isLocked: { eq: $b } }) { nodes { name } }", Positions)]
    [InlineData("positions(where: { isLocked: {}, profitAndLoss: {} }) { nodes { name } }", Positions)]
    [InlineData("positions(where: { isLocked: { eq: true }, profitAndLoss: { absoluteUsd: { gt: $n }, and: [], or: [{}, { roi: {} }] } }) { nodes { name } }", Locks)]
    [InlineData("positions(where: { isLocked: { eq: true } }, order: [{ profitAndLoss: { roi: $d } }]) { nodes { name } }", Locks)]
    [InlineData("protocols(where: { share: { lt: $n }, profitAndLoss: { roi: { gt: $n } } }) { nodes { valueUsd } }", Positions)]
    [DiffersOnHotChocolate("an object without operations fails with INTERNAL_ERROR")]
    public async Task Query_Should_RequestNothingMore_When_AConditionIsNotGiven(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();
        string[] declared = [.. new[] { "$n: Decimal", "$b: Boolean", "$d: SortEnumType" }.Where(variable => selection.Contains(variable[..2], StringComparison.Ordinal))];

        (await graph.QueryAsync($"query({string.Join(", ", declared.Prepend("$address: Address!"))}) {{ wallet(address: $address) {{ {selection} }} }}", new { address = SandboxPersonas.Typical })).ShouldHaveNoErrors();

        graph.Calls.ShouldBe([call]);
    }

    [Fact]
    public async Task Query_Should_FindLoadedValues_When_TheyAreNotSelected()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = (await QueryAsync(graph, "gains: tokens(where: { profitAndLoss: { absoluteUsd: { gt: 0 } } }) { totalCount } losses: tokens(where: { profitAndLoss: { absoluteUsd: { lte: 0 } } }) { totalCount } shares: tokens(where: { share: { gt: 0 } }) { totalCount }")).ShouldHaveNoErrors();

        foreach (var list in new[] { "gains", "losses", "shares" })
            response.Number($"wallet.{list}.totalCount").ShouldBeGreaterThan(0, list);
    }

    // A list without the items that could not be compared would look complete.
    [Theory]
    [InlineData("tokens(where: { share: { gt: 0.01 } })", "all: tokens { totalCount }", "v5.0/general/current_value", "v4/general/current_value", "v4/overview/erc20/current_value", "v4/overview/protocols/current_value")]
    [InlineData("positions(where: { isLocked: { eq: true } })", "all: positions { totalCount }", "v5.0/*")]
    [InlineData("protocols(order: [{ share: DESC }])", "all: protocols { totalCount }", "v5.0/general/current_value", "v4/general/current_value", "v4/overview/erc20/current_value", "v4/overview/protocols/current_value")]
    public async Task Query_Should_Fail_When_WhatItComparesCannotBeLoaded(string list, string whole, params string[] failing)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options =>
        {
            foreach (var route in failing)
                options.Faults.Add(new SandboxFault { Route = route });
        });

        var response = await QueryAsync(graph, $"list: {list} {{ totalCount }} {whole}");

        response.Paths.ShouldBe(["wallet.list"]);
        response.Codes.ShouldBe(["UPSTREAM_UNAVAILABLE"]);
        response.Number("wallet.all.totalCount").ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("tokens { totalCount }", 20)]
    [InlineData("tokens(where: { valueUsd: { gt: 1, lt: 5 } }, order: [{ valueUsd: ASC }]) { totalCount }", 50)]
    [InlineData("tokens(where: $where) { totalCount }", 40)]
    [DiffersOnHotChocolate("a filter in a variable costs a fixed amount, and the cost is in extensions.operationCost")]
    public async Task Cost_Should_CountOperationsAndKeys_When_TheyAreInlineOrVariables(string selection, decimal cost)
    {
        await using var graph = await GraphServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = System.Net.Http.Json.JsonContent.Create(new
            {
                query = $"query($address: Address!{(selection.Contains('$', StringComparison.Ordinal) ? ", $where: TokenHoldingFilterInput" : "")}) {{ wallet(address: $address) {{ {selection} }} }}",
                variables = new { address = SandboxPersonas.Typical, where = new { valueUsd = new { gt = 1, lt = 5 } } },
            }),
        };
        request.Headers.Add("GraphQL-Cost", "validate");

        using var response = await graph.Client.SendAsync(request);

        // The wallet weighs 1, the connection its 20.
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        body.RootElement.GetProperty("extensions").GetProperty("cost").GetProperty("fieldCost").GetDecimal().ShouldBe(cost + 1);
    }

    private static Task<GraphResponse> QueryAsync(GraphServer graph, string selection) =>
        graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address = SandboxPersonas.Typical });
}
