using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PortfolioGraph.Core;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Freshness;

/// <summary>The header <c>PortfolioGraph-Upstream</c>, which reports the upstream usage of a whole HTTP request.</summary>
public sealed class UpstreamHeaderTests
{
    private const string Name = "PortfolioGraph-Upstream";
    private const string Query = "query($address: Address!) { wallet(address: $address) { valueUsd profitAndLoss { absoluteUsd } } }";

    [Fact]
    public async Task Header_Should_CountCallsAndCacheHits_When_AQueryIsRepeated()
    {
        await using var graph = await GraphServer.StartAsync();

        using var first = await SendAsync(graph, Request(Query));
        using var second = await SendAsync(graph, Request(Query));

        HeaderOf(first).ShouldBe("calls=2, cached=0, joined=0, stale=0");
        HeaderOf(second).ShouldBe("calls=0, cached=2, joined=0, stale=0");
        graph.Calls.Count.ShouldBe(2);
    }

    [DiffersOnHotChocolate("it sends the results of a batch as parts or events")]
    [Fact]
    public async Task Header_Should_SumAllOperations_When_TheRequestIsABatch()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:MaxBatchSize"] = "10" });
        using var earlier = await SendAsync(graph, Request(Query));

        using var response = await SendAsync(
            graph,
            new[] { Request(Query), Request(Query, Wallets.Some(1)[0]), Request("query($address: Address!) { wallet(address: $address) { report { csv } } }"), Request("{ __typename }") });

        var reports = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.EnumerateArray().Select(result => result.GetProperty("extensions").GetProperty("upstream")).ToList();
        int Sum(string member) => reports.Sum(report => report.GetProperty(member).GetInt32());
        HeaderOf(response).ShouldBe($"calls={Sum("calls")}, cached={Sum("cached")}, joined={Sum("joined")}, stale=0");
        Sum("calls").ShouldBe(3);
        Sum("cached").ShouldBe(2);
        graph.Calls.Count.ShouldBe(2 + 3);
    }

    [Fact]
    public async Task Header_Should_CountStaleFields_When_TheRefreshFails()
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(time: time);
        (await SendAsync(graph, Request(Query))).Dispose();
        time.Advance(new CacheOptions().TimeToLive);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 400 });

        using var stale = await SendAsync(graph, Request(Query));

        var body = JsonDocument.Parse(await stale.Content.ReadAsStringAsync()).RootElement;
        body.GetProperty("extensions").GetProperty("upstream").GetProperty("stale").GetArrayLength().ShouldBe(2);
        HeaderOf(stale)!.ShouldEndWith(", stale=2");
    }

    [Fact]
    public async Task Header_Should_StateTheLongestRetryTime_When_LoadsFail()
    {
        await using var graph = await GraphServer.StartAsync(time: new SteppedTimeProvider());
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 429, RetryAfter = RetryAfterForm.Seconds, RetryAfterSeconds = 86_400 });

        using var response = await SendAsync(graph, Request(Query));

        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        errors.EnumerateArray().Max(error => error.GetProperty("extensions").GetProperty("retryAfter").GetInt32()).ShouldBe(86_400);
        HeaderOf(response)!.ShouldEndWith(", stale=0, retry-after=86400");
        // The status is 200, for which Retry-After has no meaning.
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.RetryAfter.ShouldBeNull();
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Header_Should_SaySandbox_When_TheSandboxServesTheData()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Sandbox:IsServing"] = "true" });

        using var response = await SendAsync(graph, Request("{ __typename }"));

        HeaderOf(response).ShouldBe("calls=0, cached=0, joined=0, stale=0, sandbox");
    }

    [Fact]
    public async Task Header_Should_DescribeTheCheck_When_TheResponseIsNotModified()
    {
        await using var graph = await GraphServer.StartAsync();
        var address = $"/graphql?query={Uri.EscapeDataString($"{{ wallet(address: \"{Wallets.Typical}\") {{ valueUsd }} }}")}";
        using var first = await graph.Client.GetAsync(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var response = await graph.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        HeaderOf(first).ShouldBe("calls=1, cached=0, joined=0, stale=0");
        HeaderOf(response).ShouldBe("calls=0, cached=1, joined=0, stale=0");
    }

    [Fact]
    public async Task Header_Should_DescribeTheFile_When_AReportIsDownloaded()
    {
        await using var graph = await GraphServer.StartAsync();

        using var first = await graph.Client.GetAsync($"/report/{Wallets.Typical}.csv");
        using var second = await graph.Client.GetAsync($"/report/{Wallets.Typical}.csv");

        HeaderOf(first).ShouldBe("calls=1, cached=0, joined=0, stale=0");
        HeaderOf(second).ShouldBe("calls=0, cached=1, joined=0, stale=0");
        graph.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("multipart/mixed")]
    [InlineData("text/event-stream")]
    public async Task Header_Should_BeAbsent_When_TheResponseIsAStream(string mediaType)
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await SendAsync(graph, Request("query($address: Address!) { wallet(address: $address) { address ... @defer { valueUsd } } }"), mediaType);

        response.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        (await response.Content.ReadAsStringAsync()).ShouldContain("valueUsd");
        HeaderOf(response).ShouldBeNull();
        graph.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Header_Should_BeAbsent_When_NoOperationStarts()
    {
        await using var graph = await GraphServer.StartAsync();

        using var malformed = await graph.Client.PostAsync("/graphql", new StringContent("{", null, "application/json"));
        using var schema = await graph.Client.GetAsync("/graphql?sdl");

        malformed.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        HeaderOf(malformed).ShouldBeNull();
        schema.StatusCode.ShouldBe(HttpStatusCode.OK);
        HeaderOf(schema).ShouldBeNull();
    }

    [Fact]
    public async Task Source_Should_CoverTheValuesBesideIt_When_TheyAreStale()
    {
        var time = new SteppedTimeProvider();
        await using var graph = await GraphServer.StartAsync(time: time);
        var selection = Request("query($address: Address!) { wallet(address: $address) { valueUsd chains { valueUsd } chain(chainId: 1) { valueUsd } breakdown { source { state asOf } } protocols { nodes { valueUsd } } positions { source { state asOf } } } }");
        (await SendAsync(graph, selection)).Dispose();
        graph.Calls.Count(call => !call.Contains("supported_chains", StringComparison.Ordinal)).ShouldBe(2, "one for the values, one for the positions");
        time.Advance(new CacheOptions().TimeToLive);
        graph.Sandbox.Options.Faults.Add(new SandboxFault { Status = 400 });

        using var response = await SendAsync(graph, selection);

        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        var wallet = body.GetProperty("data").GetProperty("wallet");
        var stale = body.GetProperty("extensions").GetProperty("upstream").GetProperty("stale").EnumerateArray()
            .ToLookup(field => string.Join('.', field.GetProperty("path").EnumerateArray()), field => field.GetProperty("asOf").GetDateTimeOffset());
        foreach (var (list, values) in new[] { ("breakdown", new[] { "valueUsd", "chains", "chain.valueUsd" }), ("positions", ["protocols"]) })
        {
            var source = wallet.GetProperty(list).GetProperty("source");
            source.GetProperty("state").GetString().ShouldBe("STALE");
            foreach (var value in values)
                (stale[$"wallet.{value}"].Single() - source.GetProperty("asOf").GetDateTimeOffset()).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(1), value);
        }
    }

    private static object Request(string query, string? address = null) => new { query, variables = query.Contains('$', StringComparison.Ordinal) ? new { address = address ?? Wallets.Typical } : null };

    private static async Task<HttpResponseMessage> SendAsync(GraphServer graph, object body, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(body) };
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        return await graph.Client.SendAsync(request);
    }

    private static string? HeaderOf(HttpResponseMessage response) => response.Headers.TryGetValues(Name, out var values) ? values.Single() : null;
}
