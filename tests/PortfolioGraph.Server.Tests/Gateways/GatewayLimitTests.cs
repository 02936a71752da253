using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Gateways;

/// <summary>The operations of gateways are within the limits of the profile Public. A rejection names the setting.</summary>
public sealed class GatewayLimitTests
{
    // A hundred calls at once can take longer than the default timeouts on a busy machine, and an attempt after a timeout is another call.
    private static readonly Dictionary<string, string> Public = new()
    {
        ["Server:Profile"] = "Public",
        ["Server:OperationTimeout"] = "00:05:00",
        ["Upstream:Timeout"] = "00:04:00",
        ["Upstream:AttemptTimeout"] = "00:02:00",
    };

    private static string[] Addresses(int count) => [.. Enumerable.Range(0, count).Select(i => $"0x{i:x4}{new string('c', 36)}")];

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public async Task AliasBatch_Should_Run_When_EachWalletHasAnAlias(int wallets)
    {
        await using var graph = await GraphServer.StartAsync(Public);
        var addresses = Addresses(wallets);

        var response = await graph.QueryAsync($"{{ {string.Concat(addresses.Select((a, i) => $"w{i}: walletByKey(address: \"{a}\") {{ owner: address worth: valueUsd }} "))} }}");

        response.ShouldHaveNoErrors()[$"w{wallets - 1}.owner"].GetString()!.ToLowerInvariant().ShouldBe(addresses[^1]);
        graph.Calls.Count.ShouldBe(wallets / 10);
    }

    // A gateway that merges requests sends them as aliases with lists.
    [Fact]
    public async Task ThousandWallets_Should_TakeAHundredCalls_When_TheyComeInChunks()
    {
        await using var graph = await GraphServer.StartAsync(Public);
        var addresses = Addresses(1_000);

        var variables = addresses.Chunk(100).Select((chunk, i) => KeyValuePair.Create($"a{i}", chunk)).ToDictionary();
        var response = await graph.QueryAsync(
            $"query({string.Join(", ", variables.Keys.Select(name => $"${name}: [String!]!"))}) {{ {string.Concat(variables.Keys.Select(name => $"{name}: walletsByKey(addresses: ${name}) {{ valueUsd }} "))} }}",
            variables);

        response.ShouldHaveNoErrors()["a9"].GetArrayLength().ShouldBe(100);
        graph.Calls.Count.ShouldBe(100);
    }

    [Theory]
    [InlineData(1_000, 100)]
    [InlineData(1_001, 0)]
    public async Task WalletsByKey_Should_TakeAThousandKeys_When_AGatewayCannotSplitThem(int wallets, int calls)
    {
        await using var graph = await GraphServer.StartAsync(Public);

        var response = await graph.QueryAsync("query($a: [String!]!) { walletsByKey(addresses: $a) { valueUsd } }", new { a = Addresses(wallets) });

        response.Codes.ShouldBe(calls == 0 ? ["TOO_MANY_ADDRESSES"] : []);
        graph.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public async Task ThousandEntities_Should_TakeAHundredCalls_When_TheyAreOneRequest()
    {
        await using var graph = await GraphServer.StartAsync(Public);

        var response = await graph.QueryAsync(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on Wallet { valueUsd } } }",
            new { r = Addresses(1_000).Select(address => new { __typename = "Wallet", address }) });

        response.ShouldHaveNoErrors()["_entities"].GetArrayLength().ShouldBe(1_000);
        graph.Calls.Count.ShouldBe(100);
    }

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Fact]
    public async Task ThousandSetsOfVariables_Should_TakeAHundredCalls_When_TheyAreOneRequest()
    {
        await using var graph = await GraphServer.StartAsync(Public);
        using var content = new StringContent(
            JsonSerializer.Serialize(new { query = "query($a: String!) { walletByKey(address: $a) { valueUsd } }", variables = Addresses(1_000).Select(a => new { a }) }),
            Encoding.UTF8,
            "application/json");

        using var response = await graph.Client.PostAsync("/graphql", content);

        var results = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray().ToList();
        results.Count.ShouldBe(1_000);
        results.ShouldAllBe(result => result.GetProperty("data").GetProperty("walletByKey").GetProperty("valueUsd").ValueKind == JsonValueKind.Number);
        graph.Calls.Count.ShouldBe(100);
    }

    [Fact]
    public async Task AliasBatch_Should_Run_When_ItHasThousandsOfFields()
    {
        await using var graph = await GraphServer.StartAsync(Public);
        var leaves = string.Join(' ', Enumerable.Range(0, 25).Select(i => i % 2 == 0 ? "address" : "id"));

        var response = await graph.QueryAsync($"{{ {string.Concat(Addresses(100).Select((a, i) => $"w{i}: walletByKey(address: \"{a}\") {{ {leaves} }} "))} }}");

        response.ShouldHaveNoErrors()["w99.address"].GetString().ShouldNotBeNull();
    }

    // Aliases repeat a long text for free otherwise.
    [Theory]
    [InlineData("service", "_service", "sdl")]
    [InlineData("report", "wallet(address: \"0x0000000000000000000000000000000000000001\") { report", "csv")]
    public async Task LongTexts_Should_CostSomething_When_AliasesRepeatThem(string alias, string field, string text)
    {
        await using var graph = await GraphServer.StartAsync(Public);
        var texts = string.Join(' ', Enumerable.Range(0, 9).Select(i => $"t{i}: {text}"));
        var end = field.Contains('{', StringComparison.Ordinal) ? "} }" : "}";

        var response = await graph.QueryAsync($"{{ {string.Concat(Enumerable.Range(0, 30).Select(i => $"{alias}{i}: {field} {{ {texts} {end} "))} }}");

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        response.Errors[0].GetProperty("message").GetString()!.ShouldContain("MaxFieldCost");
        graph.Calls.ShouldBeEmpty();
    }

    // Each portfolio takes a call of its own, unlike a wallet.
    [Fact]
    public async Task Portfolios_Should_CostACallEach_When_TheirValueIsSelected()
    {
        await using var graph = await GraphServer.StartAsync(Public);

        var response = await graph.QueryAsync(
            "query($r: [_Any!]!) { _entities(representations: $r) { ... on Portfolio { valueUsd } } }",
            new { r = Addresses(1_000).Select(address => new { __typename = "Portfolio", addresses = new[] { address } }) });

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        response.Errors[0].GetProperty("message").GetString()!.ShouldContain("MaxFieldCost");
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("walletsByKey(addresses: $a) { tokens { nodes { amount } } positions { nodes { name } } breakdown { totalUsd } profitAndLoss { roi } }", 100, "MaxFieldCost")]
    [InlineData("walletsByKey(addresses: $a) { tokens(first: 500) { nodes { amount } } }", 30, "MaxTypeCost")]
    public async Task Operation_Should_BeRejectedWithTheSetting_When_ItCostsTooMuch(string selection, int wallets, string setting)
    {
        await using var graph = await GraphServer.StartAsync(Public);

        var response = await graph.QueryAsync($"query($a: [String!]!) {{ {selection} }}", new { a = Addresses(wallets) });

        response.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        response.Errors[0].GetProperty("message").GetString()!.ShouldContain(setting);
        graph.Calls.ShouldBeEmpty();
    }
}
