using System.Net.Http.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>A thousand concurrent requests to the whole server. For one uncached wallet they cost the calls of one request; when all are cancelled, no call stays in flight.</summary>
public sealed class ConcurrentLoadTests
{
    private const int Clients = 1_000;
    private const string Value = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
    private const string Everything =
        "query($address: Address!) { wallet(address: $address) { valueUsd breakdown { totalUsd } chains { valueUsd } tokens { totalCount } positions { totalCount } profitAndLoss { absoluteUsd } } }";

    [Theory]
    [InlineData(Value, 1)]
    [InlineData(Everything, 4)]
    public async Task Upstream_Should_ReceiveTheCallsOfOneRequest_When_AThousandRequestsNeedOneUncachedWallet(string query, int calls)
    {
        await using var single = await GraphServer.StartAsync();
        (await single.QueryAsync(query, new { address = Wallets.Typical })).ShouldHaveNoErrors();
        await using var concurrent = await GraphServer.StartAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => concurrent.QueryAsync(query, new { address = Wallets.Typical }))));

        foreach (var response in responses)
            response.ShouldHaveNoErrors();
        single.Calls.Count.ShouldBe(calls);
        concurrent.Calls.Order(StringComparer.Ordinal).ShouldBe(single.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upstream_Should_HaveNoCallInFlight_When_AThousandRequestsForDifferentWalletsAreCancelled()
    {
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Upstream:Timeout"] = "00:10:00", ["Upstream:AttemptTimeout"] = "00:10:00", ["Server:OperationTimeout"] = "00:10:00" },
            options => options.Latency = TimeSpan.FromHours(1));
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var cancellation = new CancellationTokenSource();
        var pending = Enumerable.Range(0, Clients).Select(number => Task.Run(() => SendAsync(graph, number, cancellation.Token))).ToList();
        await WaitUntilAsync(() => graph.Sandbox.InFlight == Clients, timeout.Token);

        await cancellation.CancelAsync();
        foreach (var request in pending)
            await Should.ThrowAsync<OperationCanceledException>(() => request);
        await WaitUntilAsync(() => graph.Sandbox.InFlight == 0, timeout.Token);

        graph.Calls.Count.ShouldBe(Clients);
        graph.Sandbox.Options.Latency = TimeSpan.Zero;
        (await graph.QueryAsync(Value, new { address = Wallets.Typical })).ShouldHaveNoErrors();
    }

    private static async Task SendAsync(GraphServer graph, int number, CancellationToken cancellation)
    {
        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = Value, variables = new { address = FormattableString.Invariant($"0x{number + 1:x40}") } }, cancellation);
    }

    // Polls in real time, because nothing signals the condition.
    private static async Task WaitUntilAsync(Func<bool> condition, CancellationToken timeout)
    {
        while (!condition())
        {
            timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
