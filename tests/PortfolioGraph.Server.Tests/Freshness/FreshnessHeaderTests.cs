using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Freshness;

/// <summary>HTTP's words for the age of data, in requests and in answers.</summary>
public sealed class FreshnessHeaderTests
{
    private const string Query = "query($address: Address!) { wallet(address: $address) { valueUsd profitAndLoss { absoluteUsd source { asOf } } } }";

    // The sandbox answers from its own cache as of this long ago, unless it is passed by.
    private static readonly TimeSpan CacheAge = new SandboxOptions().CacheAge;

    [Fact]
    public async Task Answer_Should_TellItsAgeAndItsLife_When_DataWasLoaded()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await AskAsync(graph);

        var age = response.Headers.Age!.Value;
        age.ShouldBeInRange(CacheAge, CacheAge + TimeSpan.FromSeconds(10));
        response.Headers.CacheControl!.Private.ShouldBeTrue();
        (response.Headers.CacheControl.MaxAge!.Value - age).ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        response.Headers.ETag!.IsWeak.ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_Should_BeLoadedAnew_When_TheRequestWantsNoCache()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "true" });
        using var usual = await AskAsync(graph);

        using var anew = await AskAsync(graph, new CacheControlHeaderValue { NoCache = true });

        graph.Sandbox.Calls.Count.ShouldBe(4);
        graph.Sandbox.Calls.Skip(2).ShouldAllBe(call => call.Query.Contains(new KeyValuePair<string, string>("use_cache", "false")));
        anew.Headers.Age!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        anew.Headers.ETag.ShouldNotBe(usual.Headers.ETag);
    }

    [Fact]
    public async Task Answer_Should_ComeFromTheCache_When_TheRequestTakesItsAge()
    {
        await using var graph = await GraphServer.StartAsync();
        using var usual = await AskAsync(graph);

        using var kept = await AskAsync(graph, new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(59) });

        graph.Sandbox.Calls.Count.ShouldBe(2);
        kept.Headers.ETag.ShouldBe(usual.Headers.ETag);
    }

    [Fact]
    public async Task Answer_Should_ComeFromTheCache_When_RequestsMayNotAskForYoungerData()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "false" });
        using var usual = await AskAsync(graph);

        using var kept = await AskAsync(graph, new CacheControlHeaderValue { NoCache = true });

        graph.Sandbox.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Answer_Should_NotBeStored_When_APartFailed()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/profit_and_loss", Status = 400 });

        using var response = await AskAsync(graph);

        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Answer_Should_NotBeStored_When_APartIsStale()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:TimeToLive"] = "00:00:00.001" });
        using var fresh = await AskAsync(graph);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 500 });

        using var stale = await AskAsync(graph);

        stale.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Answer_Should_SayNothingOfAge_When_NothingWasLoaded()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = "{ __typename }" });

        response.Headers.CacheControl.ShouldBeNull();
        response.Headers.Age.ShouldBeNull();
        response.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Answer_Should_BeLeftOut_When_TheClientHoldsItAlready()
    {
        await using var graph = await GraphServer.StartAsync();
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ valueUsd }} }}")}";
        using var first = await graph.Client.GetAsync(address);

        using var same = await AskIfNotAsync(graph, address, first.Headers.ETag!);
        using var other = await AskIfNotAsync(graph, address, new EntityTagHeaderValue("\"another\""));

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        same.Headers.ETag.ShouldBe(first.Headers.ETag);
        same.Headers.CacheControl!.MaxAge.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        same.Headers.Age.ShouldNotBeNull();
        (await same.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        other.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.Content.ReadAsStringAsync()).ShouldContain("valueUsd");
        graph.Sandbox.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("valueUsd")]
    [InlineData("valueUsd profitAndLoss { absoluteUsd }")]
    public async Task Answer_Should_BeSentAgain_When_ItsDataIsOfAnotherMoment(string selection)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "true" });
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ {selection} }} }}")}";
        using var first = await graph.Client.GetAsync(address);
        using var anew = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { CacheControl = new CacheControlHeaderValue { NoCache = true } } };
        anew.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var later = await graph.Client.SendAsync(anew);

        later.StatusCode.ShouldBe(HttpStatusCode.OK);
        later.Headers.ETag.ShouldNotBe(first.Headers.ETag);
    }

    [DiffersOnHotChocolate("it gives an answer without data no entity tag")]
    [Fact]
    public async Task Answer_Should_BeLeftOut_When_ItShowsNoDataAndTheClientHoldsIt()
    {
        await using var graph = await GraphServer.StartAsync();
        const string Address = "/graphql?query=%7B__typename%7D";
        using var first = await graph.Client.GetAsync(Address);

        using var same = await AskIfNotAsync(graph, Address, first.Headers.ETag.ShouldNotBeNull());

        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private static async Task<HttpResponseMessage> AskAsync(GraphServer graph, CacheControlHeaderValue? cacheControl = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Query, variables = new { address = Wallets.Typical } }) };
        request.Headers.CacheControl = cacheControl;
        return await graph.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> AskIfNotAsync(GraphServer graph, string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return await graph.Client.SendAsync(request);
    }
}
