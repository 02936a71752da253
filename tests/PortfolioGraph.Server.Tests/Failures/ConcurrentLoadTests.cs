using System.Net.Http.Json;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Failures;

/// <summary>A thousand requests at once, through the whole server: for one cold wallet they cost the calls of one; when all leave, nothing of them stays.</summary>
public sealed class ConcurrentLoadTests
{
    private const int Clients = 1_000;
    private const string Value = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
    private const string Everything =
        "query($address: Address!) { wallet(address: $address) { valueUsd breakdown { totalUsd } chains { valueUsd } tokens { totalCount } positions { totalCount } profitAndLoss { absoluteUsd } } }";

    [Theory]
    [InlineData(Value, 1)]
    [InlineData(Everything, 4)]
    public async Task Upstream_Should_SeeTheCallsOfOne_When_AThousandAskForOneColdWallet(string query, int calls)
    {
        await using var alone = await GraphServer.StartAsync();
        (await alone.AskAsync(query, new { address = Wallets.Typical })).Good();
        await using var crowded = await GraphServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => crowded.AskAsync(query, new { address = Wallets.Typical }))));

        foreach (var answer in answers)
            answer.Good();
        alone.Calls.Count.ShouldBe(calls);
        crowded.Calls.Order(StringComparer.Ordinal).ShouldBe(alone.Calls.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Upstream_Should_HaveNoCallInFlight_When_AThousandWhoAskedForDifferentWalletsHaveLeft()
    {
        await using var graph = await GraphServer.StartAsync(
            new Dictionary<string, string> { ["Upstream:Timeout"] = "00:10:00", ["Upstream:AttemptTimeout"] = "00:10:00", ["Server:OperationTimeout"] = "00:10:00" },
            options => options.Latency = TimeSpan.FromHours(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var leaving = new CancellationTokenSource();
        var asking = Enumerable.Range(0, Clients).Select(number => Task.Run(() => AskAsync(graph, number, leaving.Token))).ToList();
        await UntilAsync(() => graph.Sandbox.InFlight == Clients, patience.Token);

        await leaving.CancelAsync();
        foreach (var request in asking)
            await Should.ThrowAsync<OperationCanceledException>(() => request);
        await UntilAsync(() => graph.Sandbox.InFlight == 0, patience.Token);

        graph.Calls.Count.ShouldBe(Clients);
        graph.Sandbox.Options.Latency = TimeSpan.Zero;
        (await graph.AskAsync(Value, new { address = Wallets.Typical })).Good();
    }

    private static async Task AskAsync(GraphServer graph, int number, CancellationToken leaving)
    {
        using var response = await graph.Client.PostAsJsonAsync("/graphql", new { query = Value, variables = new { address = FormattableString.Invariant($"0x{number + 1:x40}") } }, leaving);
    }

    // A state that comes about by itself, in its own time.
    private static async Task UntilAsync(Func<bool> isSo, CancellationToken patience)
    {
        while (!isSo())
        {
            patience.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
