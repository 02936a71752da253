using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Calls;

/// <summary>
/// Fields of chains and protocols that the holdings do not state come from the data source's lists, so that one id has one value, whatever else was loaded. Each list is one call for
/// all clients, and only if such a field is selected.
/// </summary>
public sealed class CatalogFieldTests
{
    private const string Chains = "v5.0/general/supported_chains";
    private const string Protocols = "v5.0/general/supported_protocols";
    private const string Value = "v5.0/general/current_value addresses=d8da";
    private const string Positions = "v4/overview/protocols/details addresses=d8da closed=true closed_threshold=0";
    private const string Wallet = $"wallet(address: \"{SandboxPersonas.Typical}\")";

    public static TheoryData<string, string[]> Selections => new()
    {
        { Wallet + " { breakdown { byProtocol { protocol { id iconUrl } } } }", [Value, Protocols] },
        { Wallet + " { breakdown { byProtocol { protocol { id name } } } }", [Value] },
        { Wallet + " { breakdown { byProtocol { protocol { id iconUrl chains { id } } } } }", [Value, Protocols] },
        { Wallet + " { protocols(where: { protocol: { protocolId: { eq: \"aavev3\" } } }) { nodes { protocol { id iconUrl } } } }", [Positions] },
        // One protocol has no icon.
        { Wallet + " { protocols { nodes { protocol { id iconUrl } } } }", [Positions, Protocols] },
        { "protocols { id iconUrl }", [Protocols] },
        { "protocol(protocolId: \"aavev3\") { id iconUrl }", [Protocols] },
        { "chain(chainId: 250) { id iconUrl nativeToken { symbol } }", [Chains] },
        { "chain(chainId: 250) { id name nativeToken { symbol } }", [] },
        { "chain(chainId: 1) { id iconUrl nativeToken { symbol } }", [] },
        { "chains { id iconUrl }", [Chains] },
        { Wallet + " { chains { chain { id iconUrl } } chains(chainIds: [130, 146, 8217, 1313161554]) { chain { id iconUrl } } }", [Value, Chains] },
    };

    [Theory]
    [MemberData(nameof(Selections))]
    public async Task Field_Should_TakeOneCallForAll_When_TheHoldingsDoNotStateIt(string selection, string[] calls)
    {
        await using var graph = await GraphServer.StartAsync();
        // A field of one response name must have the same arguments everywhere.
        var query = $"{{ {selection.Replace(" chains(chainIds", " listed: chains(chainIds", StringComparison.Ordinal)} }}";

        var response = (await graph.QueryAsync(query)).ShouldHaveNoErrors();
        var again = (await graph.QueryAsync(query)).ShouldHaveNoErrors();

        graph.Calls.Order(StringComparer.Ordinal).ShouldBe(calls.Order(StringComparer.Ordinal));
        again.Body.GetProperty("data").GetRawText().ShouldBe(response.Body.GetProperty("data").GetRawText());
    }

    // A failure completes at once here, so loads of the fields could not be coalesced.
    [Fact]
    public async Task List_Should_BeLoadedOncePerOperation_When_ItsLoadFails()
    {
        var list = new FailingList();
        await using var graph = await GraphServer.StartAsync(services: services => services.AddSingleton<IDatasetLoader<Dataset, IReadOnlyList<Chain>>>(list));

        var response = await graph.QueryAsync($"{{ {Wallet} {{ chains(chainIds: [130, 146, 8217, 1313161554]) {{ chain {{ iconUrl }} }} }} }}");

        response.Codes.ShouldBe(Enumerable.Repeat("UPSTREAM_UNAVAILABLE", 4));
        list.Loads.ShouldBe(1);
        graph.Calls.ShouldBeEmpty();
    }

    // A normalized cache keeps one value per id.
    [Fact]
    public async Task IconUrl_Should_BeTheSameForAnId_When_ItIsSelectedAnywhereInAnyOrder()
    {
        const string Everywhere = Wallet + """
             {
              breakdown { byProtocol { protocol { id iconUrl } } byChain { chain { id iconUrl } } }
              positions { nodes { protocol { id iconUrl } chain { id iconUrl } } byProtocol { protocol { id iconUrl } } }
              tokens { nodes { token { chain { id iconUrl } } } }
            }
            """;
        const string Lists = "protocols { id iconUrl chains { id iconUrl } } chains { id iconUrl }";
        var icons = new List<Dictionary<string, string>>();

        foreach (var queries in new[] { [Everywhere, Lists], new[] { Lists, Everywhere } })
        {
            await using var graph = await GraphServer.StartAsync();
            var found = new List<(string Id, string Icon)>();
            foreach (var query in queries)
                found.AddRange(FindIcons((await graph.QueryAsync($"{{ {query} }}")).ShouldHaveNoErrors().Body.GetProperty("data")));
            icons.Add(found.Distinct().ToDictionary(static pair => pair.Id, static pair => pair.Icon));
        }

        icons[0].OrderBy(static pair => pair.Key, StringComparer.Ordinal).ShouldBe(icons[1].OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        icons[0].Count.ShouldBeGreaterThan(15);
    }

    [Theory]
    [InlineData(Wallet + " { breakdown { byProtocol { protocol { id iconUrl } valueUsd } } }", "supported_protocols", "protocols", "wallet.breakdown.byProtocol.0.protocol")]
    [InlineData("chain(chainId: 250) { id iconUrl }", "supported_chains", "chains", "chain")]
    public async Task IconUrl_Should_BeNullWithAnError_When_TheListCannotBeLoaded(string selection, string endpoint, string dataset, string path)
    {
        await using var graph = await GraphServer.StartAsync(sandbox: options => options.Faults.Add(new SandboxFault { Route = $"v5.0/general/{endpoint}", Status = 422 }));

        var response = await graph.QueryAsync($"{{ {selection} }}");

        response.Codes.Distinct().ShouldBe(["UPSTREAM_REFUSED"]);
        response.Paths[0].ShouldBe($"{path}.iconUrl");
        response.Errors[0].GetProperty("extensions").GetProperty("dataset").GetString().ShouldBe(dataset);
        response.IsNull($"{path}.iconUrl").ShouldBeTrue();
        response[$"{path}.id"].GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task NativeToken_Should_ComeFromTheList_When_TheChainIsNotBuiltIn()
    {
        await using var graph = await GraphServer.StartAsync(sandbox: static options => options.ListsNewChain = true);

        var response = await graph.QueryAsync($"{{ wallet(address: \"{SandboxPersonas.Pioneer}\") {{ chains {{ chain {{ chainId iconUrl nativeToken {{ symbol }} }} }} }} }}");

        response.ShouldHaveNoErrors()["wallet.chains.0.chain"].GetRawText()
            .ShouldBe("""{"chainId":4663,"iconUrl":"https://app.1inch.io/assets/images/network-logos/sandbox-chain.svg","nativeToken":{"symbol":"ETH"}}""");
        graph.Calls.ShouldBe(["v5.0/general/current_value addresses=4663", Chains]);
    }

    private static IEnumerable<(string Id, string Icon)> FindIcons(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(FindIcons),
        JsonValueKind.Object =>
        [
            .. element.TryGetProperty("iconUrl", out var icon) ? [(element.GetProperty("id").GetString()!, icon.GetRawText())] : Array.Empty<(string, string)>(),
            .. element.EnumerateObject().SelectMany(static member => FindIcons(member.Value)),
        ],
        _ => [],
    };

    private sealed class FailingList : IDatasetLoader<Dataset, IReadOnlyList<Chain>>
    {
        public int Loads { get; private set; }

        public Task<IReadOnlyDictionary<Dataset, LoadResult<IReadOnlyList<Chain>>>> LoadAsync(IReadOnlyList<Dataset> keys, CancellationToken cancellationToken)
        {
            Loads++;
            return Task.FromResult<IReadOnlyDictionary<Dataset, LoadResult<IReadOnlyList<Chain>>>>(
                keys.ToDictionary(static key => key, static key => LoadResult<IReadOnlyList<Chain>>.Failed(new LoadFailure(LoadFailureKind.Unavailable, key))));
        }
    }
}
