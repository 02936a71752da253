using Microsoft.Extensions.Options;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>The upstream calls of polls.</summary>
public sealed class WatchCallTests
{
    private const string Current = "v5.0/general/current_value";

    private readonly SteppedTimeProvider _time = new();
    private readonly Prices _prices = new();

    [Fact]
    public async Task Poll_Should_SendOneCall_When_ManyWalletsAreWatched()
    {
        using var core = Core();
        using var first = await WatchAsync(core, 1);
        using var second = await WatchAsync(core, 2);
        using var third = await WatchAsync(core, 3);
        _prices.Stub.Requests.Count.ShouldBe(3, "each watcher gets a value at once");

        _prices.Rise();
        await _time.AdvanceToTimerAsync(TimeSpan.FromSeconds(60));

        foreach (var watched in new[] { first, second, third })
            (await watched.NextAsync()).ChangeUsd.ShouldBe(10);
        _prices.Requests.Skip(3).ShouldBe([$"{Current}?addresses=w1&addresses=w2&addresses=w3&use_cache=false"]);
    }

    [Fact]
    public async Task Poll_Should_ReloadAtEachTick_When_TheIntervalEqualsTheTimeToLive()
    {
        using var core = Core();
        using var watched = await WatchAsync(core, 1);

        for (var tick = 1; tick <= 5; tick++)
        {
            _prices.Rise();
            await _time.AdvanceToTimerAsync(TimeSpan.FromSeconds(60 * tick));
            (await watched.NextAsync()).ShouldSatisfyAllConditions(c => c.ChangeUsd.ShouldBe(10), c => c.Time.ShouldBe(_time.GetUtcNow()));
        }

        _prices.Stub.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Poll_Should_LoadOnlyOldValues_When_SomePortfoliosWereSubscribedBetweenTicks()
    {
        using var core = Core();
        using var first = await WatchAsync(core, 1);
        _time.Advance(TimeSpan.FromSeconds(10));
        using var early = await WatchAsync(core, 2);
        _time.Advance(TimeSpan.FromSeconds(35));
        using var late = await WatchAsync(core, 3);
        _prices.Rise();

        await _time.AdvanceToTimerAsync(TimeSpan.FromSeconds(60));
        (await first.NextAsync()).ChangeUsd.ShouldBe(10);
        (await early.NextAsync()).ChangeUsd.ShouldBe(10);
        await _time.AdvanceToTimerAsync(TimeSpan.FromSeconds(120));
        (await late.NextAsync()).ChangeUsd.ShouldBe(10);

        _prices.Requests.Skip(3).ShouldBe([$"{Current}?addresses=w1&addresses=w2&use_cache=false", $"{Current}?addresses=w1&addresses=w2&addresses=w3&use_cache=false"]);
    }

    [Fact]
    public async Task Subscribe_Should_SendNoCall_When_TheValueIsCached()
    {
        using var core = Core();
        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(59));

        using var watched = await WatchAsync(core, 1);

        watched.First.Time.ShouldBe(_time.GetUtcNow() - TimeSpan.FromSeconds(59));
        _prices.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_UseTheCache_When_APollHasLoadedTheValue()
    {
        using var core = Core();
        using var watched = await WatchAsync(core, 1);
        using var usage = UpstreamUsageRecorder.Begin();

        var value = await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        value.Source!.State.ShouldBe(DataSourceState.Cached);
        UpstreamUsageRecorder.Read().ShouldSatisfyAllConditions(read => read.Calls.ShouldBe(0), read => read.Cached.ShouldBe(1));
        _prices.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_Should_NotCountForTheOperation_When_TheOperationSubscribes()
    {
        using var core = Core();
        using var usage = UpstreamUsageRecorder.Begin();

        using var watched = await WatchAsync(core, 1);
        var own = await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        own.Source!.State.ShouldBe(DataSourceState.Cached);
        UpstreamUsageRecorder.Read().Calls.ShouldBe(0);
        _prices.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_Should_HaveBackgroundPriority_When_ItSendsCalls()
    {
        var recorder = new PriorityRecorder(new Prices().Stub);
        using var core = CoreHost.Over(recorder, _time);

        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(2)), CancellationToken.None);
        using var watched = await WatchAsync(core, 1);

        recorder.Priorities.ShouldBe([CallPriority.Interactive, CallPriority.Background]);
    }

    [Theory]
    [InlineData("Interval", "00:00:00.999")]
    [InlineData("Interval", "01:00:01")]
    [InlineData("MaxPortfolios", "0")]
    [InlineData("MaxPortfolios", "10001")]
    public void Watch_Should_NameTheSetting_When_ItIsInvalid(string setting, string value)
    {
        using var core = CoreHost.Over(_prices.Stub, _time, ($"Watch:{setting}", value));

        var error = Should.Throw<OptionsValidationException>(() => core.Watch);

        error.Message.ShouldContain($"Watch:{setting} (environment Watch__{setting})");
    }

    private CoreHost Core() => CoreHost.Over(_prices.Stub, _time);

    private static async Task<Watched> WatchAsync(CoreHost core, int wallet)
    {
        var watcher = core.Watch.Subscribe(new Portfolio([Wallets.Address(wallet)])).ShouldNotBeNull();
        var reader = new WatchHarness.Reader(watcher);
        return new Watched(reader, await reader.NextAsync());
    }

    private sealed record Watched(WatchHarness.Reader Reader, PortfolioChange First) : IDisposable
    {
        public Task<PortfolioChange> NextAsync() => Reader.NextAsync();

        public void Dispose() => Reader.Dispose();
    }

    /// <summary>An upstream whose values rise on demand.</summary>
    private sealed class Prices
    {
        private int _value = 100;

        public Prices() => Stub.Returns(Current, request =>
        {
            var rows = Addresses(request).Select(address => $$"""{"value_usd":{{_value}},"address":"{{address}}"}""").ToList();
            return $$"""
                {"result":{"total":{{rows.Count * _value}},"by_address":[{{string.Join(',', rows)}}],"by_category":[],"by_protocol_group":[],"by_chain":[]},"meta":null}
                """;
        });

        public StubUpstream Stub { get; } = new();

        public IReadOnlyList<string> Requests => [.. Stub.Requests.Select(request => Wallets.Named(request.PathAndQuery))];

        public void Rise() => Interlocked.Add(ref _value, 10);

        private static IEnumerable<string> Addresses(StubRequest request) =>
            request.PathAndQuery.Split('?')[1].Split('&').Where(p => p.StartsWith("addresses=", StringComparison.Ordinal)).Select(p => p["addresses=".Length..]);
    }

    /// <summary>Records the caller's priority of each call.</summary>
    private sealed class PriorityRecorder(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        private readonly List<CallPriority> _priorities = [];

        public IReadOnlyList<CallPriority> Priorities => _priorities;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _priorities.Add(UpstreamCallContext.Caller.Priority);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
