using System.Diagnostics.Metrics;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>Rows without a readable identity are skipped, counted and reported. The whole response is invalid if most rows are unreadable.</summary>
public sealed class UnreadableRowTests : IDisposable
{
    private const string TokenDetails = "v4/overview/erc20/details";
    private const string TokenSnapshot = "v5.0/tokens/snapshot";
    private const string PositionDetails = "v4/overview/protocols/details";
    private const string PositionSnapshot = "v5.0/protocols/snapshot";
    private const string PositionMetrics = "v5.0/protocols/metrics";
    private const string Value = "v5.0/general/current_value";
    private const string Solana = "So11111111111111111111111111111111111111112";

    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    private static string Token(string contract, string chain = "1", string more = "") => $$"""{"chain_id":{{chain}},"contract_address":{{contract}},"symbol":"S","amount":1,"price_to_usd":5,"value_usd":5,"status":1{{more}}}""";

    private static string Usdc => $"\"{StubWorld.Usdc}\"";

    private static string List(params string[] rows) => $"{{\"result\":[{string.Join(',', rows)}]}}";

    [Theory]
    [InlineData("null", "1")]
    [InlineData("null", "null")]
    [InlineData("7", "1")]
    [InlineData("\"\"", "1")]
    [InlineData("\"0x12\"", "1")]
    [InlineData("\"" + Solana + "\"", "501")]
    [InlineData("\"" + Solana + "\"", "\"solana\"")]
    [InlineData("\"" + StubWorld.Usdc + "\"", "\"one\"")]
    [InlineData("\"" + StubWorld.Usdc + "\"", "-5")]
    [InlineData("\"" + StubWorld.Usdc + "\"", "3000000000")]
    public async Task Token_Should_BeSkippedAndCounted_When_ItsRowDoesNotIdentifyIt(string contract, string chain)
    {
        _stub.Returns(TokenDetails, List(Token(contract, chain), Token(Usdc)));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);
        var again = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        result.Value!.Items.ShouldHaveSingleItem().ValueUsd.ShouldBe(5);
        result.Source!.SkippedRows.ShouldBe(1);
        again.Source!.ShouldBe(new Source(DataSourceState.Cached, result.Source.AsOf) { SkippedRows = 1 });
        _stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SkippedRows_Should_BeRecordedAsAMetric_When_RowsAreSkipped()
    {
        _stub.Returns(TokenDetails, List(Token("null"), Token($"\"{Solana}\""), Token(Usdc), Token(Usdc)));
        using var core = CoreHost.Over(_stub);
        List<(string Name, int Count, string Tags)> counted = [];
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == "portfoliograph.upstream.skipped_rows" && instrument.Meter.Scope == core.Meters)
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((instrument, count, tags, _) => counted.Add((instrument.Name, count, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        listener.Start();

        await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        counted.ShouldBe([("portfoliograph.upstream.skipped_rows", 2, "endpoint=v4 overview/erc20/details")]);
    }

    [Fact]
    public async Task Totals_Should_NotCountAsSkipped_When_RowsOfAllChainsArePresent()
    {
        _stub.Returns(TokenDetails, List(Token(Usdc, "null"), Token(Usdc)));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        (result.Value!.Items.Count, result.Source!.SkippedRows).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Tokens_Should_ComeFromTheOtherVersion_When_MostRowsAreUnreadable()
    {
        _stub.Returns(TokenDetails, List(Token("null"), Token("null"), Token(Usdc)))
            .Returns(TokenSnapshot, List($$"""{"index":"a","chain":1,"contract_address":{{Usdc}},"asset_sign":1,"status":1,"value_usd":7}"""));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        result.Value!.Items.Single().ValueUsd.ShouldBe(7);
        result.Source!.SkippedRows.ShouldBe(0);
        _stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Tokens_Should_FailAsInvalidResponse_When_MostRowsOfBothVersionsAreUnreadable()
    {
        _stub.Returns(TokenDetails, List("7")).Returns(TokenSnapshot, List("null", "{}"));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Tokens, Wallets.Owners(1)));
    }

    [Fact]
    public async Task Tokens_Should_BeReturned_When_MostRowsAreOfAnotherNetwork()
    {
        _stub.Returns(TokenDetails, List(Token($"\"{Solana}\"", "501"), Token($"\"{Solana}\"", "501"), Token(Usdc)));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None);

        (result.Value!.Items.Count, result.Source!.SkippedRows).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Position_Should_KeepItsIdentity_When_ItsTokenIdIsMisspelledOrUnreadable()
    {
        _stub.Returns(PositionDetails, List(Row("12345.0"), Row("\"12346\""), Row("12345.5"), Row("null")));
        using var core = CoreHost.Over(_stub);

        var result = await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1)), CancellationToken.None);

        result.Value!.Items.Select(position => position.TokenId?.ToString(System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(["12345", "12346", null], ignoreOrder: true);
        result.Source!.SkippedRows.ShouldBe(1);

        static string Row(string id) => $$"""{"chain_id":1,"contract_address":{{Usdc}},"token_id":{{id}},"protocol":"uniswapv3","name":"P","value_usd":1,"status":1}""";
    }

    [Fact]
    public async Task Amounts_Should_BeSkippedAndCounted_When_TheyDoNotIdentifyTheToken()
    {
        _stub.Returns(PositionDetails, List($$"""
            {"chain_id":1,"contract_address":{{Usdc}},"protocol":"aavev3","value_usd":1,"status":1,"rewards_tokens":[7],
             "underlying_tokens":[{"chain_id":1,"address":null,"amount":1},{"chain_id":1,"address":{{Usdc}},"amount":"1"},{"chain_id":1,"address":{{Usdc}},"amount":2,"price_to_usd":1}]}
            """));
        using var core = CoreHost.Over(_stub);

        var result = await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1)), CancellationToken.None);

        result.Value!.Items.Single().Underlying.Single().Amount.ToString().ShouldBe("2");
        result.Value.Items.Single().Rewards.ShouldBeEmpty();
        result.Source!.SkippedRows.ShouldBe(3);
        result.Value.Items.Single().ProfitAndLoss.ShouldBe(default);
    }

    [Fact]
    public async Task SkippedRows_Should_CountBothResponses_When_PositionsAndTheirMetricsAreJoined()
    {
        const string row = """{"index":"a","chain":1,"contract_address":"0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48","protocol_group_id":"aave-v3","value_usd":1,"status":1,"locked":true}""";
        _stub.Returns(PositionSnapshot, List(row, """{"index":"b","chain":1,"contract_address":"0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48","protocol_group_id":null}"""))
            .Returns(PositionMetrics, List("""{"index":"a","profit_abs_usd":3}""", """{"index":7,"profit_abs_usd":4}"""));
        using var core = CoreHost.Over(_stub);

        var result = await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1), HoldingFacets.ProfitAndLoss | HoldingFacets.Economics), CancellationToken.None);

        var position = result.Value!.Items.ShouldHaveSingleItem();
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(3);
        (result.Source!.SkippedRows, position.ProfitAndLoss.Value.Source.SkippedRows).ShouldBe((2, 2));
    }

    [Fact]
    public async Task Wallet_Should_NotReceiveASharedRow_When_AnotherOwnerIsUnreadable()
    {
        _stub.Returns(PositionDetails, request =>
        {
            var joint = request.PathAndQuery.Split("addresses=").Length > 2;
            return List($$"""{"chain_id":1,"contract_address":{{Usdc}},"protocol":"aavev3","addresses":["{{Wallets.Lower(1)}}"{{(joint ? ",null" : "")}}],"value_usd":{{(joint ? 30 : 10)}},"status":1}""");
        });
        using var core = CoreHost.Over(_stub);
        PositionsKey[] keys = [new(Wallets.Owners(1)), new(Wallets.Owners(2))];

        var results = await core.Positions.LoadAsync(keys, CancellationToken.None);

        results[keys[0]].Value!.Items.Single().ValueUsd.ShouldBe(10);
        _stub.Requests.Count.ShouldBe(2, "a wallet whose row may have another owner is loaded separately");
    }

    [Fact]
    public async Task Breakdown_Should_CountSkippedRows_When_ARowIsUnreadable()
    {
        _stub.Returns(Value, $$"""
            {"result":{"total":100,"by_address":[{"address":"{{Wallets.Lower(1)}}","value_usd":100}],
              "by_chain":[{"chain_id":1,"value_usd":60},{"chain_id":"base","value_usd":30},{"chain_id":10,"value_usd":10},{"chain_id":null,"value_usd":100}],
              "by_category":[{"category_id":"native","value_usd":90},{"category_id":7,"value_usd":10}],
              "by_protocol_group":[{"protocol_group_id":null,"protocol_group_name":"Aave V3","value_usd":5},{"protocol_group_id":"","value_usd":5}]} }
            """);
        using var core = CoreHost.Over(_stub);
        ValueKey Chain(int chainId) => new(Wallets.Scope(1).On(chainId));

        var results = await core.Values.LoadAsync([new ValueKey(Wallets.Scope(1), WithBreakdown: true), Chain(10), Chain(8453)], CancellationToken.None);

        var breakdown = results[new ValueKey(Wallets.Scope(1), WithBreakdown: true)].Value!.Breakdown!;
        breakdown.TotalUsd.ShouldBe(100);
        breakdown.ByChain.Select(row => (row.Chain.ChainId, row.ValueUsd)).ShouldBe([(1, 60m), (10, 10m)]);
        breakdown.ByCategory.Single().Category.ShouldBe(AssetCategory.Native);
        breakdown.ByProtocol.Single().Protocol.ProtocolId.ShouldBe("aavev3");
        breakdown.Source.SkippedRows.ShouldBe(3);
        results[Chain(10)].Value!.TotalUsd.ShouldBe(10);
        results[Chain(8453)].Value!.TotalUsd.ShouldBeNull("the unreadable row may be this chain, so 0 would be wrong");
        _stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Positions_Should_ExcludeTokens_When_TheListHasATokenGroup()
    {
        _stub.Returns(PositionSnapshot, List(
            """{"index":"a","chain":1,"contract_address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","protocol_group_id":"token","value_usd":6000,"status":1}""",
            """{"index":"b","chain":1,"contract_address":"0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48","protocol_group_id":"aave-v3","value_usd":5,"status":1}"""));
        using var core = CoreHost.Over(_stub);

        var result = await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1), HoldingFacets.Locks), CancellationToken.None);

        (result.Value!.Items.Single().ValueUsd, result.Source!.SkippedRows).ShouldBe((5m, 0));
    }

    [Fact]
    public async Task Breakdown_Should_Fail_When_TheFallbackHasNoValuesByChain()
    {
        _stub.ReturnsStatus(Value, System.Net.HttpStatusCode.NotFound)
            .Returns("v4/general/current_value", List($$"""{"address":"{{Wallets.Lower(1)}}","value_usd":100}"""))
            .Returns("v4/overview/erc20/current_value", List("""{"protocol_name":"native","result":[{"chain_id":null,"value_usd":60}]}"""))
            .Returns("v4/overview/protocols/current_value", List("""{"protocol_name":"aavev3","result":[{"chain_id":null,"value_usd":40},{"chain_id":1,"value_usd":40}]}"""));
        using var core = CoreHost.Over(_stub);
        var key = new ValueKey(Wallets.Scope(1), WithBreakdown: true);

        (await core.Values.LoadOneAsync(key, CancellationToken.None)).Failure!.Kind.ShouldBe(LoadFailureKind.InvalidResponse);
    }

    [Fact]
    public async Task EqualRows_Should_BeAddedUp_When_TotalsAndGainsRepeatAKey()
    {
        _stub.Returns(Value, $$"""
                {"result":{"total":60,"by_address":[{"address":"{{Wallets.Lower(1)}}","value_usd":10},{"address":"{{Wallets.Address(1)}}","value_usd":20},{"address":"{{Wallets.Lower(2)}}","value_usd":30}],"by_chain":[],"by_category":[],"by_protocol_group":[]} }
                """)
            .Returns("v4/general/profit_and_loss", List("""{"chain_id":null,"abs_profit_usd":9,"roi":0.3}""", """{"chain_id":1,"abs_profit_usd":4,"roi":0.2}""", """{"chain_id":1,"abs_profit_usd":5,"roi":0.5}""", """{"chain_id":"x","abs_profit_usd":1}"""));
        using var core = CoreHost.Over(_stub);

        var values = await core.Values.LoadAsync([new ValueKey(Wallets.Scope(1)), new ValueKey(Wallets.Scope(2))], CancellationToken.None);
        var gains = await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);

        values[new ValueKey(Wallets.Scope(1))].Value!.TotalUsd.ShouldBe(30);
        (gains.Value!.Total!.AbsoluteUsd, gains.Value.Total.Roi).ShouldBe((9m, 0.3m), "a row with an unreadable chain is not the total");
        (gains.Value.ByChain[1].AbsoluteUsd, gains.Value.ByChain[1].Roi).ShouldBe((9m, 0.3m));
        gains.Source!.SkippedRows.ShouldBe(1);
    }

    [Theory]
    [InlineData("[{\"chain_id\":1,\"chain_name\":7},{\"chain_id\":\"?\"},{\"chain_id\":10}]", 2, 1)]
    [InlineData("[{\"chain_id\":1},{\"chain_id\":10},null]", 2, 1)]
    public async Task Chains_Should_SkipUnreadableRows_When_TheListHasSome(string rows, int count, int skipped)
    {
        _stub.Returns("v5.0/general/supported_chains", $"{{\"result\":{rows}}}");
        using var core = CoreHost.Over(_stub);

        var result = await core.Catalog.GetChainsAsync(CancellationToken.None);

        (result.Value!.Count, result.Source!.SkippedRows).ShouldBe((count, skipped));
        result.Value[0].Name.ShouldBe("Ethereum");
    }

    [Fact]
    public async Task Protocols_Should_SkipUnreadableRows_When_TheListHasSome()
    {
        _stub.Returns("v5.0/general/supported_protocols", List("""{"chain_id":1,"protocol_group_id":"aave-v3"}""", """{"chain_id":1,"protocol_group_id":5}""", """{"chain_id":10,"protocol_group_id":"lido"}"""));
        using var core = CoreHost.Over(_stub);

        var result = await core.Catalog.GetProtocolsAsync(CancellationToken.None);

        result.Value!.Select(protocol => protocol.Protocol.ProtocolId).ShouldBe(["aavev3", "lido"]);
        result.Source!.SkippedRows.ShouldBe(1);
    }

    [Theory]
    [InlineData("-1", null)]
    [InlineData("256", null)]
    [InlineData("0", 0)]
    [InlineData("255", 255)]
    [InlineData("18.0", 18)]
    [InlineData("\"18\"", 18)]
    [InlineData("\"many\"", null)]
    public async Task Decimals_Should_BeNull_When_TheyAreOutOfRange(string decimals, int? expected)
    {
        _stub.Returns(TokenSnapshot, List($$"""{"index":"a","chain":1,"contract_address":{{Usdc}},"status":1,"value_usd":1,"underlying_tokens":[{"chain_id":1,"address":{{Usdc}},"decimals":{{decimals}},"amount":1,"price_usd":1}]}"""));
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), WithDecimals: true), CancellationToken.None);

        result.Value!.Items.Single().Token.Decimals.Value.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1e30", "1e-30", "1.0", null, 1.0)]
    [InlineData("1e30", "1e-28", "100", 1e-28, 100.0)]
    [InlineData("1e30", "1e-30", "null", null, 1.0)]
    [InlineData("5", "1e-30", "1e-29", null, 0.0)]
    public async Task Price_Should_NotBeZero_When_ItUnderflowsADecimal(string amount, string price, string value, double? priceUsd, double valueUsd)
    {
        _stub.Returns(TokenDetails, List($$"""{"chain_id":1,"contract_address":{{Usdc}},"amount":{{amount}},"price_to_usd":{{price}},"value_usd":{{value}},"status":1}"""));
        using var core = CoreHost.Over(_stub);

        var token = (await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None)).Value!.Items.Single();

        (token.PriceUsd, token.ValueUsd).ShouldBe(((decimal?)priceUsd, (decimal)valueUsd));
    }
}
