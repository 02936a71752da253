using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>Values: the results, and the upstream calls that they take.</summary>
public sealed class ValueTests
{
    private const string Current = "v5.0/general/current_value";

    private static StubWorld World(int wallets = 3)
    {
        var all = Enumerable.Range(1, wallets).Select(w => (w, (decimal)w)).ToArray();
        return new StubWorld()
            .Token(1, StubWorld.Native, "ETH", 3000, all)
            .Token(8453, StubWorld.Usdc, "USDC", 1, all)
            .Supply(StubWorld.AUsdc, "Aave USDC", (1, 2000))
            .Position(new HeldPosition(1, StubWorld.StEth, "aavev3", "aave-v3", "Debt", "debt", true, new Dictionary<int, decimal> { [2] = 500 }));
    }

    private static ValueKey Total(params int[] wallets) => new(Wallets.Scope(wallets));

    private static ValueKey On(int chainId, params int[] wallets) => new(Wallets.Scope(wallets).On(chainId));

    private static ValueKey WithBreakdown(params int[] wallets) => new(Wallets.Scope(wallets), WithBreakdown: true);

    private static ValueKey WithBreakdownOn(int chainId, params int[] wallets) => new(Wallets.Scope(wallets).On(chainId), WithBreakdown: true);

    private static string Addresses(int from, int to) => string.Join('&', Enumerable.Range(from, to - from + 1).Select(w => $"addresses=w{w}"));

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallPerTenWallets_When_ManyTotalsAreRequested()
    {
        var world = World(25);
        using var core = CoreHost.Over(world.Stub);
        ValueKey[] keys = [.. Enumerable.Range(1, 25).Select(w => Total(w))];

        var results = await core.Values.LoadAsync(keys, CancellationToken.None);

        foreach (var wallet in Enumerable.Range(1, 25))
            results[Total(wallet)].Value!.TotalUsd.ShouldBe(world.ValueOf([wallet]));
        world.Requests.ShouldBe(
            [$"{Current}?{Addresses(1, 10)}&use_cache=true", $"{Current}?{Addresses(11, 20)}&use_cache=true", $"{Current}?{Addresses(21, 25)}&use_cache=true"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_FillCallsToTheLimit_When_TheLimitIsSet()
    {
        var world = World(3);
        using var core = CoreHost.Over(world.Stub, null, ("Upstream:MaxAddressesPerCall", "2"));

        await core.Values.LoadAsync([Total(1), Total(2), Total(3)], CancellationToken.None);

        world.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_EverythingOfOneWalletIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([Total(2), WithBreakdown(2), On(1, 2), On(8453, 2), On(10, 2)], CancellationToken.None);

        results[Total(2)].Value!.TotalUsd.ShouldBe(5502);
        results[Total(2)].Value!.Breakdown.ShouldBeNull();
        results[On(1, 2)].Value!.TotalUsd.ShouldBe(5500);
        results[On(8453, 2)].Value!.TotalUsd.ShouldBe(2);
        results[On(10, 2)].Value!.TotalUsd.ShouldBe(0, "a chain that the response does not list has no holdings");
        var breakdown = results[WithBreakdown(2)].Value!.Breakdown!;
        breakdown.TotalUsd.ShouldBe(5502);
        breakdown.ByChain.Select(c => (c.Chain.Name, c.ValueUsd)).ShouldBe([("Ethereum", 5500m), ("Base", 2m)]);
        breakdown.ByChain[0].Share.ShouldBe(0.999636495819702m);
        breakdown.ByCategory.Select(c => (c.Category, c.ValueUsd)).ShouldBe([(AssetCategory.Native, 6000m), (AssetCategory.Tokens, 2m), (AssetCategory.Protocols, -500m)]);
        breakdown.ByProtocol.Select(p => (p.Protocol.ProtocolId, p.Protocol.Name, p.ValueUsd)).ShouldBe([("aavev3", "AAVE-V3", -500m)]);
        world.Requests.ShouldBe([$"{Current}?addresses=w2&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_CacheTheBreakdown_When_OnlyTheTotalOfOneWalletWasRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.Values.LoadAsync([Total(2)], CancellationToken.None);
        var later = await core.Values.LoadAsync([WithBreakdown(2), On(1, 2)], CancellationToken.None);

        later[WithBreakdown(2)].Source!.State.ShouldBe(DataSourceState.Cached);
        later[WithBreakdown(2)].Value!.Breakdown!.Source.State.ShouldBe(DataSourceState.Cached);
        later[On(1, 2)].Value!.TotalUsd.ShouldBe(5500);
        world.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallForTheChain_When_OneChainOfManyWalletsIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([On(1, 1), On(1, 2), On(1, 3)], CancellationToken.None);

        results[On(1, 2)].Value!.TotalUsd.ShouldBe(5500);
        results[On(1, 3)].Value!.TotalUsd.ShouldBe(9000);
        world.Requests.ShouldBe([$"{Current}?{Addresses(1, 3)}&chain_id=1&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestAllChains_When_OneChainOfOneWalletIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([On(1, 2)], CancellationToken.None);

        results[On(1, 2)].Value!.TotalUsd.ShouldBe(5500);
        world.Requests.ShouldBe([$"{Current}?addresses=w2&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallForTheChain_When_ItsBreakdownIsRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([WithBreakdownOn(1, 2), On(1, 2)], CancellationToken.None);
        var later = await core.Values.LoadAsync([On(1, 2), WithBreakdownOn(1, 2)], CancellationToken.None);

        var breakdown = results[WithBreakdownOn(1, 2)].Value!.Breakdown!;
        breakdown.Scope.ShouldBe(Wallets.Scope(2).On(1));
        breakdown.TotalUsd.ShouldBe(5500);
        breakdown.ByChain.Select(c => (c.Chain.Name, c.ValueUsd, c.Share)).ShouldBe([("Ethereum", 5500m, 1m)]);
        breakdown.ByCategory.Select(c => (c.Category, c.ValueUsd)).ShouldBe([(AssetCategory.Native, 6000m), (AssetCategory.Tokens, 0m), (AssetCategory.Protocols, -500m)]);
        breakdown.ByProtocol.Select(p => (p.Protocol.ProtocolId, p.ValueUsd)).ShouldBe([("aavev3", -500m)]);
        results[On(1, 2)].Value.ShouldBe(new Valuation(5500, null));
        later.Values.ShouldAllBe(result => result.Source!.State == DataSourceState.Cached && result.Value!.TotalUsd == 5500);
        world.Requests.ShouldBe([$"{Current}?addresses=w2&chain_id=1&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_LoadTheBreakdownOfAChainByItself_When_ThatOfAllChainsIsCached()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.Values.LoadAsync([WithBreakdown(2)], CancellationToken.None);
        var results = await core.Values.LoadAsync([WithBreakdownOn(8453, 2), WithBreakdownOn(10, 2), On(8453, 2)], CancellationToken.None);

        results[WithBreakdownOn(8453, 2)].Value!.Breakdown!.ByCategory.Select(c => c.ValueUsd).ShouldBe([2m, 0m, 0m]);
        results[WithBreakdownOn(10, 2)].Value!.Breakdown!.ByChain.Select(c => (c.Chain.ChainId, c.ValueUsd, c.Share)).ShouldBe([(10, 0m, null)]);
        results[On(8453, 2)].Value!.TotalUsd.ShouldBe(2);
        world.Requests.ShouldBe(
            [$"{Current}?addresses=w2&use_cache=true", $"{Current}?addresses=w2&chain_id=8453&use_cache=true", $"{Current}?addresses=w2&chain_id=10&use_cache=true"],
            ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_UseTheOtherVersion_When_TheBreakdownOfAChainFails()
    {
        var world = World();
        world.Stub.ReturnsStatus(Current, System.Net.HttpStatusCode.NotFound);
        using var core = CoreHost.Over(world.Stub);

        var breakdown = (await core.Values.LoadAsync([WithBreakdownOn(1, 2)], CancellationToken.None)).Values.Single().Value!.Breakdown!;

        breakdown.TotalUsd.ShouldBe(5500);
        breakdown.ByChain.Select(c => (c.Chain.ChainId, c.ValueUsd)).ShouldBe([(1, 5500m)]);
        breakdown.ByCategory.Select(c => (c.Category, c.ValueUsd)).ShouldBe([(AssetCategory.Native, 6000m), (AssetCategory.Tokens, 0m), (AssetCategory.Protocols, -500m)]);
        world.Requests.Skip(1).ShouldBe(
        [
            "v4/general/current_value?addresses=w2&chain_id=1&use_cache=true",
            "v4/overview/erc20/current_value?addresses=w2&chain_id=1&use_cache=true",
            "v4/overview/protocols/current_value?addresses=w2&chain_id=1&use_cache=true",
        ]);
    }

    [Theory]
    [InlineData(1, 0, false)]
    [InlineData(1, 7, true)]
    [InlineData(10, 7, true)]
    public async Task LoadAsync_Should_NotShowTheValueOfOtherChains_When_TheResponseIgnoresTheChain(int listed, decimal otherValue, bool isRejected)
    {
        var world = World();
        world.Stub.Returns(Current, $$$"""
            {"result":{"total":12,"by_address":[{"address":"{{{Wallets.Lower(2)}}}","value_usd":12}],"by_category":[],"by_protocol_group":[],
             "by_chain":[{"chain_id":{{{listed}}},"value_usd":5},{"chain_id":8453,"value_usd":{{{otherValue}}} }]}}
            """);
        using var core = CoreHost.Over(world.Stub);

        var value = (await core.Values.LoadAsync([WithBreakdownOn(1, 2)], CancellationToken.None)).Values.Single().Value!;

        value.TotalUsd.ShouldBe(isRejected ? 5500 : 12, "the other version responds correctly");
        world.Requests.Count.ShouldBe(isRejected ? 4 : 1);
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_TheOtherVersionIgnoresTheChain()
    {
        var world = World();
        world.Stub.ReturnsStatus(Current, System.Net.HttpStatusCode.NotFound);
        world.Stub.Returns("v4/overview/erc20/current_value", """{"result":[{"protocol_name":"token","result":[{"chain_id":1,"value_usd":5},{"chain_id":10,"value_usd":6}]}]}""");
        using var core = CoreHost.Over(world.Stub);

        (await core.Values.LoadAsync([WithBreakdownOn(1, 2)], CancellationToken.None)).Values.Single().Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCall_When_APortfolioAndItsWalletsAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([WithBreakdown(1, 2), Total(1, 2), On(1, 1, 2), Total(1), Total(2)], CancellationToken.None);

        results[Total(1, 2)].Value!.TotalUsd.ShouldBe(world.ValueOf([1, 2]));
        results[On(1, 1, 2)].Value!.TotalUsd.ShouldBe(world.ValueOf([1, 2], 1));
        results[Total(1)].Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        results[Total(2)].Value!.TotalUsd.ShouldBe(world.ValueOf([2]));
        world.Requests.ShouldBe([$"{Current}?{Addresses(1, 2)}&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_MakeOneCallPerWallet_When_BreakdownsOfManyAreRequested()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([WithBreakdown(1), WithBreakdown(2), WithBreakdown(3), Total(1), Total(2), Total(3)], CancellationToken.None);

        results[WithBreakdown(3)].Value!.Breakdown!.TotalUsd.ShouldBe(world.ValueOf([3]));
        world.Requests.ShouldBe([$"{Current}?addresses=w1&use_cache=true", $"{Current}?addresses=w2&use_cache=true", $"{Current}?addresses=w3&use_cache=true"], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_LeaveAWalletOutOfTheBatch_When_ItsBreakdownIsRequestedToo()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);

        await core.Values.LoadAsync([Total(1), Total(2), Total(3), WithBreakdown(1)], CancellationToken.None);

        world.Requests.ShouldBe([$"{Current}?addresses=w1&use_cache=true", $"{Current}?{Addresses(2, 3)}&use_cache=true"], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_FallBackToTheOtherVersion_When_TheFirstIsDown()
    {
        var world = World().Break(Current);
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([Total(1), Total(2)], CancellationToken.None);

        results[Total(1)].Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        results[Total(2)].Value!.TotalUsd.ShouldBe(world.ValueOf([2]));
        world.Requests[^1].ShouldBe($"v4/general/current_value?{Addresses(1, 2)}&use_cache=true");
        world.Requests.Count(r => r.StartsWith("v4", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnTheSameBreakdownFromTheOtherVersion_When_TheFirstIsDown()
    {
        var healthy = World();
        var broken = World().Break(Current);
        using var first = CoreHost.Over(healthy.Stub);
        using var second = CoreHost.Over(broken.Stub);

        var expected = (await first.Values.LoadOneAsync(WithBreakdown(1, 2), CancellationToken.None)).Value!.Breakdown!;
        var actual = (await second.Values.LoadOneAsync(WithBreakdown(1, 2), CancellationToken.None)).Value!.Breakdown!;

        actual.TotalUsd.ShouldBe(expected.TotalUsd);
        actual.ByChain.ShouldBe(expected.ByChain);
        actual.ByCategory.ShouldBe(expected.ByCategory);
        actual.ByProtocol.Select(p => (p.Protocol.ProtocolId, p.ValueUsd, p.Share)).ShouldBe(expected.ByProtocol.Select(p => (p.Protocol.ProtocolId, p.ValueUsd, p.Share)));
        broken.Requests.Where(r => r.StartsWith("v4", StringComparison.Ordinal)).ShouldBe(
            [$"v4/general/current_value?{Addresses(1, 2)}&use_cache=true", $"v4/overview/erc20/current_value?{Addresses(1, 2)}&use_cache=true", $"v4/overview/protocols/current_value?{Addresses(1, 2)}&use_cache=true"]);
    }

    [Fact]
    public async Task LoadAsync_Should_LoadTheBreakdownLater_When_TotalsCameFromTheOtherVersion()
    {
        var world = World().Break(Current);
        using var core = CoreHost.Over(world.Stub);

        (await core.Values.LoadOneAsync(Total(1), CancellationToken.None)).Value!.TotalUsd.ShouldBe(world.ValueOf([1]));
        var breakdown = await core.Values.LoadOneAsync(WithBreakdown(1), CancellationToken.None);

        breakdown.Value!.Breakdown!.TotalUsd.ShouldBe(world.ValueOf([1]));
        breakdown.Source!.State.ShouldBe(DataSourceState.Live);
    }

    [Fact]
    public async Task LoadAsync_Should_FailOnlyOneWallet_When_TheResponseOmitsIt()
    {
        var world = World();
        world.Stub.Returns(Current, $$$"""{"result":{"total":5,"by_address":[{"address":"{{{Wallets.Lower(1)}}}","value_usd":5},{"address":"{{{Wallets.Lower(9)}}}","value_usd":7}],"by_category":[],"by_protocol_group":[],"by_chain":[]}}""");
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([Total(1), Total(2)], CancellationToken.None);

        results[Total(1)].Value!.TotalUsd.ShouldBe(5);
        results[Total(2)].Failure.ShouldBe(new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, Wallets.Owners(2)));
        world.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"total":null,"by_address":[],"by_category":[],"by_protocol_group":[],"by_chain":[]}""", null)]
    [InlineData("""{"total":8e28,"by_address":[],"by_category":[],"by_protocol_group":[],"by_chain":[]}""", null)]
    [InlineData("""{"total":12.5,"by_address":[],"by_category":[],"by_protocol_group":[],"by_chain":[{"chain_id":1,"value_usd":null}]}""", 12.5)]
    [InlineData("""{"total":12.5}""", 12.5)]
    public async Task LoadAsync_Should_DistinguishUnknownFromZero_When_FiguresAreMissing(string result, double? total)
    {
        var world = World();
        world.Stub.Returns(Current, $$"""{"result":{{result}}}""");
        using var core = CoreHost.Over(world.Stub);

        var results = await core.Values.LoadAsync([Total(1), On(1, 1), WithBreakdown(1)], CancellationToken.None);

        results[Total(1)].Value!.TotalUsd.ShouldBe((decimal?)total);
        results[On(1, 1)].Failure!.Kind.ShouldBe(LoadFailureKind.InvalidResponse);
        results[WithBreakdown(1)].Failure.ShouldBe(new LoadFailure(LoadFailureKind.InvalidResponse, Dataset.Value, Wallets.Owners(1)));
    }

    [Fact]
    public async Task LoadAsync_Should_ExcludeTokensFromProtocols_When_TheResponseListsThemThere()
    {
        var world = World();
        world.Stub.Returns(
            Current,
            """
            {"result":{"total":10,"by_address":[],
              "by_category":[{"category_id":"tokens","value_usd":4},{"category_id":"staked","value_usd":1},{"category_id":"nfts","value_usd":5}],
              "by_protocol_group":[{"protocol_group_id":"token","protocol_group_name":"Token","value_usd":4},{"protocol_group_id":"aave-v3","protocol_group_name":"Aave V3","value_usd":1},{"protocol_group_id":"AaveV3","protocol_group_name":null,"value_usd":5}],
              "by_chain":[{"chain_id":null,"value_usd":10},{"chain_id":4663,"value_usd":10}]}}
            """);
        using var core = CoreHost.Over(world.Stub);

        var breakdown = (await core.Values.LoadOneAsync(WithBreakdown(1), CancellationToken.None)).Value!.Breakdown!;

        breakdown.ByProtocol.ShouldBe([new ProtocolValue(new Protocol("aavev3", "Aave V3", null), 6, 0.6m)]);
        breakdown.ByCategory.ShouldBe([new CategoryValue(AssetCategory.Other, 6, 0.6m), new CategoryValue(AssetCategory.Tokens, 4, 0.4m)]);
        breakdown.ByChain.ShouldBe([new ChainValue(new Chain(4663, "Chain 4663", null, null), 10, 1)]);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnNoShares_When_TheTotalIsZero()
    {
        var world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 0));
        using var core = CoreHost.Over(world.Stub);

        var breakdown = (await core.Values.LoadOneAsync(WithBreakdown(1), CancellationToken.None)).Value!.Breakdown!;

        breakdown.ByChain.ShouldAllBe(c => c.Share == null);
        breakdown.ByCategory.ShouldAllBe(c => c.Share == null);
    }
}
