using System.Net;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>
/// Bad input: what errors tell besides status and code, which the table of malformed requests has for each: the place, what is allowed, and not
/// what was sent. And what is just within a limit.
/// </summary>
public sealed class InvalidInputTests
{
    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e5341\u00005d37aa9604")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e5&use_cache=tru")]
    [InlineData("vitalik.eth")]
    public async Task Variable_Should_BeNamedAndNotRepeated_When_TheAddressIsBad(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync("query($wallet: Address!) { wallet(address: $wallet) { valueUsd } }", new { wallet = address });

        answer.Body.TryGetProperty("data", out _).ShouldBeFalse();
        answer.Errors[0].ToString().ShouldContain("wallet");
        answer.Body.ToString().ShouldNotContain(JsonSerializer.Serialize(address).Trim('"'));
    }

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    public async Task Argument_Should_BeNamedWithItsPlace_When_TheAddressIsBad(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"{{ wallet(address: \"{address}\") {{ valueUsd }} }}");

        answer.Errors[0].ToString().ShouldContain("address");
        answer.Body.ToString().ShouldNotContain(address);
        answer.Errors[0].GetProperty("locations")[0].GetProperty("line").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task ListItem_Should_BeNamedByItsPlace_When_OneAddressOfManyIsBad()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($wallets: [Address!]!) { wallets(addresses: $wallets) { valueUsd } }",
            new { wallets = new[] { Wallets.Typical, "nonsense" } });

        answer.InputPaths.ShouldBe(["wallets.1"]);
    }

    [Fact]
    public async Task Wallets_Should_BeEmpty_When_NoneIsAsked()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync("{ wallets(addresses: []) { valueUsd } }");

        answer.Good()["wallets"].GetArrayLength().ShouldBe(0);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wallets_Should_BeAnswered_When_AHundredAreAsked()
    {
        await using var graph = await GraphServer.StartAsync();
        var addresses = Enumerable.Range(0, 100).Select(i => $"0x{i:x40}").ToArray();

        var answer = await graph.AskAsync("query($addresses: [Address!]!) { wallets(addresses: $addresses) { address } }", new { addresses });

        answer.Good()["wallets"].GetArrayLength().ShouldBe(100);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public async Task Portfolio_Should_BeTheErrorsPath_When_ItCannotBeOfThatMany(int count) =>
        (await AskForPortfolioAsync(Wallets.Some(count))).Paths.ShouldBe(["portfolio"]);

    [Fact]
    public async Task Portfolio_Should_BeAnswered_When_ItIsOfTen() =>
        (await AskForPortfolioAsync(Wallets.Some(10))).Good()["portfolio.addresses"].GetArrayLength().ShouldBe(10);

    [Fact]
    public async Task Portfolio_Should_CountAnAddressOnce_When_ItIsNamedTwice() =>
        (await AskForPortfolioAsync(Enumerable.Repeat(Wallets.Typical, 30))).Good()["portfolio.addresses"].GetArrayLength().ShouldBe(1);

    // An id that may be a new chain's is looked up: one call for all clients, for as long as the list is kept. An id that no chain can have costs none.
    [Theory]
    [InlineData("chain(chainId: 534352) { name }", "chain", 1)]
    [InlineData("chain(chainId: -1) { name }", "chain", 0)]
    [InlineData("protocols(chainId: 5) { name }", "protocols", 1)]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chain(chainId: 2) { valueUsd } }", "wallet.chain", 1)]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chains(chainIds: [1, 2]) { valueUsd } }", "wallet.chains", 1)]
    public async Task Chains_Should_BeListedAtTheErrorsPath_When_OneIsNotSupported(string selection, string path, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"{{ {selection} }}");
        await graph.AskAsync($"{{ {selection} }}");

        graph.Calls.ShouldBe(Enumerable.Repeat("v5.0/general/supported_chains", calls));
        answer.Paths.ShouldBe([path]);
        answer.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(c => c.GetInt32()).ShouldContain(8453);
    }

    [Theory]
    [InlineData("{ chains { name }")]
    [InlineData("{ nothing }")]
    [InlineData("{ chain { name } }")]
    [InlineData("{ chain(chainId: \"1\") { name } }")]
    [InlineData("{ chain(chainId: 1) }")]
    [InlineData("query($a: Address!) { chains { name } }")]
    public async Task Document_Should_BeRefusedWithItsPlace_When_ItIsInvalid(string query)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(query);

        answer.Body.TryGetProperty("data", out _).ShouldBeFalse();
        answer.Errors.ShouldNotBeEmpty();
        answer.Errors.ShouldAllBe(e => e.GetProperty("locations")[0].GetProperty("line").GetInt32() == 1);
    }

    [Theory]
    [InlineData("{\"address\": 5}")]
    [InlineData("{}")]
    [InlineData("{\"address\": [\"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\"]}")]
    public async Task Variable_Should_BeNamed_When_ItsTypeIsWrong(string variables)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($address: Address!) { wallet(address: $address) { valueUsd } }",
            JsonDocument.Parse(variables).RootElement);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Errors[0].ToString().ShouldContain("address");
    }

    [Theory]
    [InlineData("tokens(first: 501) { totalCount }", "tokens")]
    [InlineData("tokens(after: \"nonsense\") { totalCount }", "tokens")]
    [InlineData("positions(first: 501) { totalCount }", "positions")]
    public async Task Connection_Should_BeTheErrorsPath_When_ThePagesSizeOrCursorIsBad(string selection, string field)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address = Wallets.Empty });

        answer.Paths.ShouldBe([$"wallet.{field}"]);
    }

    private static async Task<GraphResponse> AskForPortfolioAsync(IEnumerable<string> addresses)
    {
        await using var graph = await GraphServer.StartAsync();
        var answer = await graph.AskAsync("query($addresses: [Address!]!) { portfolio(addresses: $addresses) { addresses } }", new { addresses });
        graph.Calls.ShouldBeEmpty();
        return answer;
    }
}
