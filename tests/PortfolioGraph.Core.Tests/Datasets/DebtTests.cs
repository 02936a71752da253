using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>Kind, <c>isDebt</c> and the sign of the value are consistent, regardless of how the upstream marks a debt.</summary>
public sealed class DebtTests : IDisposable
{
    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    [Theory]
    [InlineData("\"debt\":true,\"sub_contract_type\":\"debt\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":false,\"sub_contract_type\":\"debt\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":true,\"sub_contract_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":true,\"sub_contract_type\":\"supply\",\"value_usd\":-50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":false,\"sub_contract_type\":\"supply\",\"value_usd\":-50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":null,\"sub_contract_type\":\"supply\",\"value_usd\":50", PositionKind.Supply, 50)]
    [InlineData("\"debt\":false,\"sub_contract_type\":null,\"value_usd\":50", PositionKind.Other, 50)]
    [InlineData("\"debt\":1,\"sub_contract_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":\"True\",\"sub_contract_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"debt\":0,\"sub_contract_type\":\"supply\",\"value_usd\":50", PositionKind.Supply, 50)]
    public async Task Position_Should_HaveConsistentKindFlagAndSign_When_V4MarksADebtInAnyForm(string marks, PositionKind kind, int valueUsd)
    {
        _stub.Returns("v4/overview/protocols/details", $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.AUsdc}}","protocol":"aavev3",{{marks}},{{Underlying("price_to_usd")}}}]}""");
        using var core = CoreHost.Over(_stub);

        ShouldAgree((await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1)), CancellationToken.None)).Value!.Items.Single(), kind, valueUsd);
    }

    [Theory]
    [InlineData("\"asset_sign\":-1,\"protocol_type\":\"debt\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"debt\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":-1,\"protocol_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":null,\"protocol_type\":\"borrow\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"supply\",\"value_usd\":-50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"supply\",\"value_usd\":50", PositionKind.Supply, 50)]
    [InlineData("\"asset_sign\":\"-1\",\"protocol_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    [InlineData("\"asset_sign\":-1.0,\"protocol_type\":\"supply\",\"value_usd\":50", PositionKind.Debt, -50)]
    public async Task Position_Should_HaveConsistentKindFlagAndSign_When_V5MarksADebtInAnyForm(string marks, PositionKind kind, int valueUsd)
    {
        _stub.Returns("v5.0/protocols/snapshot", $$"""{"result":[{"index":"a","chain":1,"contract_address":"{{StubWorld.AUsdc}}","protocol_group_id":"aave-v3","locked":false,{{marks}},{{Underlying("price_usd")}}}]}""");
        using var core = CoreHost.Over(_stub);

        ShouldAgree((await core.Positions.LoadOneAsync(new PositionsKey(Wallets.Owners(1), HoldingFacets.Locks), CancellationToken.None)).Value!.Items.Single(), kind, valueUsd);
    }

    [Theory]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"token\",\"value_usd\":50", "20", false)]
    [InlineData("\"asset_sign\":-1,\"protocol_type\":\"token\",\"value_usd\":50", "20", true)]
    [InlineData("\"asset_sign\":-1,\"protocol_type\":\"token\",\"value_usd\":-50", "-20", true)]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"debt\",\"value_usd\":50", "20", true)]
    [InlineData("\"asset_sign\":1,\"protocol_type\":\"token\",\"value_usd\":-50", "20", true)]
    [InlineData("\"asset_sign\":-1,\"protocol_type\":\"token\",\"value_usd\":null", "20", true)]
    public async Task Token_Should_HaveANegativeValue_When_V5MarksItAsADebt(string marks, string amount, bool isDebt)
    {
        _stub.Returns(
            "v5.0/tokens/snapshot",
            $$"""{"result":[{"index":"a","chain":1,"contract_address":"{{StubWorld.Usdc}}",{{marks}},"underlying_tokens":[{"chain_id":1,"address":"{{StubWorld.Usdc}}","amount":{{amount}},"price_usd":2.5}]}]}""");
        using var core = CoreHost.Over(_stub);

        var token = (await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), WithDecimals: true), CancellationToken.None)).Value!.Items.Single();

        (token.IsDebt, token.ValueUsd, token.Amount.ToString(), token.PriceUsd).ShouldBe((isDebt, isDebt ? -50m : 50m, "20", 2.5m));
        token.Key.EndsWith("|debt", StringComparison.Ordinal).ShouldBe(isDebt);
    }

    [Fact]
    public async Task Token_Should_BeSeparateFromItsDebt_When_ItIsOwnedAndOwed()
    {
        _stub.ReturnsStatus("v4/overview/erc20/details", HttpStatusCode.Gone)
            .Returns("v5.0/tokens/snapshot", $"[{Row("a", 100, 1)},{Row("b", 50, -1)}]")
            .Returns("v5.0/tokens/metrics", """{"result":[{"index":"a","profit_abs_usd":3,"roi":0.1},{"index":"b","profit_abs_usd":-1,"roi":null}]}""");
        using var core = CoreHost.Over(_stub);

        var items = (await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None)).Value!.Items;

        items.Select(item => (item.ValueUsd, item.IsDebt, item.ProfitAndLoss.Value?.AbsoluteUsd)).ShouldBe([(100m, false, 3m), (-50m, true, -1m)]);
        items.Select(item => item.Key).ShouldBeUnique();

        static string Row(string index, int value, int sign) =>
            $$"""{"index":"{{index}}","chain":1,"contract_address":"{{StubWorld.Usdc}}","asset_sign":{{sign}},"status":1,"value_usd":{{value}},"underlying_tokens":[{"chain_id":1,"address":"{{StubWorld.Usdc}}","amount":{{value}},"price_usd":1}]}""";
    }

    [Theory]
    [InlineData("20", "-50")]
    [InlineData("-20", "50")]
    [InlineData("-20", "-50")]
    public async Task Token_Should_BeADebt_When_V4ReturnsANegativeFigure(string amount, string value)
    {
        _stub.Returns("v4/overview/erc20/details", $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.Usdc}}","amount":{{amount}},"price_to_usd":2.5,"value_usd":{{value}},"status":1}]}""");
        using var core = CoreHost.Over(_stub);

        var token = (await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1)), CancellationToken.None)).Value!.Items.Single();

        (token.IsDebt, token.ValueUsd, token.Amount.ToString()).ShouldBe((true, -50m, "20"));
    }

    private static string Underlying(string price) => $$"""
        "underlying_tokens":[{"chain_id":1,"address":"{{StubWorld.Usdc}}","amount":50,"{{price}}":1,"value_usd":50}]
        """;

    private static void ShouldAgree(Position position, PositionKind kind, int valueUsd)
    {
        (position.Kind, position.IsDebt, position.ValueUsd).ShouldBe((kind, kind == PositionKind.Debt, valueUsd));
        position.Underlying.Single().ValueUsd.ShouldBe(50);
        position.Key.EndsWith(kind == PositionKind.Debt ? "debt" : "asset", StringComparison.Ordinal).ShouldBeTrue();
    }
}
