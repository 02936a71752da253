using System.Net.Http.Headers;
using System.Net.Http.Json;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Freshness;

/// <summary>
/// Kept responses do not differ from newly made ones, and cached keys taken at once do not differ from batches, over random courses of requests, times, refreshes and failures: bodies,
/// headers and calls are equal.
/// </summary>
[DiffersOnHotChocolate("it executes every request and loads every key in a batch")]
public sealed class KeptResponseProperties
{
    private static readonly string[] Addresses = [Wallets.Typical, SandboxPersonas.Whale, "0x00000000000000000000000000000000000000aa"];

    private static readonly string[] Queries =
    [
        "query($a: Address!) { wallet(address: $a) { valueUsd } }",
        "query($a: Address!) { wallet(address: $a) { valueUsd chains { chain { name iconUrl } valueUsd tokens(first: 3) { nodes { token { symbol decimals } valueUsd profitAndLoss { roi } } source { state asOf } } } } }",
        "query($a: Address!) { wallet(address: $a) { tokens(first: 5, where: { share: { gt: 0.01 } }) { totalCount nodes { id share } byToken { symbol valueUsd } } breakdown { byCategory { valueUsd } } } }",
        "query($a: Address!) { wallet(address: $a) { positions(first: 5) { nodes { id isLocked economics { rewardsUsd } } source { state } } profitAndLoss { absoluteUsd source { state asOf } } } }",
        "query($a: Address!) { wallet(address: $a) { valueUsd } portfolioService { isAvailable budget { waiting } } }",
        "query($a: Address!) { wallet(address: $a) { report { downloadUrl } } token(chainId: 1, address: \"0x6B175474E89094C44Da98b954EedeAC495271d0F\") { symbol } }",
        "query($a: Address!) { wallet(address: $a) { change(since: \"2025-05-01T00:00:00Z\") { valueUsd } } chains { name } }",
        "query($a: Address!) { wallet(address: $a) { valueUsd ... @defer { profitAndLoss { roi } } } }",
        "mutation($a: Address!) { refresh(addresses: [$a]) { refreshed } }",
    ];

    /// <summary>Time passes, the upstream may change its state, and a client sends a request.</summary>
    private sealed record Step(int Query, int Address, int Seconds, string? CacheControl, bool Fails)
    {
        public override string ToString() => $"+{Seconds}s {(Fails ? "failing " : "")}{CacheControl} #{Query} of {Address}";
    }

    private static readonly Arbitrary<Step[]> Courses =
        (from query in Gen.Frequency((8, Gen.Choose(0, 3)), (2, Gen.Choose(4, Queries.Length - 1)))
         from address in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, Addresses.Length - 1)))
         from seconds in Gen.Frequency((8, Gen.Constant(0)), (3, Gen.Choose(1, 20)), (1, Gen.Choose(50, 1_000)))
         from cacheControl in Gen.Frequency((12, Gen.Constant((string?)null)), (1, Gen.Elements<string?>("no-cache", "max-age=5", "max-age=30")))
         from fails in Gen.Frequency((12, Gen.Constant(false)), (1, Gen.Constant(true)))
         select new Step(query, address, seconds, cacheControl, fails)).ArrayOf().Resize(40).ToArbitrary();

    [Fact]
    public void Response_Should_BeThatOfAnExecution_When_ItIsKept()
    {
        var served = 0L;

        Prop.ForAll(Courses, course => { served += CheckAsync(course, new LoadSpy()).GetAwaiter().GetResult(); }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

        served.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Response_Should_BeThatOfABatch_When_ItsKeysAreCached()
    {
        var found = 0;

        Prop.ForAll(Courses, course =>
        {
            var spy = new LoadSpy();
            CheckAsync(course, spy, new LoadSpy { HidesCache = true }).GetAwaiter().GetResult();
            found += spy.Found;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

        found.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Request_Should_LoadNoBatch_When_ItsKeysAreCached()
    {
        var spy = new LoadSpy();
        await using var graph = await StartAsync(new SteppedTimeProvider(), keeps: false, spy);
        var step = new Step(3, 0, 0, null, Fails: false);
        await SendAsync(graph, step);
        var (cold, calls) = (spy.Batches, graph.Calls.Count);
        cold.ShouldBeGreaterThan(0);

        await SendAsync(graph, step);

        (spy.Batches - cold, spy.Found, graph.Calls.Count - calls).ShouldBe((0, cold, 0));
    }

    [Fact]
    public async Task Response_Should_BeKept_When_ARequestIsRepeated()
    {
        await using var graph = await StartAsync(new SteppedTimeProvider(), keeps: true);
        var cache = graph.Services.GetRequiredService<IResponseCache>();
        List<string> bodies = [];
        for (var i = 0; i < 4; i++)
            bodies.Add((await SendAsync(graph, new Step(1, 0, 0, null, Fails: false))).Body);

        // The first one was live. The next two were made from cached data, and the second of these was kept.
        bodies.Skip(1).Distinct().Count().ShouldBe(1);
        bodies[0].ShouldNotBe(bodies[1]);
        cache.Kept.ShouldBe(1);
        cache.Served.ShouldBe(1);
    }

    // Returns how many responses were kept ones. With two spies, none is kept.
    private static async Task<long> CheckAsync(Step[] course, LoadSpy loads, LoadSpy? otherLoads = null)
    {
        var (time, otherTime) = (new SteppedTimeProvider(), new SteppedTimeProvider());
        await using var keeping = await StartAsync(time, keeps: otherLoads is null, loads);
        await using var executing = await StartAsync(otherTime, keeps: false, otherLoads ?? new LoadSpy());
        foreach (var step in course)
        {
            time.Advance(TimeSpan.FromSeconds(step.Seconds));
            otherTime.Advance(TimeSpan.FromSeconds(step.Seconds));
            foreach (var graph in (GraphServer[])[keeping, executing])
            {
                graph.Sandbox.Options.Faults.Clear();
                if (step.Fails)
                    graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 400 });
            }

            (await SendAsync(keeping, step)).ShouldBe(await SendAsync(executing, step), $"at {step} of {string.Join("; ", course.AsEnumerable())}");
            keeping.Calls.Order(StringComparer.Ordinal).ShouldBe(executing.Calls.Order(StringComparer.Ordinal));
        }

        return keeping.Services.GetRequiredService<IResponseCache>().Served;
    }

    private static Task<GraphServer> StartAsync(TimeProvider time, bool keeps, LoadSpy? loads = null) => GraphServer.StartAsync(
        new Dictionary<string, string> { ["Cache:KeepResponses"] = keeps.ToString(), ["Cache:HonorClientCacheControl"] = "true" }, services: services => loads?.Attach(services), time: time);

    private static async Task<(string Body, string Headers)> SendAsync(GraphServer graph, Step step)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query = Queries[step.Query], variables = new { a = Addresses[step.Address] } }) };
        request.Headers.Accept.ParseAdd("multipart/mixed, application/graphql-response+json;q=0.9");
        if (step.CacheControl is { } value)
            request.Headers.CacheControl = CacheControlHeaderValue.Parse(value);
        using var response = await graph.Client.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return (body.Replace(response.Content.Headers.ContentType?.Parameters.FirstOrDefault(p => p.Name == "boundary")?.Value ?? "-", "-", StringComparison.Ordinal),
            string.Join('\n', response.Headers.Where(static header => header.Key is not "Date").OrderBy(static header => header.Key, StringComparer.Ordinal).Select(static header => $"{header.Key}: {string.Join(',', header.Value)}")));
    }
}
