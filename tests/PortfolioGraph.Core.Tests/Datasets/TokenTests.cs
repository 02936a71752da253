using System.Net;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class TokenTests
{
    private const string Details = "v4/overview/erc20/details";

    private static StubWorld World() => new StubWorld()
        .Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m), (2, 1))
        .Token(1, StubWorld.Usdc, "USDC", 1, (1, 1000))
        .Token(8453, StubWorld.Native, "ETH", 3000, (1, 0.5m))
        .Token(8453, "0x1111111111111111111111111111111111111111", "UNP", 0, (1, 5_000_000));

    private static TokensKey Key(TimeRange range = TimeRange.OneYear, bool withDecimals = false, params int[] wallets) =>
        new(Wallets.Owners(wallets is [] ? [1] : wallets), range, withDecimals);

    private static string RequestTo(string endpoint, string parameters, params int[] wallets) =>
        $"{endpoint}?{string.Join('&', wallets.Select(w => $"addresses=w{w}"))}&use_cache=true{parameters}";

    private static string DetailsRequest(string range, params int[] wallets) => RequestTo(Details, $"&timerange={range}&closed=true&closed_threshold=0", wallets);

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_TokensWithProfitAndLossAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Tokens.LoadOneAsync(Key(), CancellationToken.None);

        result.Source!.State.ShouldBe(DataSourceState.Live);
        var items = result.Value!.Items;
        items.Select(t => (t.Token.Key, t.Amount?.ToString(), t.PriceUsd, t.ValueUsd)).ShouldBe(
        [
            ($"1:{Address.Native}", "1.5", 3000m, 4500.0m),
            ($"8453:{Address.Native}", "0.5", 3000m, 1500.0m),
            ("1:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "1000", 1m, 1000m),
            ("8453:0x1111111111111111111111111111111111111111", "5000000", null, null),
        ]);
        items[0].Token.ShouldBe(new Token(1, Address.Native, "ETH", "ETH Token", default));
        items[0].Token.IsNative.ShouldBeTrue();
        items[0].Status.ShouldBe(HoldingStatus.Open);
        items[0].ProfitAndLoss.Value.ShouldBe(new ProfitAndLoss(1.5m, 0.05m, TimeRange.OneYear, result.Source));
        world.Requests.ShouldBe([DetailsRequest("1year", 1)]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeTwoCalls_When_DecimalsAreRequestedToo()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Tokens.LoadOneAsync(Key(withDecimals: true), CancellationToken.None);

        result.Value!.Items.ShouldAllBe(t => t.Token.Decimals == new ValueOrFailure<int?>(18));
        world.Requests.ShouldBe([DetailsRequest("1year", 1), RequestTo("v5.0/tokens/snapshot", "", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_CombineFacets_When_OneBatchRequestsTheSameTokensWithAndWithoutDecimals()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Tokens.LoadAsync([Key(), Key(withDecimals: true), Key(TimeRange.OneDay, true)], CancellationToken.None);

        results[Key()].Value!.Items[0].Token.Decimals.ShouldBe(default);
        results[Key(withDecimals: true)].Value!.Items[0].Token.Decimals.Value.ShouldBe(18);
        results[Key(TimeRange.OneDay, true)].Value!.Items[0].Range.ShouldBe(TimeRange.OneDay);
        world.Requests.ShouldBe([DetailsRequest("1year", 1), DetailsRequest("1day", 1), RequestTo("v5.0/tokens/snapshot", "", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_APortfolioIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Tokens.LoadOneAsync(Key(wallets: [2, 1]), CancellationToken.None);

        result.Value!.Items[0].Amount.ToString().ShouldBe("2.5");
        result.Value.Items[0].Scope.ShouldBe(Wallets.Scope(1, 2));
        world.Requests.ShouldBe([DetailsRequest("1year", 1, 2)]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallPerWallet_When_ManyAreRequestedSeparately()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Tokens.LoadAsync([Key(wallets: 1), Key(wallets: 2), Key(wallets: 3)], CancellationToken.None);

        results[Key(wallets: 2)].Value!.Items.Single().Amount.ToString().ShouldBe("1");
        results[Key(wallets: 3)].Value!.Items.ShouldBeEmpty();
        world.Requests.ShouldBe([DetailsRequest("1year", 1), DetailsRequest("1year", 2), DetailsRequest("1year", 3)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnTheSameTokensFromTheOtherVersion_When_TheFirstIsDown()
    {
        var world = World().Break(Details);
        using var core = CoreHost.Over(world.Stub);
        using var healthy = CoreHost.Over(World().Stub);

        var actual = (await core.Tokens.LoadOneAsync(Key(withDecimals: true), CancellationToken.None)).Value!;
        var expected = (await healthy.Tokens.LoadOneAsync(Key(withDecimals: true), CancellationToken.None)).Value!;

        actual.Items.ShouldBe(expected.Items);
        world.Requests.Count(r => r == RequestTo("v5.0/tokens/snapshot", "", 1)).ShouldBe(1, "the decimals and the fallback share one call");
        world.Requests[^1].ShouldBe(RequestTo("v5.0/tokens/metrics", "&timerange=1year", 1));
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnRows_When_DecimalsFail()
    {
        var world = World().Break("v5.0/tokens/snapshot", HttpStatusCode.NotFound);
        using var core = CoreHost.Over(world.Stub);

        var items = (await core.Tokens.LoadOneAsync(Key(withDecimals: true), CancellationToken.None)).Value!.Items;

        items.Count.ShouldBe(4);
        items.Where(t => !t.Token.IsNative).ShouldAllBe(t => t.Token.Decimals == ValueOrFailure<int?>.Failed(new LoadFailure(LoadFailureKind.Rejected, Dataset.TokenDecimals, Wallets.Owners(1), null)));
        items.Where(t => t.Token.IsNative).ShouldAllBe(t => t.Token.Decimals == new ValueOrFailure<int?>(18));
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnRowsUncached_When_ProfitAndLossOfTheFallbackFails()
    {
        var world = World().Break(Details).Break("v5.0/tokens/metrics", HttpStatusCode.Forbidden);
        using var core = CoreHost.Over(world.Stub);

        var first = await core.Tokens.LoadOneAsync(Key(), CancellationToken.None);
        var requests = world.Requests.Count;
        await core.Tokens.LoadOneAsync(Key(), CancellationToken.None);

        first.Value!.Items.Count.ShouldBe(4);
        first.Value.Items.ShouldAllBe(t => t.ProfitAndLoss == ValueOrFailure<ProfitAndLoss?>.Failed(new LoadFailure(LoadFailureKind.Forbidden, Dataset.TokenProfitAndLoss, Wallets.Owners(1), null)));
        world.Requests.Count.ShouldBeGreaterThan(requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, LoadFailureKind.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden, LoadFailureKind.Forbidden)]
    [InlineData(HttpStatusCode.BadRequest, LoadFailureKind.Rejected)]
    [InlineData(HttpStatusCode.UnprocessableEntity, LoadFailureKind.Rejected)]
    public async Task LoadAsync_Should_NotFallBack_When_TheOtherVersionWouldRejectTheRequestToo(HttpStatusCode status, LoadFailureKind kind)
    {
        var world = World().Break(Details, status);
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Tokens.LoadOneAsync(Key(), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(kind, Dataset.Tokens, Wallets.Owners(1)));
        world.Requests.ShouldBe([DetailsRequest("1year", 1)]);
    }

    [Fact]
    public async Task LoadAsync_Should_ReportTheFirstFailure_When_BothVersionsFail()
    {
        var world = World().Break(Details).Break("v5.0/tokens/snapshot", HttpStatusCode.UnprocessableEntity);
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Tokens.LoadOneAsync(Key(), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Unavailable, Dataset.Tokens, Wallets.Owners(1)));
    }

    [Fact]
    public async Task LoadAsync_Should_DropTotalsAndKeepUnknownChains_When_RowsHaveNoChainOrANewChain()
    {
        var world = World();
        world.Stub.Returns(
            Details,
            """
            {"result":[
              {"chain_id":null,"contract_address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","amount":9,"price_to_usd":1,"value_usd":9,"abs_profit_usd":1,"roi":0.1,"status":1},
              {"chain_id":4663,"contract_address":"0x0000000000000000000000000000000000000000","name":"","symbol":null,"amount":1e-7,"price_to_usd":2.5,"value_usd":2.5e-7,"abs_profit_usd":null,"roi":null,"status":2},
              {"chain_id":1,"contract_address":"SoLanaAddressThatIsNoAddressOfAnEvmChain11","amount":1,"price_to_usd":1,"value_usd":1,"status":1}]}
            """);
        using var core = CoreHost.Over(world.Stub);

        var row = (await core.Tokens.LoadOneAsync(Key(), CancellationToken.None)).Value!.Items.ShouldHaveSingleItem();

        row.Token.ShouldBe(new Token(4663, Address.Native, null, null, default));
        row.Amount.ToString().ShouldBe("0.0000001");
        row.ValueUsd.ShouldBe(0.00000025m);
        row.Status.ShouldBe(HoldingStatus.Unknown);
        row.ProfitAndLoss.ShouldBe(default);
        core.Catalog.GetChain(4663).Name.ShouldBe("Chain 4663");
    }

    [Theory]
    [InlineData("10", "0", "0", null, null)]
    [InlineData("10", "null", "0", null, null)]
    [InlineData("10", "null", "25", null, 25.0)]
    [InlineData("10", "0", "25", null, null)]
    [InlineData("10", "2.5", "null", 2.5, 25.0)]
    [InlineData("10", "2.5", "24", 2.5, 24.0)]
    [InlineData("0", "2.5", "0", 2.5, 0.0)]
    [InlineData("0", "0", "0", null, 0.0)]
    [InlineData("null", "null", "7", null, 7.0)]
    [InlineData("1e30", "1", "1e30", 1.0, null)]
    [InlineData("1e9999999", "1", "5", 1.0, 5.0)]
    public async Task LoadAsync_Should_DistinguishUnpricedFromWorthless_When_PriceOrValueIsMissing(string amount, string price, string value, double? priceUsd, double? valueUsd)
    {
        var world = World();
        world.Stub.Returns(
            Details, $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.Usdc}}","name":"N","symbol":"S","amount":{{amount}},"price_to_usd":{{price}},"value_usd":{{value}},"abs_profit_usd":null,"roi":null,"status":1}]}""");
        using var core = CoreHost.Over(world.Stub);

        var row = (await core.Tokens.LoadOneAsync(Key(), CancellationToken.None)).Value!.Items.Single();

        row.PriceUsd.ShouldBe((decimal?)priceUsd);
        row.ValueUsd.ShouldBe((decimal?)valueUsd);
    }

    [Fact]
    public async Task In_Should_FilterByChainAndStatus_When_AScopeIsGiven()
    {
        var world = World();
        world.Stub.Returns(
            Details,
            $$"""
            {"result":[
              {"chain_id":1,"contract_address":"{{StubWorld.Usdc}}","amount":0,"price_to_usd":1,"value_usd":0,"abs_profit_usd":3,"roi":0.1,"status":0},
              {"chain_id":1,"contract_address":"{{StubWorld.StEth}}","amount":1,"price_to_usd":5,"value_usd":5,"abs_profit_usd":3,"roi":0.1,"status":1},
              {"chain_id":10,"contract_address":"{{StubWorld.StEth}}","amount":1,"price_to_usd":7,"value_usd":7,"abs_profit_usd":3,"roi":0.1,"status":1}]}
            """);
        using var core = CoreHost.Over(world.Stub);
        var tokens = (await core.Tokens.LoadOneAsync(Key(), CancellationToken.None)).Value!;
        var slice = Wallets.Scope(1).On(1);

        tokens.InScope(slice, includeClosed: false).Select(t => t.ValueUsd).ShouldBe([5]);
        tokens.InScope(slice, includeClosed: true).Select(t => t.ValueUsd).ShouldBe([5, 0]);
        tokens.InScope(slice, includeClosed: true).ShouldAllBe(t => t.Scope == slice);
        tokens.InScope(Wallets.Scope(1), includeClosed: false).Select(t => t.ValueUsd).ShouldBe([7, 5]);
    }
}
