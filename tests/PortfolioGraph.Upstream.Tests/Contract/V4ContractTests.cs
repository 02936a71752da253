using System.Numerics;
using PortfolioGraph.Upstream.V4;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>CONTRACT, "v4": the rows of each endpoint in the observed forms, and the requests for them.</summary>
public sealed class V4ContractTests : IDisposable
{
    private const string Prefix = "/portfolio/portfolio/v4/";
    private const string Me = $"?addresses={Vitalik}";

    private readonly UpstreamHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task GetCurrentValueAsync_Should_SendOneRequest_When_ThereAreSeveralAddresses()
    {
        _harness.Stub.Returns("general/current_value", $$"""{"result":[{"address":"{{Other}}","value_usd":0.0},{"address":"{{Vitalik}}","value_usd":2.5}]}""");

        var result = await _harness.V4.GetCurrentValueAsync(new AddressQuery([Vitalik, Other], ChainId: 8453), new UpstreamCallOptions(BypassCache: true));

        result.Response.ShouldNotBeNull().Result.Select(row => (row.Address, row.ValueUsd)).ShouldBe([(Other, new JsonNumber("0.0")), (Vitalik, new JsonNumber("2.5"))]);
        ShouldHaveRequested($"general/current_value?addresses={Vitalik}&addresses={Other}&chain_id=8453&use_cache=false");
    }

    [Fact]
    public async Task GetProfitAndLossAsync_Should_KeepTheTotalRow_When_ItIsSent()
    {
        _harness.Stub.Returns("general/profit_and_loss", """
            {"result":[
              {"chain_id":null,"abs_profit_usd":605.5,"roi":0.0721},
              {"chain_id":1,"abs_profit_usd":-485.0,"roi":null},
              {"chain_id":1313161554,"abs_profit_usd":null,"roi":0}],"meta":null}
            """);

        var result = await _harness.V4.GetProfitAndLossAsync(One, WireTimeRange.OneMonth);

        result.Response.ShouldNotBeNull().Result.ShouldBe(
        [
            new V4ProfitAndLoss { ChainId = null, AbsProfitUsd = new("605.5"), Roi = new("0.0721") },
            new V4ProfitAndLoss { ChainId = 1, AbsProfitUsd = new("-485.0"), Roi = null },
            new V4ProfitAndLoss { ChainId = 1313161554, AbsProfitUsd = null, Roi = new("0") },
        ]);
        ShouldHaveRequested($"general/profit_and_loss{Me}&use_cache=true&timerange=1month");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetTokenProfitAndLossAsync_Should_ReadTheRowsOfTheTotal_When_ItIsForTokensOrProtocols(bool ofTokens)
    {
        var endpoint = ofTokens ? "overview/erc20/profit_and_loss" : "overview/protocols/profit_and_loss";
        _harness.Stub.Returns(endpoint, """{"result":[{"chain_id":null,"abs_profit_usd":605.5,"roi":null,"extra":{}},null,{"chain_id":1,"abs_profit_usd":null,"roi":0.01}],"system":{"total_time":0.4}}""");

        var result = ofTokens ? await _harness.V4.GetTokenProfitAndLossAsync(One, WireTimeRange.ThreeYears) : await _harness.V4.GetProtocolProfitAndLossAsync(One, WireTimeRange.ThreeYears);

        result.Response.ShouldNotBeNull().Result.ShouldBe([new V4ProfitAndLoss { ChainId = null, AbsProfitUsd = new("605.5") }, new V4ProfitAndLoss { ChainId = 0 }, new V4ProfitAndLoss { ChainId = 1, Roi = new("0.01") }]);
        ShouldHaveRequested($"{endpoint}{Me}&use_cache=true&timerange=3years");
    }

    [Theory]
    [InlineData(WireTimeRange.OneDay, "1day")]
    [InlineData(WireTimeRange.OneWeek, "1week")]
    [InlineData(WireTimeRange.OneMonth, "1month")]
    [InlineData(WireTimeRange.OneYear, "1year")]
    [InlineData(WireTimeRange.ThreeYears, "3years")]
    public async Task GetTokenDetailsAsync_Should_RequestTheRangeAndClosedHoldings_When_Called(WireTimeRange range, string text)
    {
        _harness.Stub.Returns("overview/erc20/details", "[]");

        await _harness.V4.GetTokenDetailsAsync(One, range);

        ShouldHaveRequested($"overview/erc20/details{Me}&use_cache=true&timerange={text}&closed=true&closed_threshold=0");
    }

    [Fact]
    public async Task GetTokenDetailsAsync_Should_ReadCompleteAndPartialRows_When_BothOccur()
    {
        _harness.Stub.Returns("overview/erc20/details", """
            {"result":[
              {"chain_id":1,"contract_address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","name":"Ether","symbol":"ETH","amount":1.5,"price_to_usd":3000.0,"value_usd":4500.0,"abs_profit_usd":450.0,"roi":0.1111,"status":1,"new_member":[]},
              {"chain_id":8453,"contract_address":"0x1111111111111111111111111111111111111111","amount":5e30,"price_to_usd":0.0,"value_usd":0.0,"abs_profit_usd":null,"roi":null,"status":7}]}
            """);

        var rows = (await _harness.V4.GetTokenDetailsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result;

        rows.ShouldBe(
        [
            new V4TokenDetails
            {
                ChainId = 1, ContractAddress = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", Name = "Ether", Symbol = "ETH", Amount = new("1.5"),
                PriceToUsd = new("3000.0"), ValueUsd = new("4500.0"), AbsProfitUsd = new("450.0"), Roi = new("0.1111"), Status = 1,
            },
            new V4TokenDetails { ChainId = 8453, ContractAddress = Other, Amount = new("5e30"), PriceToUsd = new("0.0"), ValueUsd = new("0.0"), Status = 7 },
        ]);
    }

    [Fact]
    public async Task GetProtocolDetailsAsync_Should_ReadPositionsWithOwners_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("overview/protocols/details", $$"""
            {"result":[{"chain_id":1,"contract_address":"0xc36442b4a4522e871399cd717abdd847ab11fe88",
              "token_id":115792089237316195423570985008687907853269984665640564039457584007913129639935,
              "addresses":["{{Vitalik}}","{{Other}}",null],"protocol":"uniswapv3","name":"USDC/ETH","contract_type":"uniswapv3","sub_contract_type":"lpt","is_whitelisted":1,
              "protocol_name":"Uniswap V3","protocol_icon":null,"status":-1,"token_address":null,
              "underlying_tokens":[{"chain_id":1,"address":"0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48","name":"USD Coin","symbol":"USDC","decimals":6,"amount":2000.0,"price_to_usd":1.0,"value_usd":2000.0},null],
              "value_usd":2000.0,"debt":false,"rewards_tokens":[],"profit_abs_usd":35.0,"roi":0.0178,"weighted_apr":0.041,"holding_time_days":158,
              "info":{"value_usd_start":1965.0,"fees":[1,2]} },
              {"chain_id":1,"contract_address":"0xaa","protocol":"aavev3","debt":true,"value_usd":-5}]}
            """);

        var rows = (await _harness.V4.GetProtocolDetailsAsync(One)).Response.ShouldNotBeNull().Result;

        var position = rows[0];
        position.TokenId.ShouldBe(BigInteger.Pow(2, 256) - 1);
        position.Addresses.ShouldBe([Vitalik, Other, ""]);
        position.UnderlyingTokens.ShouldBe(
        [
            new V4TokenAmount
            {
                ChainId = 1, Address = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48", Name = "USD Coin", Symbol = "USDC", Decimals = 6,
                Amount = new("2000.0"), PriceToUsd = new("1.0"), ValueUsd = new("2000.0"),
            },
            new V4TokenAmount(),
        ]);
        position.RewardsTokens.ShouldBeEmpty();
        (position with { Addresses = null, UnderlyingTokens = null, RewardsTokens = null }).ShouldBe(new V4ProtocolDetails
        {
            ChainId = 1,
            ContractAddress = "0xc36442b4a4522e871399cd717abdd847ab11fe88",
            TokenId = BigInteger.Pow(2, 256) - 1,
            Protocol = "uniswapv3",
            Name = "USDC/ETH",
            ContractType = "uniswapv3",
            SubContractType = "lpt",
            ProtocolName = "Uniswap V3",
            Status = -1,
            ValueUsd = new("2000.0"),
            Debt = false,
            ProfitAbsUsd = new("35.0"),
            Roi = new("0.0178"),
            WeightedApr = new("0.041"),
            HoldingTimeDays = 158,
        });
        rows[1].ShouldBe(new V4ProtocolDetails { ChainId = 1, ContractAddress = "0xaa", Protocol = "aavev3", Debt = true, ValueUsd = new("-5") });
        ShouldHaveRequested($"overview/protocols/details{Me}&use_cache=true&closed=true&closed_threshold=0");
    }

    [Fact]
    public async Task GetTokenValueAsync_Should_ReadGroupsWithTotals_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("overview/erc20/current_value", Groups("native"));

        var groups = (await _harness.V4.GetTokenValueAsync(One)).Response.ShouldNotBeNull().Result;

        ShouldBeTheGroups(groups, "native");
        ShouldHaveRequested($"overview/erc20/current_value{Me}&use_cache=true");
    }

    [Fact]
    public async Task GetProtocolValueAsync_Should_ReadGroupsWithTotals_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("overview/protocols/current_value", Groups("aavev3"));

        var groups = (await _harness.V4.GetProtocolValueAsync(One)).Response.ShouldNotBeNull().Result;

        ShouldBeTheGroups(groups, "aavev3");
        ShouldHaveRequested($"overview/protocols/current_value{Me}&use_cache=true");
    }

    [Theory]
    [InlineData("""{"result":[1,{"id":8453,"name":"Base","icon":"https://icons.test/base.svg","slug":"base"},{"id":10}]}""")]
    [InlineData("""["1",{"name":"Base","id":8453,"icon":"https://icons.test/base.svg"},{"id":10,"name":null,"icon":null}]""")]
    public async Task GetSupportedChainsAsync_Should_ReadIdsAndObjects_When_BothOccur(string body)
    {
        _harness.Stub.Returns("general/supported_chains", body);

        var chains = (await _harness.V4.GetSupportedChainsAsync()).Response.ShouldNotBeNull().Result;

        chains.ShouldBe([new(1, null, null), new(8453, "Base", "https://icons.test/base.svg"), new(10, null, null)]);
        ShouldHaveRequested("general/supported_chains");
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("1.5", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("[1]", null)]
    [InlineData("true", null)]
    [InlineData("""{"name":"Base"}""", null)]
    [InlineData("""{"id":[8453],"name":"Base"}""", 0L)]
    public async Task GetSupportedChainsAsync_Should_ReturnARowWithoutAnId_When_TheIdIsMissing(string row, long? id)
    {
        _harness.Stub.Returns("general/supported_chains", $$"""{"result":[{{row}},10]}""");

        var chains = (await _harness.V4.GetSupportedChainsAsync()).Response.ShouldNotBeNull().Result;

        chains.Select(chain => chain.Id).ShouldBe([id, 10]);
    }

    [Fact]
    public async Task GetSupportedProtocolsAsync_Should_ReadIdsAndObjects_When_BothOccur()
    {
        _harness.Stub.Returns("general/supported_protocols", """{"result":["lido",{"id":"aavev3","name":"Aave V3","icon":null},7,null,{"name":[]}]}""");

        var protocols = (await _harness.V4.GetSupportedProtocolsAsync()).Response.ShouldNotBeNull().Result;

        protocols.ShouldBe([new("lido", null, null), new("aavev3", "Aave V3", null), new(null, null, null), new(null, null, null), new(null, null, null)]);
        ShouldHaveRequested("general/supported_protocols");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetAvailabilityAsync_Should_ReadTheBoolean_When_TheResponseIsValid(bool available)
    {
        _harness.Stub.Returns("general/is_available", available ? """{"result":true}""" : """{"result":false}""");

        (await _harness.V4.GetAvailabilityAsync()).Response.ShouldNotBeNull().Result.ShouldBe(available);
        ShouldHaveRequested("general/is_available");
    }

    [Theory]
    [InlineData("""{"result":null}""")]
    [InlineData("{}")]
    [InlineData("[true]")]
    [InlineData("true")]
    public async Task GetAvailabilityAsync_Should_ReportAnInvalidResponse_When_TheResultIsNotABoolean(string body)
    {
        _harness.Stub.Returns("general/is_available", body);

        (await _harness.V4.GetAvailabilityAsync()).Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("https://upstream.test/portfolio/portfolio")]
    [InlineData("https://upstream.test/portfolio/portfolio/")]
    [InlineData("https://upstream.test/portfolio/portfolio///")]
    public async Task GetAsync_Should_KeepTheDoubledPrefix_When_TheBaseAddressEndsWithOrWithoutSlash(string address)
    {
        using var harness = new UpstreamHarness(("BaseUrl", address));
        harness.Stub.Returns("general/supported_chains", "[]");

        await harness.V4.GetSupportedChainsAsync();

        harness.Stub.Requests.Single().PathAndQuery.ShouldBe("/portfolio/portfolio/v4/general/supported_chains");
    }

    private static string Groups(string name) =>
        """{"result":[{"protocol_name":"NAME","protocol_locked":false,"result":[{"chain_id":null,"value_usd":6000.0},{"chain_id":1,"value_usd":6000.0},{"chain_id":10,"value_usd":0.0}]},{"protocol_name":"other","result":null}],"meta":null}""".Replace("NAME", name);

    private static void ShouldBeTheGroups(IReadOnlyList<V4ValueGroup> groups, string name)
    {
        groups.Select(group => group.ProtocolName).ShouldBe([name, "other"]);
        groups[0].Result.ShouldBe(
        [
            new V4ChainValue { ChainId = null, ValueUsd = new("6000.0") },
            new V4ChainValue { ChainId = 1, ValueUsd = new("6000.0") },
            new V4ChainValue { ChainId = 10, ValueUsd = new("0.0") },
        ]);
        groups[1].Result.ShouldBeNull();
    }

    private void ShouldHaveRequested(string pathAndQuery) => _harness.Stub.Requests.Select(request => request.PathAndQuery).ShouldBe([Prefix + pathAndQuery]);
}
