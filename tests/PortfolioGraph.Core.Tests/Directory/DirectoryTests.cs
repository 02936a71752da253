using System.Net;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Directory;

public sealed class DirectoryTests : IDisposable
{
    private readonly StubUpstream _stub = new();
    private readonly FakeTimeProvider _time = new();

    private IReadOnlyList<string> Requests => [.. _stub.Requests.Select(r => World.Wallets.Named(r.PathAndQuery))];

    public void Dispose() => _stub.Dispose();

    [Fact]
    public void SupportedChainIds_Should_BeBuiltIn_When_NothingWasLoaded()
    {
        using var core = CoreHost.Over(_stub, _time);

        core.Directory.SupportedChainIds.ShouldBe([1, 10, 56, 100, 130, 137, 146, 250, 324, 8217, 8453, 42161, 43114, 59144, 1313161554]);
        core.Directory.IsSupported(8453).ShouldBeTrue();
        core.Directory.IsSupported(534352).ShouldBeFalse();
        core.Directory.GetChain(137).NativeToken.ShouldBe(new Token(137, Address.Native, "POL", "Polygon Ecosystem Token", 18));
        core.Directory.GetChain(534352).ShouldBe(new Chain(534352, "Chain 534352", null, null));
        Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetChainsAsync_Should_TeachNamesAndSupport_When_Loaded()
    {
        _stub.Answers(
            "v5.0/general/supported_chains",
            """
            [{"chain_id":143,"chain_name":"Monad","chain_icon":"https://icons.test/monad.svg","native_token":{"chain":143,"address":"0x0000000000000000000000000000000000000000","decimals":18,"symbol":"MON","name":"Monad"}},
             {"chain_id":1,"chain_name":"Ethereum Mainnet","chain_icon":"javascript:alert(1)","native_token":{"chain_id":1,"address":"0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee","decimals":18,"symbol":"ETH","name":"Ether"}}]
            """);
        using var core = CoreHost.Over(_stub, _time);

        var chains = (await core.Directory.GetChainsAsync(CancellationToken.None)).Value!;

        var monad = new Chain(143, "Monad", new Uri("https://icons.test/monad.svg"), new Token(143, Address.Native, "MON", "Monad", 18));
        chains.Select(c => c.Name).ShouldBe(["Ethereum Mainnet", "Monad"]);
        chains[0].IconUrl!.Scheme.ShouldBe("https", "what is no picture's address is not taken");
        chains[1].ShouldBe(monad);
        core.Directory.GetChain(143).ShouldBe(monad);
        core.Directory.SupportedChainIds.ShouldBe([1, 143]);
        core.Directory.GetChain(8453).Name.ShouldBe("Base", "holdings on chains that are no longer listed keep their names");
    }

    [Fact]
    public async Task GetChainsAsync_Should_AskOnceAnHour_When_AskedForOften()
    {
        _stub.Answers("v5.0/general/supported_chains", """{"result":[{"chain_id":1,"chain_name":"Ethereum"}]}""");
        using var core = CoreHost.Over(_stub, _time);

        await core.Directory.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(59));
        var cached = await core.Directory.GetChainsAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await core.Directory.GetChainsAsync(CancellationToken.None);

        cached.Source!.State.ShouldBe(SourceState.Cached);
        Requests.ShouldBe(["v5.0/general/supported_chains", "v5.0/general/supported_chains"]);
    }

    [Fact]
    public async Task GetChainsAsync_Should_FallBackWithKnownNativeTokens_When_TheFirstChoiceIsGone()
    {
        _stub.AnswersStatus("v5.0/general/supported_chains", HttpStatusCode.NotFound)
            .Answers("v4/general/supported_chains", """{"result":[{"id":8453,"name":"Base Chain","icon":null},137]}""");
        using var core = CoreHost.Over(_stub, _time);

        var chains = (await core.Directory.GetChainsAsync(CancellationToken.None)).Value!;

        chains.Select(c => (c.ChainId, c.Name, c.NativeToken?.Symbol)).ShouldBe([(137, "Polygon", "POL"), (8453, "Base Chain", "ETH")]);
        core.Directory.IsSupported(1).ShouldBeTrue("a list that is only fallen back to takes nothing away");
    }

    [Fact]
    public async Task GetProtocolsAsync_Should_GroupByProtocol_When_RowsArePerChain()
    {
        _stub.Answers(
            "v5.0/general/supported_protocols",
            """
            {"result":[{"chain_id":8453,"protocol_group_id":"uniswap-v3","protocol_group_name":"Uniswap V3","protocol_group_icon":null},
              {"chain_id":8453,"protocol_group_id":"aave-v3","protocol_group_name":"Aave V3","protocol_group_icon":"https://icons.test/aave.svg"},
              {"chain_id":1,"protocol_group_id":"AaveV3","protocol_group_name":null,"protocol_group_icon":null},
              {"chain_id":1,"protocol_group_id":"token","protocol_group_name":"Token","protocol_group_icon":null}]}
            """);
        using var core = CoreHost.Over(_stub, _time);

        var protocols = (await core.Directory.GetProtocolsAsync(CancellationToken.None)).Value!;

        protocols.Select(p => p.Protocol).ShouldBe([new Protocol("aavev3", "Aave V3", new Uri("https://icons.test/aave.svg")), new Protocol("uniswapv3", "Uniswap V3", null)]);
        protocols[0].Chains!.Select(c => c.ChainId).ShouldBe([1, 8453]);
        protocols[0].IsOn(1).ShouldBeTrue();
        protocols[1].IsOn(1).ShouldBeFalse();
        protocols[1].IsOn(null).ShouldBeTrue();
        Requests.ShouldBe(["v5.0/general/supported_protocols"]);
    }

    [Fact]
    public async Task GetProtocolsAsync_Should_FallBackWithoutChains_When_TheFirstChoiceIsGone()
    {
        _stub.AnswersStatus("v5.0/general/supported_protocols", HttpStatusCode.NotFound)
            .Answers("v4/general/supported_protocols", """{"result":[{"id":"lido","name":"Lido","icon":null},"aavev3"]}""");
        using var core = CoreHost.Over(_stub, _time);

        var protocols = (await core.Directory.GetProtocolsAsync(CancellationToken.None)).Value!;

        protocols.ShouldBe([new SupportedProtocol(new Protocol("aavev3", "aavev3", null), null), new SupportedProtocol(new Protocol("lido", "Lido", null), null)]);
    }

    [Fact]
    public async Task GetChainsAsync_Should_Fail_When_NoVersionAnswers()
    {
        _stub.AnswersStatus("v5.0/general/supported_chains", HttpStatusCode.Unauthorized);
        using var core = CoreHost.Over(_stub, _time);

        var fetched = await core.Directory.GetChainsAsync(CancellationToken.None);

        fetched.Failure.ShouldBe(new LoadFailure(FailureKind.RejectedKey, Dataset.Chains));
        core.Directory.IsSupported(1).ShouldBeTrue();
    }
}
