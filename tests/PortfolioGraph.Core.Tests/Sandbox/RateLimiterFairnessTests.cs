using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.V4;

namespace PortfolioGraph.Core.Tests.Sandbox;

/// <summary>The upstream rate limiter against the sandbox's independent limiter, on one clock: one call per second, no burst.</summary>
public sealed class RateLimiterFairnessTests : IAsyncLifetime
{
    private const int Clients = 200;
    private static readonly AddressQuery Query = new([Wallets.Lower(1)]);

    // One call per second, plus the margin of 2 %.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.02);

    private readonly SteppedTimeProvider _time = new();
    private SandboxServer _sandbox = null!;
    private ServiceProvider _services = null!;

    private IV4PortfolioClient Upstream => _services.GetRequiredService<IV4PortfolioClient>();

    private RateLimiterSnapshot Limiter => _services.GetRequiredService<IUpstreamRateLimiter>().Current;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { CallsPerSecond = 1, Burst = 1 }, _time);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Upstream:BaseUrl"] = _sandbox.BaseAddress.ToString(),
            ["Upstream:ApiKey"] = "key-of-the-sandbox",
            ["Upstream:QueueTimeout"] = "00:05:00",
            ["Upstream:Timeout"] = "00:10:00",
            ["Upstream:AttemptTimeout"] = "00:10:00",
        }).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(_time).AddPortfolioUpstream(configuration).BuildServiceProvider();
        Limiter.LimitPerSecond.ShouldBe(1);
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task Calls_Should_BeServedRoundRobin_When_TwoHundredClientsKeepCalling()
    {
        // Each served client calls again immediately, so every client is always waiting.
        var calls = Enumerable.Range(0, Clients).ToDictionary(Call);
        var served = new List<int>();

        for (var second = 0; second < 3 * Clients; second++)
        {
            var completed = await PassOneIntervalAsync(calls.Keys);
            (await completed).IsSuccess.ShouldBeTrue();
            calls.Remove(completed, out var client);
            served.Add(client);
            calls.Add(Call(client), client);
        }

        served.Chunk(Clients).ShouldAllBe(round => round.Distinct().Count() == Clients);
        Limiter.Waiting.ShouldBe(Clients);
        CountRejected().ShouldBe(0);
        _sandbox.Calls.Count.ShouldBe(3 * Clients);
    }

    [Fact]
    public async Task Calls_Should_GoToRemainingClients_When_HalfOfTheClientsCancel()
    {
        using var cancellation = new CancellationTokenSource();
        var remaining = Enumerable.Range(0, Clients).Where(client => client % 2 == 0).Select(Call).ToList();
        var cancelled = Enumerable.Range(0, Clients).Where(client => client % 2 == 1).Select(client => Call(client, cancellation.Token)).ToList();

        await cancellation.CancelAsync();
        Limiter.Waiting.ShouldBe(Clients / 2);
        for (var second = 0; second < Clients / 2; second++)
            remaining.Remove(await PassOneIntervalAsync(remaining)).ShouldBeTrue();

        foreach (var call in cancelled)
            await Should.ThrowAsync<OperationCanceledException>(call);
        Limiter.Waiting.ShouldBe(0);
        CountRejected().ShouldBe(0);
        _sandbox.Calls.Count.ShouldBe(Clients / 2);
    }

    private Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> Call(int client) => Call(client, default);

    private async Task<UpstreamResult<IReadOnlyList<V4AddressValue>>> Call(int client, CancellationToken ct)
    {
        using (UpstreamCallContext.BeginScope(new CallerInfo($"client {client}", CallPriority.Interactive)))
            return await Upstream.GetCurrentValueAsync(Query, ct: ct);
    }

    /// <summary>Advances the clock by one interval and returns the call that is sent at its end.</summary>
    private async Task<T> PassOneIntervalAsync<T>(IEnumerable<T> calls)
        where T : Task
    {
        var pending = calls.ToList();
        for (var part = 0; part < 3; part++)
        {
            _time.Advance(Interval / 4);
            pending.ShouldAllBe(call => !call.IsCompleted);
        }

        _time.Advance(Interval / 4);
        return (T)await Task.WhenAny(pending);
    }

    private int CountRejected() => _sandbox.Calls.Count(call => call.Status == 429);
}
