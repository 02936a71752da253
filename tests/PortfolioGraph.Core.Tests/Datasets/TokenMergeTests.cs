using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>Rows of one token are merged into one holding. Amounts, values and gains are added; price and return are null if the rows disagree.</summary>
public sealed class TokenMergeTests : IDisposable
{
    private const string Details = "v4/overview/erc20/details";
    private const string Snapshot = "v5.0/tokens/snapshot";
    private const string Metrics = "v5.0/tokens/metrics";
    private const string Zero = "0x0000000000000000000000000000000000000000";

    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    private static TokensKey Key(params int[] wallets) => new(Wallets.Owners(wallets), TimeRange.OneYear);

    private static string Row(string contract, string amount, string price, string value, int chainId = 1, string profit = "null", string roi = "null", int status = 1) =>
        $$"""{"chain_id":{{chainId}},"contract_address":"{{contract}}","name":"n","symbol":"s","amount":{{amount}},"price_to_usd":{{price}},"value_usd":{{value}},"abs_profit_usd":{{profit}},"roi":{{roi}},"status":{{status}}}""";

    private static string SnapshotRow(string index, string owner, string amount, string value, string contract = StubWorld.Usdc, int sign = 1) =>
        $$"""
        {"index":{{index}},"chain":1,"contract_address":"{{contract}}","token_id":0,"address":"{{owner}}","protocol_type":"token","protocol_group_id":"token","contract_name":"USD Coin",
         "contract_symbol":"USDC","asset_sign":{{sign}},"status":1,"value_usd":{{value}},
         "underlying_tokens":[{"chain_id":1,"address":"{{contract}}","decimals":6,"amount":{{amount}},"price_usd":1.0,"value_usd":{{value}}}]}
        """;

    private static string Index(string owner) => $$"""{"address":{{owner}},"chain":1,"contract_address":"{{StubWorld.Usdc}}","token_id":0,"protocol_sub_group_id":null}""";

    private static string Quoted(int wallet) => $"\"{Wallets.Lower(wallet)}\"";

    private async Task<IReadOnlyList<TokenHolding>> LoadAsync(params string[] rows)
    {
        _stub.Returns(Details, $"{{\"result\":[{string.Join(',', rows)}]}}");
        using var core = CoreHost.Over(_stub);
        return (await core.Tokens.LoadOneAsync(Key(1), CancellationToken.None)).Value!.Items;
    }

    [Theory]
    [InlineData(StubWorld.Native, Zero, 1)]
    [InlineData(StubWorld.Native, StubWorld.Native, 1)]
    [InlineData(StubWorld.Usdc, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", 1)]
    [InlineData("0x0000000000000000000000000000000000001010", StubWorld.Native, 137)]
    [InlineData(Zero, "0x0000000000000000000000000000000000001010", 137)]
    [InlineData("0x000000000000000000000000000000000000800A", StubWorld.Native, 324)]
    public async Task LoadAsync_Should_ReturnOneHolding_When_OneTokenHasTwoSpellings(string first, string second, int chainId)
    {
        var token = (await LoadAsync(Row(first, "2.0", "3000.0", "6000.0", chainId, "50", "0.1"), Row(second, "1", "3000.0", "3000.0", chainId, "20", "0.05"))).ShouldHaveSingleItem();

        (token.Amount.ToString(), token.PriceUsd, token.ValueUsd).ShouldBe(("3.0", 3000m, 9000m));
        (token.ProfitAndLoss.Value?.AbsoluteUsd, token.ProfitAndLoss.Value?.Roi).ShouldBe((70m, 0.07777778m));
        token.Token.IsNative.ShouldBe(first != StubWorld.Usdc);
    }

    [Fact]
    public async Task LoadAsync_Should_KeepTokensSeparate_When_TheirContractsOrChainsDiffer()
    {
        const string matic = "0x0000000000000000000000000000000000001010";

        var items = await LoadAsync(Row(matic, "1", "1", "5", 1), Row(StubWorld.Native, "1", "1", "4", 1), Row(matic, "1", "1", "3", 137), Row(StubWorld.Native, "1", "1", "2", 10));

        items.Select(item => (item.Token.ChainId, item.Token.IsNative)).ShouldBe([(1, false), (1, true), (137, true), (10, true)]);
    }

    [Theory]
    [InlineData("2", "3000", "6000", "1", "3100", "3100", null, 9100.0)]
    [InlineData("2", "3000", "6000", "1", "0", "0", 3000.0, 9000.0)]
    [InlineData("2", "0", "0", "1", "0", "0", null, null)]
    [InlineData("0", "0", "0", "1", "0", "0", null, null)]
    [InlineData("0", "0", "0", "0", "0", "0", null, 0.0)]
    [InlineData("2", "3000", "6000", "null", "null", "3000", 3000.0, 9000.0)]
    [InlineData("2", "3000", "6000", "null", "null", "null", 3000.0, 6000.0)]
    public async Task Price_Should_BeTheCommonPrice_When_TheRowsDoNotContradict(
        string amount, string price, string value, string otherAmount, string otherPrice, string otherValue, double? priceUsd, double? valueUsd)
    {
        var token = (await LoadAsync(Row(StubWorld.Usdc, amount, price, value), Row(StubWorld.Usdc, otherAmount, otherPrice, otherValue))).ShouldHaveSingleItem();

        (token.PriceUsd, token.ValueUsd).ShouldBe(((decimal?)priceUsd, (decimal?)valueUsd));
    }

    [Theory]
    [InlineData("3000 2000 3000", null, 8000)]
    [InlineData("1 1.01 1", null, 3.01)]
    [InlineData("3000 2000 0", null, 5000)]
    [InlineData("0 3000 2000", null, 5000)]
    [InlineData("3000 0 3000", 3000.0, 9000)]
    public async Task Value_Should_NotDependOnTheOrderOfRows_When_PricesDisagree(string prices, double? priceUsd, double valueUsd)
    {
        var token = (await LoadAsync([.. prices.Split(' ').Select(price => Row(StubWorld.Usdc, "1", price, price))])).ShouldHaveSingleItem();

        (token.PriceUsd, token.ValueUsd).ShouldBe(((decimal?)priceUsd, (decimal)valueUsd));
    }

    [Fact]
    public async Task ClosedRow_Should_CountOnlyInTheGain_When_TheTokenIsHeldElsewhere()
    {
        var token = (await LoadAsync(Row(StubWorld.Usdc, "0.5", "1", "0.5", profit: "7", roi: "0.1", status: 0), Row(StubWorld.Usdc, "6000", "1", "6000", profit: "5", roi: "0.1"))).ShouldHaveSingleItem();

        (token.Amount.ToString(), token.ValueUsd, token.Status, token.ProfitAndLoss.Value!.AbsoluteUsd).ShouldBe(("6000", 6000m, HoldingStatus.Open, 12m));
    }

    [Theory]
    [InlineData("50", "0.1", "null", "null", 50.0, null)]
    [InlineData("50", "0.1", "20", "null", 70.0, null)]
    [InlineData("50", "0.1", "-20", "-0.1", 30.0, 0.04285714)]
    [InlineData("50", "0.1", "-20", "0.1", 30.0, null)]
    [InlineData("null", "null", "null", "null", null, null)]
    public async Task Return_Should_BeThatOfTheSum_When_TheInflowOfBothRowsIsKnown(string profit, string roi, string otherProfit, string otherRoi, double? gain, double? both)
    {
        var token = (await LoadAsync(Row(StubWorld.Usdc, "1", "1", "1", profit: profit, roi: roi), Row(StubWorld.Usdc, "1", "1", "1", profit: otherProfit, roi: otherRoi))).ShouldHaveSingleItem();

        (token.ProfitAndLoss.Value?.AbsoluteUsd, token.ProfitAndLoss.Value?.Roi).ShouldBe(((decimal?)gain, (decimal?)both));
    }

    [Theory]
    [InlineData(1, 0, HoldingStatus.Open)]
    [InlineData(0, 0, HoldingStatus.Closed)]
    [InlineData(0, 7, HoldingStatus.Unknown)]
    [InlineData(7, 1, HoldingStatus.Open)]
    public async Task Status_Should_BeOpen_When_OneRowIsOpen(int status, int other, HoldingStatus expected) =>
        (await LoadAsync(Row(StubWorld.Usdc, "1", "1", "1", status: status), Row(StubWorld.Usdc, "1", "1", "1", status: other))).Single().Status.ShouldBe(expected);

    public static TheoryData<string, string, string, double?, double?> OwnersRows()
    {
        var (a, b) = (Quoted(1), Quoted(2));
        return new()
        {
            // Each owner has its own metrics, by object or by string.
            { Index(a), Index(b), $$"""{"index":{{Index(a)}},"profit_abs_usd":10,"roi":0.1},{"index":{{Index(b)}},"profit_abs_usd":5,"roi":0.1}""", 15, 0.1 },
            { "\"0xa\"", "\"0xb\"", """{"index":"0xa","profit_abs_usd":10,"roi":0.1},{"index":"0xb","profit_abs_usd":5,"roi":0.1}""", 15, 0.1 },
            // One row of metrics for both owners, counted once.
            { Index(a), Index(b), $$"""{"index":{{Index("null")}},"profit_abs_usd":15,"roi":0.2}""", 15, 0.2 },
            { "\"0xa\"", "\"0xa\"", """{"index":"0xa","profit_abs_usd":15,"roi":0.2}""", 15, 0.2 },
            // One owner has no metrics, so the return of the other is not the return of both.
            { Index(a), Index(b), $$"""{"index":{{Index(a)}},"profit_abs_usd":10,"roi":0.1}""", 10, null },
            { "null", "null", """{"index":"0xa","profit_abs_usd":15,"roi":0.2}""", null, null },
        };
    }

    [Theory]
    [MemberData(nameof(OwnersRows))]
    public async Task LoadAsync_Should_AddOwnersUp_When_TheSnapshotHasARowForEach(string first, string second, string metrics, double? gain, double? roi)
    {
        _stub.ReturnsStatus(Details, HttpStatusCode.NotFound)
            .Returns(Snapshot, $"[{SnapshotRow(first, Wallets.Lower(1), "100", "100")},{SnapshotRow(second, Wallets.Lower(2), "50", "50")}]")
            .Returns(Metrics, $"{{\"result\":[{metrics}]}}");
        using var core = CoreHost.Over(_stub);

        var result = await core.Tokens.LoadOneAsync(Key(1, 2), CancellationToken.None);

        var token = result.Value!.Items.ShouldHaveSingleItem();
        (token.Scope, token.Amount.ToString(), token.ValueUsd, token.PriceUsd).ShouldBe((Wallets.Scope(1, 2), "150", 150m, 1m));
        (token.ProfitAndLoss.Value?.AbsoluteUsd, token.ProfitAndLoss.Value?.Roi).ShouldBe(((decimal?)gain, (decimal?)roi));
        token.Token.Decimals.Value.ShouldBe(6);
        _stub.Requests.Select(request => Wallets.Named(request.PathAndQuery)).ShouldBe(
        [
            $"{Details}?addresses=w1&addresses=w2&use_cache=true&timerange=1year&closed=true&closed_threshold=0",
            $"{Snapshot}?addresses=w1&addresses=w2&use_cache=true",
            $"{Metrics}?addresses=w1&addresses=w2&use_cache=true&timerange=1year",
        ]);
    }

    [Fact]
    public async Task PastValue_Should_AddOwnersUpAndSubtractDebts_When_TheSnapshotHasARowForEach()
    {
        const string dai = "0x6b175474e89094c44da98b954eedeac495271d0f";
        _stub.Returns(Snapshot, $"[{SnapshotRow(Index(Quoted(1)), Wallets.Lower(1), "100", "100")},{SnapshotRow(Index(Quoted(2)), Wallets.Lower(2), "50", "50")},{SnapshotRow("\"0xd\"", Wallets.Lower(2), "60", "60", dai, -1)}]")
            .Returns("v5.0/protocols/snapshot", "[]");
        using var core = CoreHost.Over(_stub);

        var past = (await core.PastHoldings.LoadOneAsync(new PastHoldingsKey(Wallets.Owners(1, 2), DateTimeOffset.UnixEpoch.AddDays(18_000)), CancellationToken.None)).Value!;

        past.Tokens.Value!.Select(token => (token.Token.Symbol, token.ValueUsd, token.IsDebt)).ShouldBe([("USDC", 150m, false), ("USDC", -60m, true)]);
        past.ValueUsd.Value.ShouldBe(90m);
    }
}
