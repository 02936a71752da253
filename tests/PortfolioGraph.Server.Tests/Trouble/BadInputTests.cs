using System.Net;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Trouble;

/// <summary>Bad input: a coded error that names the place, the right HTTP status, no upstream call, and a server that goes on.</summary>
public sealed class BadInputTests
{
    private const string GoodQuery = "{ chain(chainId: 1) { name } }";

    public static TheoryData<string> BadAddresses =>
    [
        "",
        "0x",
        "0xd8da6bf26964af9d7eed9e03e53415d37aa9604",
        "0xd8da6bf26964af9d7eed9e03e53415d37aa960455",
        "0xd8da6bf26964af9d7eed9e03e53415d37aa9604g",
        "0Xd8da6bf26964af9d7eed9e03e53415d37aa96045",
        " 0xd8da6bf26964af9d7eed9e03e53415d37aa96045",
        "0xd8da6bf26964af9d7eed9e03e53415d37aa96045\n",
        "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045",
        "0xd8da6bf26964af9d7eed9e03e53415d37аа96045",
        "0xd8da6bf26964af9d7eed9e03e5341\u00005d37aa9604",
        "0xd8da6bf26964af9d7eed9e03e5&use_cache=tru",
        "../../../general/status",
        "vitalik.eth",
    ];

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public async Task Variable_Should_BeRefusedByName_When_TheAddressIsBad(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync("query($wallet: Address!) { wallet(address: $wallet) { valueUsd } }", new { wallet = address });

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.TryGetProperty("data", out _).ShouldBeFalse();
        answer.Codes.ShouldBe(["ADDRESS_INVALID"]);
        answer.Errors[0].ToString().ShouldContain("wallet");
        if (address.Length > 4)
            answer.Body.ToString().ShouldNotContain(JsonSerializer.Serialize(address).Trim('"'));
        graph.Calls.ShouldBeEmpty();
        (await graph.AskAsync(GoodQuery)).Good();
    }

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045")]
    public async Task Literal_Should_BeRefusedByArgument_When_TheAddressIsBad(string address)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"{{ wallet(address: \"{address}\") {{ valueUsd }} }}");

        answer.Codes.ShouldBe(["ADDRESS_INVALID"]);
        answer.Errors[0].ToString().ShouldContain("address");
        answer.Body.ToString().ShouldNotContain(address);
        answer.Errors[0].GetProperty("locations")[0].GetProperty("line").GetInt32().ShouldBe(1);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task ListItem_Should_BeNamedByItsPlace_When_OneAddressOfManyIsBad()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($wallets: [Address!]!) { wallets(addresses: $wallets) { valueUsd } }",
            new { wallets = new[] { Wallets.Typical, "nonsense" } });

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Codes.ShouldBe(["ADDRESS_INVALID"]);
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

    [Theory]
    [InlineData(100, null)]
    [InlineData(101, "TOO_MANY_ADDRESSES")]
    [InlineData(1000, "TOO_MANY_ADDRESSES")]
    public async Task Wallets_Should_TakeAHundredAddresses_When_ManyAreAsked(int count, string? code)
    {
        await using var graph = await GraphServer.StartAsync();
        var addresses = Enumerable.Range(0, count).Select(i => $"0x{i:x40}").ToArray();

        var answer = await graph.AskAsync("query($addresses: [Address!]!) { wallets(addresses: $addresses) { address } }", new { addresses });

        answer.Codes.ShouldBe(code is null ? [] : [code]);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "NO_ADDRESSES")]
    [InlineData(10, null)]
    [InlineData(11, "TOO_MANY_ADDRESSES")]
    public async Task Portfolio_Should_TakeOneToTenAddresses_When_ManyAreAsked(int count, string? code)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { addresses } }",
            new { addresses = Wallets.Some(count) });

        answer.Codes.ShouldBe(code is null ? [] : [code]);
        if (code is not null)
            answer.Paths.ShouldBe(["portfolio"]);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Portfolio_Should_CountAnAddressOnce_When_ItIsNamedTwice()
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { addresses } }",
            new { addresses = Enumerable.Repeat(Wallets.Typical, 30) });

        answer.Good()["portfolio.addresses"].GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("chain(chainId: 534352) { name }", "chain")]
    [InlineData("chain(chainId: -1) { name }", "chain")]
    [InlineData("protocols(chainId: 5) { name }", "protocols")]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chain(chainId: 2) { valueUsd } }", "wallet.chain")]
    [InlineData("wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { chains(chainIds: [1, 2]) { valueUsd } }", "wallet.chains")]
    public async Task Chain_Should_BeRefusedWithTheKnownOnes_When_ItIsNotSupported(string selection, string path)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"{{ {selection} }}");

        answer.Codes.ShouldBe(["CHAIN_UNSUPPORTED"]);
        answer.Paths.ShouldBe([path]);
        answer.Errors[0].GetProperty("extensions").GetProperty("supported").EnumerateArray().Select(c => c.GetInt32()).ShouldContain(8453);
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{ chain(chainId: 9223372036854775807) { name } }")]
    [InlineData("{ chain(chainId: \"1\") { name } }")]
    [InlineData("{ chain(chainId: 1.5) { name } }")]
    [InlineData("{ chain { name } }")]
    [InlineData("{ nothing }")]
    [InlineData("{ chain(chainId: 1) { nothing } }")]
    [InlineData("{ chain(chainId: 1) }")]
    [InlineData("{ chain(chainId: 1, id: 2) { name } }")]
    [InlineData("{ wallet(address: \"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\") { profitAndLoss(range: ALL) { roi } } }")]
    [InlineData("query($a: Address!) { chains { name } }")]
    [InlineData("query { ...missing }")]
    [InlineData("{ chains { name }")]
    [InlineData("mutation { refresh }")]
    public async Task Document_Should_BeRefusedWithItsPlace_When_ItIsInvalid(string query)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(query);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Body.TryGetProperty("data", out _).ShouldBeFalse();
        answer.Errors.ShouldNotBeEmpty();
        answer.Errors.ShouldAllBe(e => e.GetProperty("extensions").GetProperty("code").GetString()!.StartsWith("GRAPHQL_", StringComparison.Ordinal));
        answer.Errors.ShouldAllBe(e => e.GetProperty("locations")[0].GetProperty("line").GetInt32() == 1);
        graph.Calls.ShouldBeEmpty();
        (await graph.AskAsync(GoodQuery)).Good();
    }

    [Theory]
    [InlineData("{\"address\": 5}")]
    [InlineData("{\"address\": null}")]
    [InlineData("{}")]
    [InlineData("{\"address\": [\"0xd8da6bf26964af9d7eed9e03e53415d37aa96045\"]}")]
    public async Task Variable_Should_BeRefusedByName_When_ItsTypeIsWrong(string variables)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync(
            "query($address: Address!) { wallet(address: $address) { valueUsd } }",
            JsonDocument.Parse(variables).RootElement);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.Errors[0].ToString().ShouldContain("address");
        graph.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tokens(first: -1) { totalCount }", "LIMIT_EXCEEDED", "tokens")]
    [InlineData("tokens(first: 501) { totalCount }", "LIMIT_EXCEEDED", "tokens")]
    [InlineData("tokens(after: \"nonsense\") { totalCount }", "CURSOR_INVALID", "tokens")]
    [InlineData("positions(first: 501) { totalCount }", "LIMIT_EXCEEDED", "positions")]
    public async Task Page_Should_BeRefused_When_ItsSizeOrCursorIsBad(string selection, string code, string field)
    {
        await using var graph = await GraphServer.StartAsync();

        var answer = await graph.AskAsync($"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }}", new { address = Wallets.Empty });

        answer.Codes.ShouldBe([code]);
        answer.Paths.ShouldBe([$"wallet.{field}"]);
    }

    [Theory]
    [InlineData("{\"query\": \"{ chains { name } }\"", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("[]", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": 1}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{\"query\": \"{ __typename }\", \"variables\": \"none\"}", "application/json", HttpStatusCode.BadRequest)]
    [InlineData("{ chains { name } }", "text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("query={ chains { name } }", "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    public async Task Body_Should_BeRefusedWithAGraphQLError_When_ItIsNoRequest(string body, string contentType, HttpStatusCode status)
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.PostAsync("/graphql", new StringContent(body, Encoding.UTF8, contentType));
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        response.StatusCode.ShouldBe(status);
        answer.GetProperty("errors")[0].GetProperty("message").GetString().ShouldNotBeNullOrEmpty();
        answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        graph.Calls.ShouldBeEmpty();
        (await graph.AskAsync(GoodQuery)).Good();
    }
}
