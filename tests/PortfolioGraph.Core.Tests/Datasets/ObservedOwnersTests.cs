using System.Net;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>The earlier responses of each endpoint determine whether wallets are loaded in one call.</summary>
public sealed class ObservedOwnersTests
{
    private const string Details = "v4/overview/protocols/details";
    private const string Snapshot = "v5.0/protocols/snapshot";
    private const string Metrics = "v5.0/protocols/metrics";
    private const string TokenSnapshot = "v5.0/tokens/snapshot";

    private static StubWorld World() => new StubWorld { SnapshotNamesOwners = true }
        .Supply("0x1111111111111111111111111111111111111111", "One", (1, 10))
        .Supply("0x2222222222222222222222222222222222222222", "Two", (2, 20))
        .Supply("0x3333333333333333333333333333333333333333", "Three", (3, 30))
        .Supply("0x4444444444444444444444444444444444444444", "Shared", (4, 40), (5, 50))
        .Token(1, StubWorld.Usdc, "USDC", 1, (1, 100), (2, 50));

    private static PositionsKey Full(int wallet) => new(Wallets.Owners(wallet), HoldingFacets.ProfitAndLoss | HoldingFacets.Economics);

    private static async Task<IReadOnlyList<string>> RequestsOfAsync(StubWorld world, Func<Task> load)
    {
        var before = world.Requests.Count;
        await load();
        return [.. world.Requests.Skip(before).Order(StringComparer.Ordinal)];
    }

    private static string RequestTo(string endpoint, params int[] wallets) => $"{endpoint}?{string.Join('&', wallets.Select(w => $"addresses=w{w}"))}&use_cache=true";

    [Fact]
    public async Task LoadAsync_Should_BatchWallets_When_EarlierRowsNamedTheirOwner()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Full(1), CancellationToken.None);

        var results = await core.Positions.LoadAsync([Full(2), Full(3), Full(6)], CancellationToken.None);

        results[Full(2)].Value!.Items.Single().Name.ShouldBe("Two");
        results[Full(2)].Value!.Items.Single().Economics.Value.ShouldNotBeNull();
        results[Full(2)].Value!.Items.Single().Scope.ShouldBe(Wallets.Scope(2));
        results[Full(3)].Value!.Items.Single().ValueUsd.ShouldBe(30);
        results[Full(6)].Value!.Items.ShouldBeEmpty();
        world.Requests.Skip(2).ShouldBe([RequestTo(Snapshot, 2, 3, 6), RequestTo(Metrics, 2, 3, 6)], ignoreOrder: true);
    }

    [Theory]
    [InlineData(true, 6)]
    [InlineData(false, 1)]
    public async Task LoadAsync_Should_RequestEachWalletSeparately_When_NoRowsHaveNamedTheirOwners(bool namesOwners, int observed)
    {
        var world = World();
        world.SnapshotNamesOwners = namesOwners;
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Full(observed), CancellationToken.None);

        var requests = await RequestsOfAsync(world, () => core.Positions.LoadAsync([Full(2), Full(3)], CancellationToken.None));

        requests.ShouldBe([RequestTo(Metrics, 2), RequestTo(Metrics, 3), RequestTo(Snapshot, 2), RequestTo(Snapshot, 3)]);
    }

    [Fact]
    public async Task LoadAsync_Should_StopAndResumeBatching_When_TheEndpointStopsAndResumesNamingOwners()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"));
        await core.Positions.LoadOneAsync(Full(1), CancellationToken.None);

        world.SnapshotNamesOwners = false;
        var changed = await core.Positions.LoadAsync([Full(2), Full(3)], CancellationToken.None);
        var merged = await RequestsOfAsync(world, () => core.Positions.LoadAsync([Full(2), Full(3)], CancellationToken.None));
        world.SnapshotNamesOwners = true;
        await core.Positions.LoadOneAsync(Full(1), CancellationToken.None);
        var again = await RequestsOfAsync(world, () => core.Positions.LoadAsync([Full(2), Full(3)], CancellationToken.None));

        changed[Full(2)].Value!.Items.Single().ValueUsd.ShouldBe(20, "a wrong guess never reaches a client, because each wallet is loaded again separately");
        changed[Full(3)].Value!.Items.Single().ValueUsd.ShouldBe(30);
        merged.Count.ShouldBe(4);
        again.ShouldBe([RequestTo(Metrics, 2, 3), RequestTo(Snapshot, 2, 3)]);
    }

    [Fact]
    public async Task LoadAsync_Should_ObserveEachEndpointSeparately_When_OnlyOneNamesOwners()
    {
        var world = World();
        world.NamesOwners = false;
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadAsync([Full(1), new PositionsKey(Wallets.Owners(2))], CancellationToken.None);

        var plain = await RequestsOfAsync(world, () => core.Positions.LoadAsync([new PositionsKey(Wallets.Owners(3)), new PositionsKey(Wallets.Owners(4))], CancellationToken.None));
        var full = await RequestsOfAsync(world, () => core.Positions.LoadAsync([Full(3), Full(4)], CancellationToken.None));

        plain.Count.ShouldBe(2);
        full.ShouldBe([RequestTo(Metrics, 3, 4), RequestTo(Snapshot, 3, 4)]);
    }

    [Fact]
    public async Task LoadAsync_Should_FallBackAsOneBatch_When_TheOtherEndpointNamesOwners()
    {
        var world = World().Break(Details, HttpStatusCode.Gone);
        using var core = CoreHost.Over(world.Stub);
        await core.Positions.LoadOneAsync(Full(1), CancellationToken.None);
        PositionsKey[] keys = [new(Wallets.Owners(2), HoldingFacets.ProfitAndLoss), new(Wallets.Owners(3), HoldingFacets.ProfitAndLoss)];

        var requests = await RequestsOfAsync(world, async () => (await core.Positions.LoadAsync(keys, CancellationToken.None))[keys[1]].Value!.Items.Single().ValueUsd.ShouldBe(30));

        requests.ShouldBe([$"{Details}?addresses=w2&addresses=w3&use_cache=true&closed=true&closed_threshold=0", RequestTo(Metrics, 2, 3), RequestTo(Snapshot, 2, 3)]);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestAWalletSeparately_When_ItsFiguresAreAmbiguous()
    {
        var world = World();
        // The metrics of the batch have one key for the rows of two owners.
        world.Stub.Returns(Metrics, request => request.PathAndQuery.Split("addresses=").Length > 2
            ? """{"result":[{"index":"0x77","profit_abs_usd":90}]}"""
            : """{"result":[{"index":"0x77","profit_abs_usd":1}]}""");
        world.Stub.Returns(Snapshot, request => $$"""{"result":[{{string.Join(',', new[] { 2, 3 }.Where(w => request.PathAndQuery.Contains(Wallets.Lower(w), StringComparison.Ordinal)).Select(Row))}}]}""");
        using var core = CoreHost.Over(world.Stub, null, ("Cache:TimeToLive", "00:00:00"));
        await core.Positions.LoadOneAsync(Full(2), CancellationToken.None);

        var results = await core.Positions.LoadAsync([Full(2), Full(3)], CancellationToken.None);

        results.Values.ShouldAllBe(result => result.Value!.Items.Single().ProfitAndLoss.Value!.AbsoluteUsd == 1);
        world.Requests.Skip(2).Take(2).ShouldBe([RequestTo(Snapshot, 2, 3), RequestTo(Metrics, 2, 3)], ignoreOrder: true);
        world.Requests.Skip(4).ShouldBe([RequestTo(Snapshot, 2), RequestTo(Metrics, 2), RequestTo(Snapshot, 3), RequestTo(Metrics, 3)], ignoreOrder: true);

        static string Row(int wallet) =>
            $$"""{"index":"0x77","chain":1,"contract_address":"{{StubWorld.AUsdc}}","address":"{{Wallets.Lower(wallet)}}","protocol_type":"supply","protocol_group_id":"aave","contract_name":"S","asset_sign":1,"status":1,"value_usd":5}""";
    }

    [Fact]
    public async Task LoadAsync_Should_BatchTokens_When_EarlierRowsNamedTheirOwner()
    {
        var world = World();
        world.TokenSnapshotNamesOwners = true;
        using var core = CoreHost.Over(world.Stub);
        static TokensKey Key(int wallet) => new(Wallets.Owners(wallet), WithDecimals: true);
        await core.Tokens.LoadOneAsync(Key(1), CancellationToken.None);

        var results = await core.Tokens.LoadAsync([Key(2), Key(3)], CancellationToken.None);

        results[Key(2)].Value!.Items.Single().ValueUsd.ShouldBe(50);
        results[Key(2)].Value!.Items.Single().Scope.ShouldBe(Wallets.Scope(2));
        results[Key(3)].Value!.Items.ShouldBeEmpty();
        world.Requests.Skip(1).ShouldBe([RequestTo(TokenSnapshot, 2, 3)]);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestTokensSeparately_When_RowsNameNoOwner()
    {
        var world = World();
        using var core = CoreHost.Over(world.Stub);
        static TokensKey Key(int wallet) => new(Wallets.Owners(wallet), WithDecimals: true);
        await core.Tokens.LoadOneAsync(Key(1), CancellationToken.None);

        var requests = await RequestsOfAsync(world, () => core.Tokens.LoadAsync([Key(2), Key(3)], CancellationToken.None));

        requests.ShouldBe([RequestTo(TokenSnapshot, 2), RequestTo(TokenSnapshot, 3)]);
    }
}
