using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Freshness;

/// <summary>The caching headers of requests and responses.</summary>
public sealed class CacheHeaderTests
{
    private const string Query = "query($address: Address!) { wallet(address: $address) { valueUsd profitAndLoss { absoluteUsd source { asOf } } } }";

    // The age of data from the cache of the sandbox, unless a request bypasses that cache.
    private static readonly TimeSpan CacheAge = new SandboxOptions().CacheAge;

    [Fact]
    public async Task Headers_Should_StateAgeAndMaxAge_When_DataWasLoaded()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await SendAsync(graph);

        var age = response.Headers.Age!.Value;
        age.ShouldBeInRange(CacheAge, CacheAge + TimeSpan.FromSeconds(10));
        response.Headers.CacheControl!.Private.ShouldBeTrue();
        (response.Headers.CacheControl.MaxAge!.Value - age).ShouldBeInRange(TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(60));
        response.Headers.ETag!.IsWeak.ShouldBeTrue();
    }

    [Fact]
    public async Task Request_Should_BypassAllCaches_When_ItSaysNoCache()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "true" });
        using var first = await SendAsync(graph);

        using var bypassing = await SendAsync(graph, new CacheControlHeaderValue { NoCache = true });

        graph.Sandbox.Calls.Count.ShouldBe(4);
        graph.Sandbox.Calls.Skip(2).ShouldAllBe(call => call.Query.Contains(new KeyValuePair<string, string>("use_cache", "false")));
        bypassing.Headers.Age!.Value.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        bypassing.Headers.ETag.ShouldNotBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Response_Should_ComeFromTheCache_When_TheRequestAcceptsItsAge()
    {
        await using var graph = await GraphServer.StartAsync();
        using var first = await SendAsync(graph);

        using var cached = await SendAsync(graph, new CacheControlHeaderValue { MaxAge = TimeSpan.FromSeconds(59) });

        graph.Sandbox.Calls.Count.ShouldBe(2);
        cached.Headers.ETag.ShouldBe(first.Headers.ETag);
    }

    [Fact]
    public async Task Response_Should_ComeFromTheCache_When_ClientCacheControlIsIgnored()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "false" });
        using var first = await SendAsync(graph);

        using var cached = await SendAsync(graph, new CacheControlHeaderValue { NoCache = true });

        graph.Sandbox.Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Response_Should_BeNoStore_When_APartFailed()
    {
        await using var graph = await GraphServer.StartAsync();
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Route = "v4/general/profit_and_loss", Status = 400 });

        using var response = await SendAsync(graph);

        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        response.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Response_Should_BeNoStore_When_APartIsStale()
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(time: time);
        using var fresh = await SendAsync(graph);
        time.Advance(new CacheOptions().TimeToLive);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 400 });

        using var stale = await SendAsync(graph);

        stale.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Headers_Should_BeAbsent_When_NothingWasLoaded()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = "{ __typename }" });

        response.Headers.CacheControl.ShouldBeNull();
        response.Headers.Age.ShouldBeNull();
        response.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Response_Should_HaveNoTag_When_TheRequestIsAPost()
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = Query, variables = new { address = Wallets.Typical } });

        response.Headers.Age.ShouldNotBeNull();
        response.Headers.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Response_Should_BeNotModified_When_TheTagMatches()
    {
        await using var graph = await GraphServer.StartAsync();
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ valueUsd }} }}")}";
        using var first = await graph.Client.GetAsync(address);

        using var same = await SendIfNoneMatchAsync(graph, address, first.Headers.ETag!);
        using var other = await SendIfNoneMatchAsync(graph, address, new EntityTagHeaderValue("\"another\""));

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
    public async Task Response_Should_HaveABody_When_ItsDataIsNewer(string selection)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Cache:HonorClientCacheControl"] = "true" });
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ {selection} }} }}")}";
        using var first = await graph.Client.GetAsync(address);
        using var bypassing = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { CacheControl = new CacheControlHeaderValue { NoCache = true } } };
        bypassing.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var later = await graph.Client.SendAsync(bypassing);

        later.StatusCode.ShouldBe(HttpStatusCode.OK);
        later.Headers.ETag.ShouldNotBe(first.Headers.ETag);
    }

    [DiffersOnHotChocolate("it sets no entity tag on a response without loaded data")]
    [Fact]
    public async Task Response_Should_BeNotModified_When_ItHasNoLoadedDataAndTheTagMatches()
    {
        await using var graph = await GraphServer.StartAsync();
        const string Address = "/graphql?query=%7B__typename%7D";
        using var first = await graph.Client.GetAsync(Address);

        using var same = await SendIfNoneMatchAsync(graph, Address, first.Headers.ETag.ShouldNotBeNull());

        same.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, CacheControlHeaderValue? cacheControl = null)
    {
        var variables = $"{{\"address\":\"{Wallets.Typical}\"}}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(Query)}&variables={Uri.EscapeDataString(variables)}");
        request.Headers.CacheControl = cacheControl;
        return await graph.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> SendIfNoneMatchAsync(GraphServer graph, string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return await graph.Client.SendAsync(request);
    }
}
