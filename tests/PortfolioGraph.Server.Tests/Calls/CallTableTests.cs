using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>The upstream calls that a selection takes with an empty cache.</summary>
public sealed class CallTableTests
{
    private const string Everything = """
        valueUsd
        breakdown { totalUsd byChain { chain { name } valueUsd share } byCategory { category valueUsd } byProtocol { protocol { name } valueUsd } source { state asOf } }
        chains { chain { name nativeToken { symbol } } valueUsd share profitAndLoss { absoluteUsd roi }
                 tokens(first: 5) { nodes { token { symbol } valueUsd share profitAndLoss { absoluteUsd } } }
                 positions(first: 5) { nodes { name valueUsd } }
                 protocols { nodes { protocol { name } valueUsd } } }
        tokens { totalCount source { state } nodes { id token { symbol name chain { name } } amount priceUsd valueUsd share profitAndLoss { absoluteUsd roi range } } }
        positions { nodes { id kind name protocol { name } valueUsd isDebt underlying { amount token { symbol decimals } } profitAndLoss { absoluteUsd roi range } } }
        protocols { nodes { protocol { name } valueUsd share profitAndLoss { absoluteUsd } positions { nodes { name } } } }
        profitAndLoss { absoluteUsd roi range }
        """;

    private const string EverythingAndMore = Everything + """
        decimals: tokens { nodes { token { decimals } } }
        economics: positions { nodes { isLocked economics { weightedApr holdingTimeDays rewardsUsd claimedFeesUsd unclaimedFeesUsd impermanentLossUsd } } }
        more: breakdown { assetsUsd debtsUsd claimableUsd lockedUsd unexplainedUsd }
        """;

    public static TheoryData<string, string[]> OneWallet => new()
    {
        { "valueUsd", ["v5.0/general/current_value addresses=d8da"] },
        { "id address", [] },
        { "valueUsd breakdown { totalUsd byChain { valueUsd } byCategory { valueUsd } byProtocol { valueUsd } } chains { valueUsd }", ["v5.0/general/current_value addresses=d8da"] },
        { "chains { chain { name } valueUsd share }", ["v5.0/general/current_value addresses=d8da"] },
        { "chains(chainIds: [1, 10]) { chain { name } }", [] },
        { "tokens { nodes { valueUsd profitAndLoss { absoluteUsd roi } } }", ["v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0"] },
        { "tokens(range: ONE_DAY, includeClosed: true) { nodes { valueUsd profitAndLoss { roi } } }", ["v4/overview/erc20/details addresses=d8da timerange=1day closed=true closed_threshold=0"] },
        {
            "day: tokens(range: ONE_DAY) { nodes { valueUsd } } year: tokens(includeClosed: true) { edges { node { amount } } }",
            ["v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0"]
        },
        { "tokens { nodes { valueUsd token { decimals } } }", ["v5.0/tokens/snapshot addresses=d8da"] },
        { "tokens { edges { node { ...held } } } chain(chainId: 1) { tokens { nodes { token { ... on CryptoToken { decimals } } } } }", ["v5.0/tokens/snapshot addresses=d8da"] },
        {
            "tokens { nodes { token { decimals @skip(if: true) } valueUsd profitAndLoss @include(if: true) { roi } } }",
            ["v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0"]
        },
        { "tokens { nodes { token { decimals } profitAndLoss @include(if: false) { roi } } }", ["v5.0/tokens/snapshot addresses=d8da"] },
        {
            "tokens { nodes { token { decimals } valueUsd profitAndLoss { roi } } }",
            ["v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0", "v5.0/tokens/snapshot addresses=d8da"]
        },
        {
            "all: tokens { nodes { valueUsd } } more: tokens { edges { node { token { decimals } } } }",
            ["v5.0/tokens/snapshot addresses=d8da"]
        },
        { "positions { nodes { valueUsd profitAndLoss { absoluteUsd roi } } }", ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0"] },
        { "protocols { nodes { valueUsd positions { nodes { name } } } }", ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0"] },
        { "protocols { nodes { valueUsd profitAndLoss { absoluteUsd } positions { edges { node { profitAndLoss { roi } } } } } }", ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0"] },
        { "positions { nodes { isLocked valueUsd } }", ["v5.0/protocols/snapshot addresses=d8da"] },
        { "positions { edges { node { isLocked profitAndLoss { roi } } } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "protocols { nodes { positions { edges { node { economics { weightedApr } } } } } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        {
            "positions { nodes { name } } all: positions(includeClosed: true) { nodes { profitAndLoss { roi } } }",
            ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0"]
        },
        {
            "positions(includeClosed: true) { nodes { economics { rewardsUsd } } }",
            ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0", "v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"]
        },
        {
            "positions { nodes { name valueUsd } } chain(chainId: 1) { protocols { nodes { positions { nodes { economics { rewardsUsd } } } } } } breakdown { lockedUsd }",
            ["v5.0/general/current_value addresses=d8da", "v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"]
        },
        {
            "positions { nodes { valueUsd profitAndLoss { roi } } } chains { positions { edges { node { isLocked } } } }",
            ["v5.0/general/current_value addresses=d8da", "v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"]
        },
        {
            "protocols { nodes { valueUsd } } chains { protocols { nodes { positions { nodes { ...locks } } } } tokens { nodes { valueUsd } } }",
            [
                "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0",
                "v5.0/general/current_value addresses=d8da",
                "v5.0/protocols/snapshot addresses=d8da",
            ]
        },
        {
            "tokens(range: ONE_DAY) { totalCount valueUsd unpricedCount byToken { symbol amount valueUsd chains { name } } byChain { chain { name } valueUsd } }",
            ["v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0"]
        },
        { "tokens(range: ONE_DAY) { profitAndLoss { absoluteUsd } }", ["v4/overview/erc20/details addresses=d8da timerange=1day closed=true closed_threshold=0"] },
        { "tokens(range: ONE_DAY) { byToken { profitAndLoss { absoluteUsd } } }", ["v4/overview/erc20/details addresses=d8da timerange=1day closed=true closed_threshold=0"] },
        { "tokens(range: ONE_DAY) { byChain { profitAndLoss { roi } } }", ["v4/overview/erc20/details addresses=d8da timerange=1day closed=true closed_threshold=0"] },
        { "tokens { byToken { tokens { decimals } } }", ["v5.0/tokens/snapshot addresses=d8da"] },
        { "positions { valueUsd byProtocol { valueUsd chains { name } } byChain { valueUsd } nodes { isLocked } }", ["v5.0/protocols/snapshot addresses=d8da"] },
        { "positions { profitAndLoss { absoluteUsd } nodes { isLocked } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "positions { byProtocol { profitAndLoss { absoluteUsd } } nodes { isLocked } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "positions { byChain { profitAndLoss { absoluteUsd } } nodes { isLocked } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "protocols { valueUsd profitAndLoss { absoluteUsd } nodes { positions { nodes { isLocked } } } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "protocols { nodes { positions { profitAndLoss { absoluteUsd } nodes { isLocked } } } }", ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "breakdown { lockedUsd }", ["v5.0/general/current_value addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        { "breakdown { claimableUsd debtsUsd }", ["v5.0/general/current_value addresses=d8da", "v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"] },
        {
            "breakdown { unexplainedUsd }",
            [
                "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0",
                "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0",
                "v5.0/general/current_value addresses=d8da",
            ]
        },
        {
            "positions { nodes { isLocked economics { claimedFeesUsd } } }",
            ["v5.0/protocols/metrics addresses=d8da", "v5.0/protocols/snapshot addresses=d8da"]
        },
        {
            "chain(chainId: 1) { valueUsd breakdown { totalUsd byChain { valueUsd } byCategory { valueUsd } byProtocol { valueUsd } } }",
            ["v5.0/general/current_value addresses=d8da chain_id=1"]
        },
        {
            "valueUsd breakdown { totalUsd } chain(chainId: 1) { valueUsd breakdown { totalUsd debtsUsd } } other: chain(chainId: 10) { valueUsd }",
            [
                "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0",
                "v5.0/general/current_value addresses=d8da",
                "v5.0/general/current_value addresses=d8da chain_id=1",
            ]
        },
        { "profitAndLoss { absoluteUsd roi } chains(chainIds: [1, 8453]) { profitAndLoss { absoluteUsd } }", ["v4/general/profit_and_loss addresses=d8da timerange=1year"] },
        {
            "day: profitAndLoss(range: ONE_DAY) { absoluteUsd } year: profitAndLoss { absoluteUsd }",
            ["v4/general/profit_and_loss addresses=d8da timerange=1day", "v4/general/profit_and_loss addresses=d8da timerange=1year"]
        },
        {
            "breakdown { assetsUsd debtsUsd }",
            ["v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0", "v5.0/general/current_value addresses=d8da"]
        },
        {
            Everything,
            [
                "v4/general/profit_and_loss addresses=d8da timerange=1year",
                "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0",
                "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0",
                "v5.0/general/current_value addresses=d8da",
            ]
        },
        {
            EverythingAndMore,
            [
                "v4/general/profit_and_loss addresses=d8da timerange=1year",
                "v4/overview/erc20/details addresses=d8da timerange=1year closed=true closed_threshold=0",
                "v5.0/general/current_value addresses=d8da",
                "v5.0/protocols/metrics addresses=d8da",
                "v5.0/protocols/snapshot addresses=d8da",
                "v5.0/tokens/snapshot addresses=d8da",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(OneWallet))]
    public async Task Wallet_Should_MakeTheFewestCalls_When_FieldsAreSelected(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($address: Address!) {{ wallet(address: $address) {{ {selection} }} }} {Fragments(selection)}",
            new { address = Wallets.Typical });

        response.ShouldHaveNoErrors();
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(calls);
        response.Upstream.GetProperty("calls").GetInt32().ShouldBe(calls.Length);
        response.Upstream.GetProperty("cached").GetInt32().ShouldBe(0);
        response.Upstream.GetProperty("joined").GetInt32().ShouldBe(0);
    }

    private static string Fragments(string selection) =>
        (selection.Contains("...held", StringComparison.Ordinal) ? "fragment held on TokenHolding { valueUsd token { symbol } }" : "")
        + (selection.Contains("...locks", StringComparison.Ordinal) ? "fragment locks on ProtocolPosition { isLocked }" : "");

    [Theory]
    [InlineData(Everything, 4)]
    [InlineData(EverythingAndMore, 6)]
    public async Task Portfolio_Should_TakeAsManyCallsAsOneWallet_When_ItHasManyAddresses(string selection, int calls)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($addresses: [Address!]!) {{ portfolio(addresses: $addresses) {{ {selection} wallets {{ address valueUsd }} }} }}",
            new { addresses = Wallets.Some(5) });

        response.ShouldHaveNoErrors();
        graph.Calls.Count.ShouldBe(calls, string.Join('\n', graph.Calls));
        graph.Calls.ShouldAllBe(c => c.Contains("addresses=00a1+01a1+02a1+03a1+04a1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Wallets_Should_ShareOneCallPerTenAddresses_When_OnlyTheirValueIsRequested()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("query($addresses: [Address!]!) { wallets(addresses: $addresses) { address valueUsd } }", new { addresses = Wallets.Some(23) });

        response.ShouldHaveNoErrors();
        graph.Calls.Count.ShouldBe(3);
        graph.Calls.ShouldAllBe(c => c.StartsWith("v5.0/general/current_value addresses=", StringComparison.Ordinal));
        response["wallets"].EnumerateArray().Select(w => w.GetProperty("address").GetString()!.ToLowerInvariant()).ShouldBe(Wallets.Some(23));
    }

    [Fact]
    public async Task Wallets_Should_ShareOneCall_When_OnlyTheirValueOnOneChainIsRequested()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { chain(chainId: 1) { valueUsd } } }",
            new { addresses = Wallets.Some(4) });

        response.ShouldHaveNoErrors();
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1+01a1+02a1+03a1 chain_id=1"]);
    }

    [Fact]
    public async Task Breakdown_Should_BeOfTheChain_When_ItIsSelectedOnAChain()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            """
            query($address: Address!) { wallet(address: $address) { breakdown { byChain { chain { chainId } valueUsd } debtsUsd } chain(chainId: 1) {
              positions { nodes { valueUsd isDebt } }
              breakdown { totalUsd byChain { chain { chainId } valueUsd share } byCategory { valueUsd } byProtocol { protocol { protocolId } valueUsd } assetsUsd debtsUsd unexplainedUsd source { state } }
              protocols { nodes { protocol { protocolId } valueUsd } } } } }
            """,
            new { address = SandboxPersonas.Debtor });

        var total = response.ShouldHaveNoErrors().Number("wallet.chain.breakdown.totalUsd");
        total.ShouldBe(response["wallet.breakdown.byChain"].EnumerateArray().Single(row => row.GetProperty("chain").GetProperty("chainId").GetInt32() == 1).GetProperty("valueUsd").GetDecimal(), 0.01m);
        response["wallet.chain.breakdown.byChain"].GetArrayLength().ShouldBe(1);
        response["wallet.chain.breakdown.byCategory"].EnumerateArray().Sum(row => row.GetProperty("valueUsd").GetDecimal()).ShouldBe(total, 0.01m);
        response["wallet.chain.breakdown.byProtocol"].EnumerateArray().ToDictionary(Id, Value).ShouldBe(response["wallet.chain.protocols.nodes"].EnumerateArray().ToDictionary(Id, Value), ignoreOrder: true);
        var debts = -response["wallet.chain.positions.nodes"].EnumerateArray().Where(node => node.GetProperty("isDebt").GetBoolean()).Sum(node => node.GetProperty("valueUsd").GetDecimal());
        debts.ShouldBeGreaterThan(0);
        response.Number("wallet.chain.breakdown.debtsUsd").ShouldBe(debts);
        response.Number("wallet.chain.breakdown.assetsUsd").ShouldBe(total + debts);
        response.Number("wallet.chain.breakdown.unexplainedUsd").ShouldBe(0);

        static string Id(System.Text.Json.JsonElement row) => row.GetProperty("protocol").GetProperty("protocolId").GetString()!;
        static decimal Value(System.Text.Json.JsonElement row) => Math.Round(row.GetProperty("valueUsd").GetDecimal(), 2);
    }

    [Theory]
    [InlineData("breakdown { totalUsd }", "v5.0/general/current_value addresses={0}")]
    [InlineData("profitAndLoss { absoluteUsd }", "v4/general/profit_and_loss addresses={0} timerange=1year")]
    [InlineData("tokens { nodes { valueUsd } }", "v4/overview/erc20/details addresses={0} timerange=1year closed=true closed_threshold=0")]
    public async Task Wallets_Should_BeLoadedOneByOne_When_TheResponseCannotBeSplit(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            $"query($addresses: [Address!]!) {{ wallets(addresses: $addresses) {{ {selection} }} }}",
            new { addresses = Wallets.Some(3) });

        response.ShouldHaveNoErrors();
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(new[] { "00a1", "01a1", "02a1" }.Select(a => call.Replace("{0}", a, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Positions_Should_TakeOneCall_When_EveryRowNamesOneOwner()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { address positions { nodes { owners valueUsd } } } }",
            new { addresses = Wallets.Some(4) });

        response.ShouldHaveNoErrors();
        graph.Calls.ShouldBe(["v4/overview/protocols/details addresses=00a1+01a1+02a1+03a1 closed=true closed_threshold=0"]);
        foreach (var wallet in response["wallets"].EnumerateArray())
        {
            wallet.GetProperty("positions").GetProperty("nodes").EnumerateArray()
                .SelectMany(p => p.GetProperty("owners").EnumerateArray().Select(o => o.GetString()))
                .ShouldAllBe(o => o == wallet.GetProperty("address").GetString());
        }
    }

    [Fact]
    public async Task Positions_Should_ReloadOnlyTheSharingWallets_When_RowsHaveTwoOwners()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { positions { nodes { valueUsd } } } }",
            new { addresses = new[] { SandboxPersonas.JointFirst, SandboxPersonas.JointSecond, SandboxPersonas.LiquidityProvider } });

        response.ShouldHaveNoErrors();
        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(
        [
            "v4/overview/protocols/details addresses=9001+a11a+a11b closed=true closed_threshold=0",
            "v4/overview/protocols/details addresses=a11a closed=true closed_threshold=0",
            "v4/overview/protocols/details addresses=a11b closed=true closed_threshold=0",
        ]);
    }

    [Theory]
    [InlineData(OwnerForm.Real, 2)]
    [InlineData(OwnerForm.Zero, 8)]
    public async Task Positions_Should_TakeTwoCallsWithEconomics_When_RowsAreKnownToNameOwners(OwnerForm owners, int calls)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options => options.Owners = owners);
        (await graph.QueryAsync(
            "query($address: Address!) { wallet(address: $address) { positions { nodes { economics { weightedApr } } } } }",
            new { address = SandboxPersonas.LiquidityProvider })).ShouldHaveNoErrors();
        graph.Sandbox.ClearCalls();

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { address positions { nodes { owners economics { weightedApr } } } } }",
            new { addresses = Wallets.Some(4) });

        response.ShouldHaveNoErrors();
        graph.Calls.Count.ShouldBe(calls, string.Join('\n', graph.Calls));
        foreach (var wallet in response["wallets"].EnumerateArray())
        {
            wallet.GetProperty("positions").GetProperty("nodes").EnumerateArray()
                .SelectMany(p => p.GetProperty("owners") is { ValueKind: System.Text.Json.JsonValueKind.Array } named ? named.EnumerateArray().Select(o => o.GetString()) : [])
                .ShouldAllBe(o => o == wallet.GetProperty("address").GetString());
        }
    }

    [Theory]
    [InlineData("chains { chainId name nativeToken { symbol } }", "v5.0/general/supported_chains")]
    [InlineData("protocols { name chains { name } }", "v5.0/general/supported_protocols")]
    [InlineData("protocols(chainId: 1) { name }", "v5.0/general/supported_protocols")]
    public async Task Catalog_Should_TakeOneCall_When_ItIsRequested(string selection, string call)
    {
        await using var graph = await GraphServer.StartAsync();

        (await graph.QueryAsync($"{{ {selection} }}")).ShouldHaveNoErrors();

        graph.Calls.ShouldBe([call]);
    }

    [Fact]
    public async Task Chain_Should_TakeNoCall_When_TheIdIsBuiltIn()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync("{ chain(chainId: 8453) { chainId name nativeToken { symbol isNative decimals } } }");

        response.ShouldHaveNoErrors();
        response["chain.name"].GetString().ShouldBe("Base");
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Wallet_Should_TakeNoCall_When_ASubsetIsRequestedAgain()
    {
        await using var graph = await GraphServer.StartAsync();
        var first = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {EverythingAndMore} }} }}", new { address = Wallets.Typical });
        graph.Sandbox.ClearCalls();

        var again = await graph.QueryAsync($"query($address: Address!) {{ wallet(address: $address) {{ {Everything} }} }}", new { address = Wallets.Typical.ToUpperInvariant().Replace('X', 'x') });

        first.ShouldHaveNoErrors();
        again.ShouldHaveNoErrors();
        graph.Calls.ShouldBeEmpty();
        again.Upstream.GetProperty("calls").GetInt32().ShouldBe(0);
        again.Upstream.GetProperty("cached").GetInt32().ShouldBeGreaterThan(0);
        again["wallet.tokens.source.state"].GetString().ShouldBe("CACHED");
        again.Number("wallet.valueUsd").ShouldBe(first.Number("wallet.valueUsd"));
    }

    [Fact]
    public async Task Wallets_Should_BeLoadedOnce_When_AnAddressIsGivenInTwoSpellings()
    {
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(
            "query($addresses: [Address!]!) { wallets(addresses: $addresses) { address tokens { totalCount } } }",
            new { addresses = new[] { Wallets.Typical, "0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045" } });

        response.ShouldHaveNoErrors();
        graph.Calls.Count.ShouldBe(1);
        response["wallets"].GetArrayLength().ShouldBe(2);
        response["wallets.0.address"].GetString().ShouldBe("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
        response["wallets.1.address"].GetString().ShouldBe("0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
    }
}
