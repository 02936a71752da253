using System.Net;
using System.Numerics;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class PositionTests
{
    private const string Details = "v4/overview/protocols/details";
    private const string Snapshot = "v5.0/protocols/snapshot";
    private const string Metrics = "v5.0/protocols/metrics";

    /// <summary>Wallets 1 and 2 share a pool, 3 and 4 each have their own, 5 has no positions.</summary>
    private static StubWorld World() => new StubWorld()
        .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000), (2, 300))
        .Supply(StubWorld.StEth, "Aave stETH", (3, 70))
        .Position(new HeldPosition(8453, StubWorld.Usdc, "lido", "lido", "Staked", "liquidstaking", false, new Dictionary<int, decimal> { [4] = 11 }) { IsLocked = true })
        .Position(new HeldPosition(1, "0x72e95b8931767c79ba4eee721354d6e99a61d004", "aavev3", "aave-v3", "Debt USDC", "debt", true, new Dictionary<int, decimal> { [3] = 40 }));

    private static PositionsKey Plain(params int[] wallets) => new(Wallets.Owners(wallets), HoldingFacets.ProfitAndLoss);

    private static PositionsKey Full(params int[] wallets) => new(Wallets.Owners(wallets), HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics);

    private static string Addresses(params int[] wallets) => string.Join('&', wallets.Select(w => $"addresses=w{w}"));

    private static string DetailsRequest(params int[] wallets) => $"{Details}?{Addresses(wallets)}&use_cache=true&closed=true&closed_threshold=0";

    private static string RequestTo(string endpoint, params int[] wallets) => $"{endpoint}?{Addresses(wallets)}&use_cache=true";

    private static IEnumerable<(string Name, decimal? ValueUsd)> Rows(LoadResult<PositionHoldings> result) => result.Value!.Items.Select(p => (p.Name, p.ValueUsd));

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_PositionsOfOneWalletAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var result = await core.Positions.LoadOneAsync(Plain(3), CancellationToken.None);

        Rows(result).ShouldBe([("Aave stETH", 70m), ("Debt USDC", -40m)]);
        var debt = result.Value!.Items[1];
        debt.IsDebt.ShouldBeTrue();
        debt.Kind.ShouldBe(PositionKind.Debt);
        debt.Underlying.Single().Amount.ToString().ShouldBe("40");
        debt.Underlying.Single().ValueUsd.ShouldBe(40);
        debt.Chain.Name.ShouldBe("Ethereum");
        debt.Protocol.ShouldBe(new Protocol("aavev3", "AAVE-V3", null));
        debt.Owners.ShouldBe([Wallets.Address(3)]);
        debt.TokenId.ShouldBeNull();
        debt.IsLocked.ShouldBe(default);
        debt.Economics.ShouldBe(default);
        debt.ProfitAndLoss.Value.ShouldBe(new ProfitAndLoss(35, 0.0178m, null, result.Source!));
        world.Requests.ShouldBe([DetailsRequest(3)]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_EveryRowOfManyWalletsHasOneOwner()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Positions.LoadAsync([Plain(1), Plain(3), Plain(4), Plain(5)], CancellationToken.None);

        Rows(results[Plain(1)]).ShouldBe([("Aave USDC", 2000m)]);
        Rows(results[Plain(3)]).ShouldBe([("Aave stETH", 70m), ("Debt USDC", -40m)]);
        Rows(results[Plain(4)]).ShouldBe([("Staked", 11m)]);
        results[Plain(5)].Value!.Items.ShouldBeEmpty();
        results[Plain(4)].Value!.Items[0].Scope.ShouldBe(Wallets.Scope(4));
        world.Requests.ShouldBe([DetailsRequest(1, 3, 4, 5)]);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestCoOwnersSeparately_When_RowsHaveSeveralOwners()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Positions.LoadAsync([Plain(1), Plain(2), Plain(3), Plain(4)], CancellationToken.None);

        Rows(results[Plain(1)]).ShouldBe([("Aave USDC", 2000m)]);
        Rows(results[Plain(2)]).ShouldBe([("Aave USDC", 300m)]);
        Rows(results[Plain(3)]).ShouldBe([("Aave stETH", 70m), ("Debt USDC", -40m)]);
        world.Requests[0].ShouldBe(DetailsRequest(1, 2, 3, 4));
        world.Requests.Skip(1).ShouldBe([DetailsRequest(1), DetailsRequest(2)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_StopBatching_When_RowsDoNotNameOwners()
    {
        var world = World();
        world.NamesOwners = false;
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"));

        var first = await core.Positions.LoadAsync([Plain(3), Plain(4)], CancellationToken.None);
        var second = await core.Positions.LoadAsync([Plain(3), Plain(4)], CancellationToken.None);

        Rows(first[Plain(4)]).ShouldBe([("Staked", 11m)]);
        first[Plain(4)].Value!.Items[0].Owners.ShouldBeNull();
        Rows(second[Plain(3)]).ShouldBe([("Aave stETH", 70m), ("Debt USDC", -40m)]);
        world.Requests[0].ShouldBe(DetailsRequest(3, 4));
        world.Requests.Skip(1).ShouldBe([DetailsRequest(3), DetailsRequest(4), DetailsRequest(3), DetailsRequest(4)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_NotTryToBatch_When_RowsOfASingleWalletNamedNoOwner()
    {
        var world = World();
        world.NamesOwners = false;
        using var core = CoreHost.Over(world.Stub);

        await core.Positions.LoadOneAsync(Plain(1), CancellationToken.None);
        await core.Positions.LoadAsync([Plain(3), Plain(4)], CancellationToken.None);

        world.Requests[0].ShouldBe(DetailsRequest(1));
        world.Requests.Skip(1).ShouldBe([DetailsRequest(3), DetailsRequest(4)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ObserveNothing_When_ResponsesAreEmpty()
    {
        var world = World();
        world.NamesOwners = false;
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Plain(1), CancellationToken.None);

        world.NamesOwners = true;
        await core.Positions.LoadOneAsync(Plain(5), CancellationToken.None);
        await core.Positions.LoadAsync([Plain(3), Plain(6)], CancellationToken.None);
        await core.Positions.LoadAsync([Plain(4), Plain(7)], CancellationToken.None);

        world.Requests.Skip(2).Take(2).ShouldBe([DetailsRequest(3), DetailsRequest(6)], ignoreOrder: true, "an empty response does not show that owners are named again");
        world.Requests.Skip(4).ShouldBe([DetailsRequest(4, 7)], "the rows of w3 show it");
    }

    [Fact]
    public async Task LoadAsync_Should_FillBatchesToTheLimit_When_WalletsAreMany()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub, null, ("Upstream:MaxAddressesPerCall", "3"));

        await core.Positions.LoadAsync([Plain(1), Plain(3), Plain(4), Plain(5), Plain(6), Plain(7), Plain(8)], CancellationToken.None);

        world.Requests.ShouldBe([DetailsRequest(1, 3, 4), DetailsRequest(5, 6, 7), DetailsRequest(8)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_TakeWalletsFromThePortfolioResponse_When_BothAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Positions.LoadAsync([Plain(3, 4), Plain(3), Plain(4)], CancellationToken.None);

        Rows(results[Plain(3, 4)]).ShouldBe([("Aave stETH", 70m), ("Staked", 11m), ("Debt USDC", -40m)]);
        Rows(results[Plain(4)]).ShouldBe([("Staked", 11m)]);
        results[Plain(4)].Value!.Items[0].Scope.ShouldBe(Wallets.Scope(4));
        world.Requests.ShouldBe([DetailsRequest(3, 4)]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeTwoCalls_When_EconomicsAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Positions.LoadAsync([Plain(4), Full(4)], CancellationToken.None);

        var position = results[Full(4)].Value!.Items.Single();
        position.IsLocked.Value.ShouldBe(true);
        position.Economics.Value!.WeightedApr.ShouldBe(0.041m);
        position.Economics.Value.HoldingTimeDays.ShouldBe(158);
        position.Economics.Value.ClaimedFees.ShouldBeNull();
        position.Economics.Value.UnclaimedFees!.Single().Amount.ToString().ShouldBe("2");
        position.Economics.Value.UnclaimedFeesUsd.ShouldBe(2);
        position.Economics.Value.Rewards!.ShouldBeEmpty();
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(35);
        Rows(results[Plain(4)]).ShouldBe([("Staked", 11m)]);
        world.Requests.ShouldBe([RequestTo(Snapshot, 4), RequestTo(Metrics, 4)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeNoCall_When_TheCachedValueHasMoreThanIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.Positions.LoadOneAsync(Full(4), CancellationToken.None);
        var later = await core.Positions.LoadOneAsync(Plain(4), CancellationToken.None);

        later.Source!.State.ShouldBe(DataSourceState.Cached);
        later.Value!.Items[0].ProfitAndLoss.Value!.Source.State.ShouldBe(DataSourceState.Cached);
        world.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task LoadAsync_Should_ReturnTheSamePositionsFromTheOtherVersion_When_TheFirstIsDown(int wallet)
    {
        var world = World().Break(Details);
        using var core = CoreHost.Over(world.Stub);
        using var healthy = CoreHost.Over(World().Stub);

        var actual = (await core.Positions.LoadOneAsync(Plain(wallet), CancellationToken.None)).Value!.Items;
        var expected = (await healthy.Positions.LoadOneAsync(Plain(wallet), CancellationToken.None)).Value!.Items;

        actual.Select(ComparedFields).ShouldBe(expected.Select(ComparedFields));
        world.Requests.Skip(3).ShouldBe([RequestTo(Snapshot, wallet), RequestTo(Metrics, wallet)]);

        static object ComparedFields(Position p) => (p.Key, p.ValueUsd, p.Status, p.ProfitAndLoss, p.Protocol, p.Chain, p.Underlying.Single());
    }

    [Fact]
    public async Task LoadAsync_Should_FallBackForEachWallet_When_TheBatchFails()
    {
        var world = World().Break(Details, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Positions.LoadAsync([Plain(1), Plain(2)], CancellationToken.None);

        Rows(results[Plain(1)]).ShouldBe([("Aave USDC", 2000m)]);
        Rows(results[Plain(2)]).ShouldBe([("Aave USDC", 300m)]);
        world.Requests[0].ShouldBe(DetailsRequest(1, 2));
        world.Requests.Skip(1).ShouldBe([RequestTo(Snapshot, 1), RequestTo(Metrics, 1), RequestTo(Snapshot, 2), RequestTo(Metrics, 2)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnRowsWithProfitAndLoss_When_EconomicsFail()
    {
        var world = World().Break(Snapshot, HttpStatusCode.Gone).Break(Metrics, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var position = (await core.Positions.LoadOneAsync(Full(4), CancellationToken.None)).Value!.Items.Single();

        var failure = new LoadFailure(LoadFailureKind.Rejected, Dataset.PositionEconomics, Wallets.Owners(4));
        position.ValueUsd.ShouldBe(11);
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(35);
        position.Economics.ShouldBe(ValueOrFailure<PositionEconomics?>.Failed(failure));
        position.IsLocked.ShouldBe(ValueOrFailure<bool?>.Failed(failure));
        world.Requests[^1].ShouldBe(DetailsRequest(4));
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnLocksAndProfitAndLoss_When_OnlyTheMetricsFail()
    {
        var world = World().Break(Metrics, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var position = (await core.Positions.LoadOneAsync(Full(4), CancellationToken.None)).Value!.Items.Single();

        position.IsLocked.ShouldBe(new ValueOrFailure<bool?>(true));
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(35);
        position.Economics.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.PositionEconomics, Wallets.Owners(4)));
        world.Requests.ShouldBe([RequestTo(Snapshot, 4), RequestTo(Metrics, 4), DetailsRequest(4)], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnRows_When_OnlyTheSnapshotSucceeds()
    {
        var world = World().Break(Metrics, HttpStatusCode.Gone).Break(Details, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);

        var economics = (await core.Positions.LoadOneAsync(Full(4), CancellationToken.None)).Value!.Items.Single();
        var plain = (await core.Positions.LoadOneAsync(Plain(3), CancellationToken.None)).Value!.Items;

        economics.ValueUsd.ShouldBe(11);
        economics.IsLocked.Value.ShouldBe(true);
        economics.ProfitAndLoss.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.PositionProfitAndLoss, Wallets.Owners(4)));
        economics.Economics.Failure!.Dataset.ShouldBe(Dataset.PositionEconomics);
        plain.Select(p => p.ValueUsd).ShouldBe([70m, -40m]);
        plain.ShouldAllBe(p => p.ProfitAndLoss.Failure!.Dataset == Dataset.PositionProfitAndLoss);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestMissingPartsAgain_When_TheyFailedBefore()
    {
        var world = World().Break(Metrics, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Full(4), CancellationToken.None);
        var requests = world.Requests.Count;

        await core.Positions.LoadOneAsync(Full(4), CancellationToken.None);

        world.Requests.Skip(requests).ShouldContain(RequestTo(Metrics, 4));
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_NoVersionSucceeds()
    {
        var world = World().Break(Metrics).Break(Details, HttpStatusCode.Gone).Break(Snapshot, HttpStatusCode.Forbidden);
        using var core = CoreHost.Over(world.Stub);

        (await core.Positions.LoadOneAsync(Plain(4), CancellationToken.None)).Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.Positions, Wallets.Owners(4)));
        (await core.Positions.LoadOneAsync(Full(4), CancellationToken.None)).Failure.ShouldBe(new LoadFailure(LoadFailureKind.Forbidden, Dataset.Positions, Wallets.Owners(4)));
    }

    [Theory]
    [InlineData("-40")]
    [InlineData("40")]
    public async Task LoadAsync_Should_CountDebtsNegative_When_TheWireHasEitherSign(string value)
    {
        var world = World();
        var tokens = $$"""[{"chain_id":1,"address":"{{StubWorld.Usdc}}","decimals":6,"amount":{{value}},"price_to_usd":1,"price_usd":1,"value_usd":{{value}}}]""";
        world.Stub
            .Returns(Details, $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.AUsdc}}","token_id":0,"addresses":["{{Wallets.Lower(1)}}"],"protocol":"aavev3","name":"D","sub_contract_type":"debt","status":1,"underlying_tokens":{{tokens}},"value_usd":{{value}},"debt":true,"rewards_tokens":[]}]}""")
            .Returns(Snapshot, $$"""{"result":[{"index":"0x1","chain":1,"contract_address":"{{StubWorld.AUsdc}}","token_id":0,"address":"{{Wallets.Lower(1)}}","protocol_type":"debt","protocol_group_id":"aave-v3","contract_name":"D","asset_sign":-1,"status":1,"underlying_tokens":{{tokens}},"value_usd":{{value}}}]}""");
        using var core = CoreHost.Over(world.Stub);

        foreach (var key in (PositionsKey[])[Plain(1), Full(1)])
        {
            var debt = (await core.Positions.LoadOneAsync(key, CancellationToken.None)).Value!.Items.Single();
            debt.IsDebt.ShouldBeTrue();
            debt.ValueUsd.ShouldBe(-40);
            debt.Underlying.Single().Amount.ToString().ShouldBe("40");
            debt.Underlying.Single().ValueUsd.ShouldBe(40);
        }
    }

    [Fact]
    public async Task LoadAsync_Should_PreserveHugeTokenIds_When_PositionsAreNfts()
    {
        var world = World();
        var id = (BigInteger.One << 256) - 1;
        world.Stub.Returns(
            Details,
            $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.AUsdc}}","token_id":{{id}},"addresses":null,"protocol":"uniswapv3","name":null,"sub_contract_type":"lpt","protocol_name":null,"status":-1,"underlying_tokens":[],"value_usd":7,"debt":null,"rewards_tokens":null}]}""");
        using var core = CoreHost.Over(world.Stub);

        var position = (await core.Positions.LoadOneAsync(Plain(1), CancellationToken.None)).Value!.Items.Single();

        position.TokenId.ShouldBe(id);
        position.Name.ShouldBe("uniswapv3");
        position.Kind.ShouldBe(PositionKind.Liquidity);
        position.Status.ShouldBe(HoldingStatus.Unknown);
        position.Owners.ShouldBeNull();
        position.Underlying.ShouldBeEmpty();
        position.ValueUsd.ShouldBe(7, "a position may have a value without underlying tokens");
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnNoValue_When_NoPartOfThePositionIsPriced()
    {
        var world = World();
        world.Stub.Returns(
            Details,
            $$"""{"result":[{"chain_id":1,"contract_address":"{{StubWorld.AUsdc}}","addresses":["{{Wallets.Lower(1)}}"],"protocol":"curve","name":"P","sub_contract_type":"gauge","status":1,"underlying_tokens":[{"chain_id":1,"address":"{{StubWorld.StEth}}","amount":5,"price_to_usd":0,"value_usd":0}],"value_usd":0,"debt":false,"rewards_tokens":[]}]}""");
        using var core = CoreHost.Over(world.Stub);

        var position = (await core.Positions.LoadOneAsync(Plain(1), CancellationToken.None)).Value!.Items.Single();

        position.ValueUsd.ShouldBeNull();
        position.Underlying.Single().PriceUsd.ShouldBeNull();
        position.Underlying.Single().ValueUsd.ShouldBeNull();
    }

    [Fact]
    public async Task LoadAsync_Should_MergeTwoRows_When_OnlyTheirOwnersDiffer()
    {
        var world = World();
        world.Stub
            .Returns(Snapshot, $$"""{"result":[{{Row("0x1", 1, 10)}},{{Row("0x2", 2, 5)}}]}""")
            .Returns(Metrics, """{"result":[{"index":"0x1","profit_abs_usd":3,"roi":0.1,"weighted_apr":0.2,"holding_time_days":4,"unclaimed_fees_usd":1},{"index":"0x2","profit_abs_usd":-1,"roi":0.3,"unclaimed_fees_usd":2}]}""");
        using var core = CoreHost.Over(world.Stub);

        var position = (await core.Positions.LoadOneAsync(Full(1, 2), CancellationToken.None)).Value!.Items.ShouldHaveSingleItem();

        position.Owners.ShouldBe([Wallets.Address(1), Wallets.Address(2)]);
        position.ValueUsd.ShouldBe(15);
        position.Underlying.Single().Amount.ToString().ShouldBe("15");
        position.ProfitAndLoss.Value!.AbsoluteUsd.ShouldBe(2);
        position.ProfitAndLoss.Value.Roi.ShouldBeNull("returns cannot be added");
        position.Economics.Value!.UnclaimedFeesUsd.ShouldBe(3);
        position.Economics.Value.WeightedApr.ShouldBeNull();

        static string Row(string index, int wallet, int value) =>
            $$"""{"index":"{{index}}","chain":1,"contract_address":"{{StubWorld.AUsdc}}","token_id":0,"address":"{{Wallets.Lower(wallet)}}","protocol_type":"supply","protocol_group_id":"aave-v3","contract_name":"S","asset_sign":1,"status":1,"underlying_tokens":[{"chain_id":1,"address":"{{StubWorld.Usdc}}","decimals":6,"amount":{{value}},"price_usd":1}],"value_usd":{{value}},"locked":false}""";
    }
}
