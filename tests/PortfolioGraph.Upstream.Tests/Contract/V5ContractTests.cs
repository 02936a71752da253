using System.Globalization;
using System.Numerics;
using System.Text.Json;
using PortfolioGraph.Upstream.V5;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>CONTRACT, "v5.0": the rows of each endpoint in the observed forms and in those of the OpenAPI document, and the requests for them.</summary>
public sealed class V5ContractTests : IDisposable
{
    private const string Prefix = "/portfolio/portfolio/v5.0/";
    private const string Me = $"?addresses={Vitalik}";
    private const string Native = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";

    private readonly UpstreamHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task GetCurrentValueAsync_Should_ReadAllFourBreakdowns_When_TheyAreSent()
    {
        _harness.Stub.Returns("general/current_value", $$"""
            {"result":{"total":9000.0,
              "by_address":[{"value_usd":9000.0,"address":"{{Vitalik}}"}],
              "by_category":[{"value_usd":7000.0,"category_id":"tokens","category_name":"Tokens"},{"value_usd":null,"category_id":"nfts","category_name":null}],
              "by_protocol_group":[{"value_usd":2000.0,"protocol_group_id":"aave-v3","protocol_group_name":"Aave V3"}],
              "by_chain":[{"value_usd":9000.0,"chain_id":1,"chain_name":"Ethereum"}]},
             "meta":{"cached_at":null} }
            """);

        var value = (await _harness.V5.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result;

        value.Total.ShouldBe(new JsonNumber("9000.0"));
        value.ByAddress.ShouldBe([new V5AddressValue { Address = Vitalik, ValueUsd = new("9000.0") }]);
        value.ByCategory.ShouldBe([new V5CategoryValue { CategoryId = "tokens", CategoryName = "Tokens", ValueUsd = new("7000.0") }, new V5CategoryValue { CategoryId = "nfts" }]);
        value.ByProtocolGroup.ShouldBe([new V5ProtocolGroupValue { ProtocolGroupId = "aave-v3", ProtocolGroupName = "Aave V3", ValueUsd = new("2000.0") }]);
        value.ByChain.ShouldBe([new V5ChainValue { ChainId = 1, ChainName = "Ethereum", ValueUsd = new("9000.0") }]);
        ShouldHaveRequested($"general/current_value{Me}&use_cache=true");
    }

    [Fact]
    public async Task GetCurrentValueAsync_Should_DistinguishMissingListsFromEmptyOnes_When_SomeAreMissing()
    {
        _harness.Stub.Returns("general/current_value", """{"result":{"total":null,"by_chain":[],"by_category":null}}""");

        var value = (await _harness.V5.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result;

        value.Total.ShouldBeNull();
        value.ByChain.ShouldBeEmpty();
        value.ByCategory.ShouldBeNull();
        value.ByAddress.ShouldBeNull();
    }

    [Theory]
    [InlineData("observed", false)]
    [InlineData("observed", true)]
    [InlineData("openapi", false)]
    [InlineData("openapi", true)]
    public async Task GetTokenSnapshotAsync_Should_ReadTheSameRow_When_NamesAndEnvelopeDiffer(string naming, bool bare)
    {
        var observed = naming == "observed";
        var row = $$"""
            {"index":"0x9f600a34199777fd","{{(observed ? "chain" : "chain_id")}}":8453,"contract_address":"{{Native}}","token_id":0,
             "address":"0x0000000000000000000000000000000000000000","block_number_created":0,"block_number":null,"timestamp":null,
             "protocol_type":"token","protocol_handler_id":"native","protocol_group_id":"token","protocol_group_name":"Token","protocol_group_icon":"https://icons.test/t.svg",
             "protocol_sub_group_id":null,"protocol_sub_group_name":null,"contract_name":"Ether","contract_symbol":"ETH","asset_sign":1,"status":1,
             "underlying_tokens":[{"{{(observed ? "chain_id" : "chain")}}":8453,"address":"{{Native}}","decimals":18,"symbol":"ETH","name":"Ether","amount":0.5,"price_usd":3000.0{{(observed ? ",\"value_usd\":1500.0" : "")}}}],
             "reward_tokens":[],"value_usd":1500.0,"locked":false}
            """;
        _harness.Stub.Returns("tokens/snapshot", bare ? $"[{row}]" : $$"""{"result":[{{row}}]}""");

        var read = (await _harness.V5.GetTokenSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        (read.Index, read.ChainId, read.ContractAddress, read.TokenId, read.Address).ShouldBe(("0x9f600a34199777fd", 8453, Native, BigInteger.Zero, "0x0000000000000000000000000000000000000000"));
        (read.ProtocolType, read.ProtocolHandlerId, read.ProtocolGroupId, read.ProtocolGroupName, read.ProtocolGroupIcon).ShouldBe(("token", "native", "token", "Token", "https://icons.test/t.svg"));
        (read.ProtocolSubGroupId, read.ProtocolSubGroupName, read.ContractName, read.ContractSymbol).ShouldBe((null, null, "Ether", "ETH"));
        (read.AssetSign, read.Status, read.ValueUsd, read.Locked).ShouldBe((1, 1, new JsonNumber("1500.0"), false));
        read.RewardTokens.ShouldBeEmpty();
        var token = read.UnderlyingTokens.ShouldNotBeNull().Single();
        (token.ChainId, token.Address, token.Decimals, token.Symbol, token.Name).ShouldBe((8453, Native, 18, "ETH", "Ether"));
        (token.Amount, token.PriceUsd, token.ValueUsd).ShouldBe((new JsonNumber("0.5"), new JsonNumber("3000.0"), observed ? new JsonNumber("1500.0") : null));
        ShouldHaveRequested($"tokens/snapshot{Me}&use_cache=true");
    }

    [Theory]
    [InlineData("""  "chain":10,"chain_id":1  """, 10)]
    [InlineData("""  "chain_id":1,"chain":10  """, 10)]
    [InlineData("""  "chain":null,"chain_id":1  """, 1)]
    [InlineData("""  "chain_id":1  """, 1)]
    [InlineData("""  "chain":null,"chain_id":null  """, null)]
    [InlineData("""  "x":1  """, null)]
    public async Task GetProtocolSnapshotAsync_Should_PreferTheObservedName_When_ARowHasTwoChains(string members, int? chain)
    {
        _harness.Stub.Returns("protocols/snapshot", """{"result":[{"index":"a","contract_address":"0xaa","protocol_group_id":"g",MEMBERS}]}""".Replace("MEMBERS", members));

        var row = (await _harness.V5.GetProtocolSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.ChainId.ShouldBe(chain);
    }

    [Theory]
    [InlineData("""  "chain":10,"chain_id":1  """, 1)]
    [InlineData("""  "chain_id":1,"chain":10  """, 1)]
    [InlineData("""  "chain":10,"chain_id":null  """, 10)]
    [InlineData("""  "chain":10  """, 10)]
    [InlineData("""  "x":1  """, null)]
    public async Task GetProtocolSnapshotAsync_Should_PreferTheObservedName_When_ATokenHasTwoChains(string members, int? chain)
    {
        _harness.Stub.Returns(
            "protocols/snapshot",
            """{"result":[{"index":"a","contract_address":"0xaa","protocol_group_id":"g","reward_tokens":[{"address":"0xbb",MEMBERS}]}]}""".Replace("MEMBERS", members));

        var row = (await _harness.V5.GetProtocolSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.RewardTokens.ShouldNotBeNull().Single().ChainId.ShouldBe(chain);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("18446744073709551616")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639935")]
    [InlineData("12345.0", "12345")]
    [InlineData("1e3", "1000")]
    [InlineData("1.15e2", "115")]
    [InlineData("\"12345\"", "12345")]
    [InlineData("1.5", "-1")]
    [InlineData("-7", "-1")]
    [InlineData("115792089237316195423570985008687907853269984665640564039457584007913129639936", "-1")]
    [InlineData("1e100", "-1")]
    [InlineData("1e999999999", "-1")]
    [InlineData("\"\"", "-1")]
    [InlineData("[]", "-1")]
    [InlineData("{\"id\":1}", "-1")]
    [InlineData("true", "-1")]
    public async Task GetProtocolSnapshotAsync_Should_ReadTokenIdsExactly_When_TheNotationVaries(string tokenId, string? expected = null)
    {
        _harness.Stub.Returns("protocols/snapshot", """{"result":[{"index":"a","contract_address":"0xaa","protocol_group_id":"g","token_id":ID}]}""".Replace("ID", tokenId));

        var row = (await _harness.V5.GetProtocolSnapshotAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.TokenId.ShouldNotBeNull().ToString(null, null).ShouldBe(expected ?? tokenId);
        ShouldHaveRequested($"protocols/snapshot{Me}&use_cache=true");
    }

    [Fact]
    public async Task GetTokenMetricsAsync_Should_ReadTheIndex_When_ItIsAStringOrAnObject()
    {
        const string index = """{"address":null,"chain":1,"contract_address":"0xaa","token_id":115792089237316195423570985008687907853269984665640564039457584007913129639935}""";
        _harness.Stub.Returns("tokens/snapshot", $$"""[{"index":{{index}},"contract_address":"0xaa","protocol_group_id":"token"}]""");
        _harness.Stub.Returns("tokens/metrics", $$"""{"result":[{"index":"0x9f600a34199777fd","roi":0.0873},{"index": {{index.Replace(",", " , ")}} }]}""");

        var snapshot = (await _harness.V5.GetTokenSnapshotAsync(One)).Response.ShouldNotBeNull().Result;
        var metrics = (await _harness.V5.GetTokenMetricsAsync(One, WireTimeRange.ThreeYears)).Response.ShouldNotBeNull().Result;

        metrics[0].ShouldBe(new V5MetricsRow { Index = "0x9f600a34199777fd", Roi = new("0.0873") });
        metrics[1].Index.ShouldBe(index);
        metrics[1].Index.ShouldBe(snapshot[0].Index);
        _harness.Stub.Requests[1].PathAndQuery.ShouldBe($"{Prefix}tokens/metrics{Me}&use_cache=true&timerange=3years");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[\"0x\"]")]
    [InlineData("true")]
    public async Task GetTokenMetricsAsync_Should_ReturnNullIndex_When_ItIsNeitherStringNorObject(string index)
    {
        _harness.Stub.Returns("tokens/metrics", """{"result":[{"index":INDEX,"roi":0.5}]}""".Replace("INDEX", index));

        (await _harness.V5.GetTokenMetricsAsync(One, WireTimeRange.OneYear)).Response.ShouldNotBeNull().Result.ShouldBe([new V5MetricsRow { Roi = new("0.5") }]);
    }

    [Fact]
    public async Task GetProtocolMetricsAsync_Should_ReadEveryMember_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("protocols/metrics", """
            {"result":[{"index":"0x3c1f8a0b52d7e94a","profit_abs_usd":-35.0,"roi":-0.0178,"weighted_apr":0.041,"holding_time_days":158,
              "rewards_tokens":[{"chain_id":1,"address":"0xaa","amount":1}],"rewards_usd":1.5,"claimed_fees":[],"unclaimed_fees":null,
              "impermanent_loss":[{"chain":1,"address":"0xbb","amount":-0.25}],"claimed_fees_usd":0.0,"unclaimed_fees_usd":null,"impermanent_loss_usd":-12.5}]}
            """);

        var row = (await _harness.V5.GetProtocolMetricsAsync(One)).Response.ShouldNotBeNull().Result.Single();

        (row.ProfitAbsUsd, row.Roi, row.WeightedApr, row.HoldingTimeDays).ShouldBe((new("-35.0"), new("-0.0178"), new("0.041"), 158));
        (row.RewardsUsd, row.ClaimedFeesUsd, row.UnclaimedFeesUsd, row.ImpermanentLossUsd).ShouldBe((new JsonNumber("1.5"), new JsonNumber("0.0"), null, new JsonNumber("-12.5")));
        row.RewardsTokens.ShouldNotBeNull().Single().Address.ShouldBe("0xaa");
        row.ClaimedFees.ShouldBeEmpty();
        row.UnclaimedFees.ShouldBeNull();
        row.ImpermanentLoss.ShouldNotBeNull().Single().Amount.ShouldBe(new JsonNumber("-0.25"));
        ShouldHaveRequested($"protocols/metrics{Me}&use_cache=true");
    }

    [Theory]
    [InlineData("chain", false)]
    [InlineData("chain", true)]
    [InlineData("chain_id", true)]
    public async Task GetSupportedChainsAsync_Should_ReadTheNativeCoin_When_NamesAndEnvelopeDiffer(string name, bool bare)
    {
        var row = $$"""{"chain_id":1,"chain_name":"Ethereum","chain_icon":"https://icons.test/e.svg","native_token":{"{{name}}":1,"address":"{{Native}}","decimals":18,"symbol":"ETH","name":null} }""";
        _harness.Stub.Returns("general/supported_chains", bare ? $"[{row}]" : $$"""{"result":[{{row}}],"meta":null}""");

        var chain = (await _harness.V5.GetSupportedChainsAsync()).Response.ShouldNotBeNull().Result.Single();

        (chain.ChainId, chain.ChainName, chain.ChainIcon).ShouldBe((1, "Ethereum", "https://icons.test/e.svg"));
        var coin = chain.NativeToken.ShouldNotBeNull();
        (coin.ChainId, coin.Address, coin.Decimals, coin.Symbol, coin.Name).ShouldBe((1, Native, 18, "ETH", null));
        ShouldHaveRequested("general/supported_chains");
    }

    [Fact]
    public async Task GetSupportedProtocolsAsync_Should_ReadARowPerChainAndGroup_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("general/supported_protocols", """{"result":[{"chain_id":8453,"protocol_group_id":"uniswap-v3","protocol_group_name":"Uniswap V3","protocol_group_icon":null}],"meta":null}""");

        var rows = (await _harness.V5.GetSupportedProtocolsAsync()).Response.ShouldNotBeNull().Result;

        rows.ShouldBe([new V5SupportedProtocol { ChainId = 8453, ProtocolGroupId = "uniswap-v3", ProtocolGroupName = "Uniswap V3" }]);
        ShouldHaveRequested("general/supported_protocols");
    }

    [Theory]
    [InlineData("chain_id,name\n1,Ether\n", "text/csv")]
    [InlineData("chain_id,name\r\n1,\"Ether, wrapped\"", "application/json")]
    [InlineData("\uFEFFchain_id,name\n1,Ether\n", "text/csv")]
    [InlineData("chain_id,name\n1,\"Ether\r\nin two lines\"\n\n", "text/csv")]
    public async Task GetReportAsync_Should_ReturnTheTextUnchanged_When_TheMediaTypeVaries(string csv, string mediaType)
    {
        _harness.Stub.Returns("general/report", StubResponse.Status(System.Net.HttpStatusCode.OK, csv, mediaType));

        var response = (await _harness.V5.GetReportAsync(One with { ChainId = 1 }, WireTimeRange.OneWeek, includeClosed: false)).Response.ShouldNotBeNull();

        response.Result.ShouldBe(csv);
        response.AsOf.ShouldBe(_harness.Time.GetUtcNow());
        ShouldHaveRequested($"general/report{Me}&chain_id=1&timerange=1week&closed=false&closed_threshold=0");
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(" \r\n", 2)]
    [InlineData("\n<!doctype html><p>Bad gateway", 2)]
    [InlineData("null\n", 2)]
    [InlineData("\uFEFF\n<html>", 2)]
    [InlineData("chain_id,name\n1,\"Eth", 2)]
    [InlineData("chain_id,name\n1,Ether\n1", 2)]
    [InlineData("{\"detail\":\"Not ready\"}", 1)]
    [InlineData("[]", 1)]
    [InlineData("\uFEFF{\"detail\":\"Not ready\"}", 1)]
    public async Task GetReportAsync_Should_ReportAnInvalidResponse_When_TheBodyIsNotATable(string body, int calls)
    {
        _harness.Stub.Returns("general/report", body);

        var result = await _harness.CompleteAsync(_harness.V5.GetReportAsync(One, WireTimeRange.OneYear, true));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
        result.Calls.ShouldBe(calls);
    }

    [Fact]
    public async Task GetStatusAsync_Should_ReadTheFlag_When_TheResponseIsValid()
    {
        _harness.Stub.Returns("general/status", """{"result":{"is_available":true},"meta":null}""");

        (await _harness.V5.GetStatusAsync()).Response.ShouldNotBeNull().Result.IsAvailable.ShouldBeTrue();
        ShouldHaveRequested("general/status");
    }

    [Theory]
    [InlineData("""{"result":[{"address":"0xaa","is_allowed":true}]}""", JsonValueKind.Array)]
    [InlineData("""{"result":{"0xaa":"ok"}}""", JsonValueKind.Object)]
    [InlineData("""[1]""", JsonValueKind.Array)]
    public async Task CheckAddressesAsync_Should_ReturnTheBodyUnchanged_When_ItIsJson(string body, JsonValueKind kind)
    {
        _harness.Stub.Returns("general/address_check", body);

        (await _harness.V5.CheckAddressesAsync(One)).Response.ShouldNotBeNull().Result.Body.ValueKind.ShouldBe(kind);
        ShouldHaveRequested($"general/address_check{Me}&use_cache=true");
    }

    [Fact]
    public async Task CheckAddressesAsync_Should_ReportAnInvalidResponse_When_TheResultIsNull()
    {
        _harness.Stub.Returns("general/address_check", """{"result":null}""");

        (await _harness.V5.CheckAddressesAsync(One)).Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.InvalidResponse);
    }

    [Theory]
    [InlineData("2015-07-30T15:26:13Z", 1438269973)]
    [InlineData("2025-06-01T00:00:00.999Z", 1748736000)]
    [InlineData("2025-06-01T02:00:00+02:00", 1748736000)]
    [InlineData("2106-02-07T06:28:15Z", 4294967295)]
    public async Task GetTokenSnapshotAsync_Should_SendUnixSeconds_When_ATimestampIsGiven(string moment, long seconds)
    {
        var at = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        _harness.Stub.Returns("tokens/snapshot", "[]").Returns("protocols/snapshot", "[]");

        await _harness.V5.GetTokenSnapshotAsync(One, at);
        await _harness.V5.GetProtocolSnapshotAsync(One with { ChainId = 10 }, at);

        _harness.Stub.Requests.Select(request => request.PathAndQuery).ShouldBe(
        [
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}tokens/snapshot{Me}&use_cache=true&timestamp={seconds}"),
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}protocols/snapshot{Me}&chain_id=10&use_cache=true&timestamp={seconds}"),
        ]);
    }

    [Theory]
    [InlineData("1969-12-31T23:59:59Z")]
    [InlineData("2106-02-07T06:28:16Z")]
    public void GetTokenSnapshotAsync_Should_Throw_When_TheTimestampIsOutOfRange(string moment)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _harness.V5.GetTokenSnapshotAsync(One, DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)));
        _harness.Stub.Requests.ShouldBeEmpty();
    }

    private void ShouldHaveRequested(string pathAndQuery) => _harness.Stub.Requests.Select(request => request.PathAndQuery).ShouldBe([Prefix + pathAndQuery]);
}
