using System.Text;
using System.Text.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Gateways;

/// <summary>The operations of a batch share upstream calls, as the fields of one operation do.</summary>
public sealed class BatchCallTests
{
    private const string ValueOf = "query($a: Address!) { wallet(address: $a) { valueUsd } }";

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Theory]
    [InlineData(10, 1)]
    [InlineData(50, 5)]
    public async Task RequestBatch_Should_TakeOneCallPerTenWallets_When_EachRequestHasOne(int wallets, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var results = await PostAsync(graph, JsonSerializer.Serialize(Wallets.Some(wallets).Select(a => new { query = ValueOf, variables = new { a } })));

        results.Count.ShouldBe(wallets);
        results.ShouldAllBe(result => result.GetProperty("data").GetProperty("wallet").GetProperty("valueUsd").ValueKind == JsonValueKind.Number);
        results.Sum(ReadCalls).ShouldBe(calls);
        graph.Calls.Count.ShouldBe(calls);
    }

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Theory]
    [InlineData(10, 1)]
    [InlineData(100, 10)]
    public async Task VariableBatch_Should_TakeOneCallPerTenWallets_When_EachSetHasOne(int wallets, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var results = await PostAsync(graph, JsonSerializer.Serialize(new { query = ValueOf, variables = Wallets.Some(wallets).Select(a => new { a }) }));

        results.Select(result => result.GetProperty("variableIndex").GetInt32()).ShouldBe(Enumerable.Range(0, wallets));
        results.Sum(ReadCalls).ShouldBe(calls);
        graph.Calls.Count.ShouldBe(calls);
    }

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Fact]
    public async Task Batch_Should_UniteFacets_When_RequestsSelectDifferentPartsOfOneWallet()
    {
        await using var graph = await GraphServer.StartAsync();

        var results = await PostAsync(
            graph,
            JsonSerializer.Serialize(new[] { "valueUsd", "breakdown { byChain { valueUsd } }", "tokens { nodes { amount } }", "tokens { nodes { profitAndLoss { roi } } }" }
                .Select(selection => new { query = $"query($a: Address!) {{ wallet(address: $a) {{ {selection} }} }}", variables = new { a = Wallets.Typical } })));

        results.Any(result => result.TryGetProperty("errors", out _)).ShouldBeFalse();
        graph.Calls.Count.ShouldBe(2);
    }

    [DiffersOnHotChocolate("one wrong set of variables fails all of them")]
    [Fact]
    public async Task VariableBatch_Should_FailOneSetOnly_When_ItsAddressIsInvalid()
    {
        await using var graph = await GraphServer.StartAsync();

        var results = await PostAsync(graph, JsonSerializer.Serialize(new { query = ValueOf, variables = new[] { Wallets.Typical, "vitalik.eth", Wallets.Empty }.Select(a => new { a }) }));

        results[1].GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("ADDRESS_INVALID");
        results[0].GetProperty("data").GetProperty("wallet").GetProperty("valueUsd").GetDecimal().ShouldBeGreaterThan(0);
        results[2].GetProperty("data").GetProperty("wallet").GetProperty("valueUsd").GetDecimal().ShouldBe(0);
        graph.Calls.ShouldHaveSingleItem();
    }

    [DiffersOnHotChocolate("it counts the calls of a batch to one of its requests")]
    [Fact]
    public async Task Batch_Should_ReportStaleFieldsWithTheirRequest_When_TheUpstreamFails()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:TimeToLive"] = "00:00:00" });
        var wallets = Wallets.Some(2);
        (await graph.QueryAsync(ValueOf, new { a = wallets[1] })).ShouldHaveNoErrors();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 500 });

        var results = await PostAsync(graph, JsonSerializer.Serialize(wallets.Select(a => new { query = ValueOf, variables = new { a } })));

        results[0].GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldBe("UPSTREAM_UNAVAILABLE");
        results[0].GetProperty("extensions").GetProperty("upstream").GetProperty("stale").GetArrayLength().ShouldBe(0);
        results[1].GetProperty("data").GetProperty("wallet").GetProperty("valueUsd").ValueKind.ShouldBe(JsonValueKind.Number);
        results[1].GetProperty("extensions").GetProperty("upstream").GetProperty("stale").GetArrayLength().ShouldBe(1);
    }

    private static int ReadCalls(JsonElement result) => result.GetProperty("extensions").GetProperty("upstream").GetProperty("calls").GetInt32();

    private static async Task<IReadOnlyList<JsonElement>> PostAsync(GraphServer graph, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await graph.Client.PostAsync("/graphql", content);
        return [.. JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray()];
    }
}
