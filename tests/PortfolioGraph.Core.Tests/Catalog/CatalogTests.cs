using System.Net;
using System.Text.Json;
using PortfolioGraph.Core.Tests.Loading;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Catalog;

public sealed class CatalogTests : IDisposable
{
    private const string Chains = "v5.0/general/supported_chains";
    private const string FallbackChains = "v4/general/supported_chains";

    private static readonly int[] BuiltIn = [1, 10, 56, 100, 130, 137, 146, 250, 324, 8217, 8453, 42161, 43114, 59144, 1313161554];

    private readonly StubUpstream _stub = new();
    private readonly SteppedTimeProvider _time = new();

    private IReadOnlyList<string> Requests => [.. _stub.Requests.Select(r => Stubs.Wallets.Named(r.PathAndQuery))];

    public void Dispose() => _stub.Dispose();

    [Fact]
    public void SupportedChainIds_Should_BeBuiltIn_When_NothingWasLoaded()
    {
        using var core = CoreHost.Over(_stub, _time);

        core.Catalog.SupportedChainIds.ShouldBe(BuiltIn);
        core.Catalog.GetChain(137).NativeToken.ShouldBe(new Token(137, Address.Native, "POL", "Polygon Ecosystem Token", 18));
        core.Catalog.GetChain(534352).ShouldBe(new Chain(534352, "Chain 534352", null, null));
        Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetChainsAsync_Should_UpdateNamesAndSupport_When_Loaded()
    {
        _stub.Returns(
            "v5.0/general/supported_chains",
            """
            [{"chain_id":143,"chain_name":"Monad","chain_icon":"https://icons.test/monad.svg","native_token":{"chain":143,"address":"0x0000000000000000000000000000000000000000","decimals":18,"symbol":"MON","name":"Monad"}},
             {"chain_id":1,"chain_name":"Ethereum Mainnet","chain_icon":"javascript:alert(1)","native_token":{"chain_id":1,"address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","decimals":18,"symbol":"ETH","name":"Ether"}}]
            """);
        using var core = CoreHost.Over(_stub, _time);

        var chains = (await core.Catalog.GetChainsAsync(CancellationToken.None)).Value!;

        var monad = new Chain(143, "Monad", new Uri("https://icons.test/monad.svg"), new Token(143, Address.Native, "MON", "Monad", 18));
        chains.Select(c => c.Name).ShouldBe(["Ethereum Mainnet", "Monad"]);
        chains[0].IconUrl!.Scheme.ShouldBe("https", "an icon URL that is not http or https is ignored");
        chains[1].ShouldBe(monad);
        core.Catalog.GetChain(143).ShouldBe(monad);
        core.Catalog.SupportedChainIds.ShouldBe([.. BuiltIn.Append(143).Order()], "built-in chains stay supported regardless of the list");
        core.Catalog.GetChain(8453).Name.ShouldBe("Base", "chains that are no longer listed keep their names");
    }

    [Fact]
    public async Task GetChainsAsync_Should_MakeOneCallPerHour_When_RequestedOften()
    {
        _stub.Returns("v5.0/general/supported_chains", """{"result":[{"chain_id":1,"chain_name":"Ethereum"}]}""");
        using var core = CoreHost.Over(_stub, _time);

        await core.Catalog.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(59));
        var cached = await core.Catalog.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await core.Catalog.GetChainsAsync(CancellationToken.None);

        cached.Source!.State.ShouldBe(DataSourceState.Cached);
        Requests.ShouldBe(["v5.0/general/supported_chains", "v5.0/general/supported_chains"]);
    }

    [Fact]
    public async Task GetChainsAsync_Should_FallBackWithKnownNativeTokens_When_TheFirstRouteIsGone()
    {
        _stub.ReturnsStatus("v5.0/general/supported_chains", HttpStatusCode.NotFound)
            .Returns("v4/general/supported_chains", """{"result":[{"id":8453,"name":"Base Chain","icon":null},137]}""");
        using var core = CoreHost.Over(_stub, _time);

        var chains = (await core.Catalog.GetChainsAsync(CancellationToken.None)).Value!;

        chains.Select(c => (c.ChainId, c.Name, c.NativeToken?.Symbol)).ShouldBe([(137, "Polygon", "POL"), (8453, "Base Chain", "ETH")]);
        core.Catalog.SupportedChainIds.ShouldBe(BuiltIn);
    }

    [Fact]
    public async Task FindChainAsync_Should_MakeNoCall_When_TheIdIsKnownOrInvalid()
    {
        using var core = CoreHost.Over(_stub, _time);

        (await core.Catalog.FindChainAsync(8453, CancellationToken.None)).Value!.Name.ShouldBe("Base");
        (await core.Catalog.FindChainAsync(0, CancellationToken.None)).ShouldBe(default);
        (await core.Catalog.FindChainAsync(-1, CancellationToken.None)).ShouldBe(default);
        (await core.Catalog.FindChainAsync(int.MinValue, CancellationToken.None)).ShouldBe(default);
        Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task FindChainAsync_Should_MakeOneCallForAll_When_IdsAreUnknown()
    {
        _stub.Returns(Chains, ListOf(1, 4663));
        using var gate = new GatedHandler(_stub);
        using var core = CoreHost.Over(gate, _time);

        var lookups = new[] { 4663, 4664, 4663, 534352 }.Select(id => core.Catalog.FindChainAsync(id, CancellationToken.None)).ToList();
        gate.Open();
        var found = await Task.WhenAll(lookups);
        var again = await core.Catalog.FindChainAsync(4664, CancellationToken.None);

        found.Select(chain => chain.Value?.Name).ShouldBe(["Chain no. 4663", null, "Chain no. 4663", null]);
        found.ShouldAllBe(chain => chain.Failure == null);
        again.ShouldBe(default);
        core.Catalog.SupportedChainIds.ShouldContain(4663);
        Requests.ShouldBe([Chains]);
    }

    [Fact]
    public async Task FindChainAsync_Should_LookUpAgain_When_TheListIsExpired()
    {
        _stub.ReturnsInSequence(Chains, StubResponse.Json(ListOf(1)), StubResponse.Json(ListOf(1, 4663)));
        using var core = CoreHost.Over(_stub, _time);

        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).ShouldBe(default);
        _time.Advance(TimeSpan.FromMinutes(59));
        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).ShouldBe(default);
        Requests.ShouldBe([Chains]);
        _time.Advance(TimeSpan.FromMinutes(1));

        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).Value!.ChainId.ShouldBe(4663);
        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).Value!.ChainId.ShouldBe(4663);
        Requests.ShouldBe([Chains, Chains]);
    }

    [Fact]
    public async Task FindChainAsync_Should_FollowTheNewestList_When_AChainIsNoLongerListed()
    {
        _stub.ReturnsInSequence(Chains, StubResponse.Json(ListOf(1, 4663)), StubResponse.Json(ListOf(1)));
        using var core = CoreHost.Over(_stub, _time);
        await core.Catalog.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));
        await core.Catalog.GetChainsAsync(CancellationToken.None);

        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).ShouldBe(default);
        (await core.Catalog.FindChainAsync(250, CancellationToken.None)).Value!.Name.ShouldBe("Fantom", "a built-in chain is supported regardless of the list");
        core.Catalog.GetChain(4663).Name.ShouldBe("Chain no. 4663", "chains that are no longer listed keep their names");
        Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task FindChainAsync_Should_FailUncached_When_TheLookupFails()
    {
        _stub.ReturnsStatus(Chains, HttpStatusCode.InternalServerError).ReturnsStatus(FallbackChains, HttpStatusCode.NotFound);
        using var core = CoreHost.Over(_stub, _time);

        var failed = await core.Catalog.FindChainAsync(4663, CancellationToken.None);
        _stub.Returns(Chains, ListOf(1, 4663));
        var found = await core.Catalog.FindChainAsync(4663, CancellationToken.None);

        failed.ShouldBe(new ValueOrFailure<Chain?>(null, new LoadFailure(LoadFailureKind.Unavailable, Dataset.Chains)));
        found.Value!.Name.ShouldBe("Chain no. 4663");
        Requests.ShouldBe([Chains, Chains, Chains, FallbackChains, Chains]);
    }

    [Fact]
    public async Task FindChainAsync_Should_UseTheFallbackList_When_TheFirstRouteIsGone()
    {
        _stub.ReturnsInSequence(Chains, StubResponse.Json(ListOf(1, 143)), StubResponse.Status(HttpStatusCode.NotFound))
            .Returns(FallbackChains, """{"result":[{"id":4663,"name":"New","icon":null},1]}""");
        using var core = CoreHost.Over(_stub, _time);
        await core.Catalog.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromHours(1));

        (await core.Catalog.FindChainAsync(4663, CancellationToken.None)).Value.ShouldBe(new Chain(4663, "New", null, null));
        (await core.Catalog.FindChainAsync(143, CancellationToken.None)).Value!.NativeToken!.Symbol.ShouldBe("N143", "the fallback list does not remove chains");
        core.Catalog.GetChain(1).NativeToken!.Symbol.ShouldBe("N1", "the fallback list does not remove native tokens");
        core.Catalog.GetChain(4663).Name.ShouldBe("New");
        core.Catalog.SupportedChainIds.ShouldBe([.. BuiltIn.Append(143).Append(4663).Order()]);
        Requests.ShouldBe([Chains, Chains, FallbackChains]);
    }

    [Fact]
    public void IsKnownChain_Should_BeTrueForALimitedNumberOfChains_When_LoadedDataNamesThem()
    {
        var registry = new ChainRegistry();

        registry.Learn([4663, 1, 4663]);
        registry.Learn(Enumerable.Range(1_000_000, 5_000));

        registry.IsKnown(4663).ShouldBeTrue();
        registry.IsSupported(4663).ShouldBeFalse();
        registry.Supported.ShouldBe(BuiltIn);
        Enumerable.Range(1_000_000, 5_000).Count(registry.IsKnown).ShouldBe(999);
    }

    [Fact]
    public void Find_Should_CompleteATokenFromItsRows_When_TheyStateDifferentParts()
    {
        var registry = new TokenRegistry();
        var address = Address.Native;

        registry.Add([new Token(1, address, null, null, default(int?)), new Token(1, address, "A", null, default(int?)), new Token(1, address, "B", "Name", default(int?)), new Token(1, address, null, null, 6)]);

        registry.Find(1, address).ShouldBe(new Token(1, address, "A", "Name", 6));
        registry.Find(2, address).ShouldBeNull();
    }

    [Fact]
    public void Find_Should_ForgetTheOldestTokens_When_ThereAreMoreThanTheLimit()
    {
        var registry = new TokenRegistry();
        for (var chainId = 1; chainId <= 60_000; chainId++)
            registry.Add([new Token(chainId, Address.Native, "A", null, default(int?))]);

        Enumerable.Range(1, 60_000).Count(chainId => registry.Find(chainId, Address.Native) is not null).ShouldBeInRange(25_000, 50_000);
        registry.Find(1, Address.Native).ShouldBeNull();
        registry.Find(60_000, Address.Native).ShouldNotBeNull();
    }

    [Fact]
    public async Task GetProtocolsAsync_Should_GroupByProtocol_When_RowsArePerChain()
    {
        _stub.Returns(
            "v5.0/general/supported_protocols",
            """
            {"result":[{"chain_id":8453,"protocol_group_id":"uniswap-v3","protocol_group_name":"Uniswap V3","protocol_group_icon":null},
              {"chain_id":8453,"protocol_group_id":"aave-v3","protocol_group_name":"Aave V3","protocol_group_icon":"https://icons.test/aave.svg"},
              {"chain_id":1,"protocol_group_id":"AaveV3","protocol_group_name":null,"protocol_group_icon":null},
              {"chain_id":1,"protocol_group_id":"token","protocol_group_name":"Token","protocol_group_icon":null}]}
            """);
        using var core = CoreHost.Over(_stub, _time);

        var protocols = (await core.Catalog.GetProtocolsAsync(CancellationToken.None)).Value!;

        protocols.Select(p => p.Protocol).ShouldBe([new Protocol("aavev3", "Aave V3", new Uri("https://icons.test/aave.svg")), new Protocol("uniswapv3", "Uniswap V3", null)]);
        protocols[0].Chains!.Select(c => c.ChainId).ShouldBe([1, 8453]);
        protocols[0].IsOn(1).ShouldBeTrue();
        protocols[1].IsOn(1).ShouldBeFalse();
        protocols[1].IsOn(null).ShouldBeTrue();
        Requests.ShouldBe(["v5.0/general/supported_protocols"]);
    }

    [Fact]
    public async Task GetProtocolsAsync_Should_FallBackWithoutChains_When_TheFirstRouteIsGone()
    {
        _stub.ReturnsStatus("v5.0/general/supported_protocols", HttpStatusCode.NotFound)
            .Returns("v4/general/supported_protocols", """{"result":[{"id":"lido","name":"Lido","icon":null},"aavev3"]}""");
        using var core = CoreHost.Over(_stub, _time);

        var protocols = (await core.Catalog.GetProtocolsAsync(CancellationToken.None)).Value!;

        protocols.ShouldBe([new SupportedProtocol(new Protocol("aavev3", "aavev3", null), null), new SupportedProtocol(new Protocol("lido", "Lido", null), null)]);
    }

    [Fact]
    public async Task GetChainsAsync_Should_Fail_When_TheKeyIsRejected()
    {
        _stub.ReturnsStatus("v5.0/general/supported_chains", HttpStatusCode.Unauthorized);
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Catalog.GetChainsAsync(CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Unauthorized, Dataset.Chains));
        core.Catalog.SupportedChainIds.ShouldBe(BuiltIn);
    }

    private static string ListOf(params int[] ids) => JsonSerializer.Serialize(ids.Select(id => new
    {
        chain_id = id,
        chain_name = $"Chain no. {id}",
        chain_icon = "",
        native_token = new { chain = id, address = "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee", decimals = 18, symbol = $"N{id}", name = "Coin" },
    }));
}
