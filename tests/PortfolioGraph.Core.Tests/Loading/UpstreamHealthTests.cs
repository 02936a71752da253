using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>A key counts as rejected until a call succeeds. A probe checks it without a query of a client.</summary>
public sealed class UpstreamHealthTests : IDisposable
{
    private const string Status = "v5.0/general/status";
    private const string Good = """{"result":{"is_available":true}}""";
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly SteppedTimeProvider _time = new();
    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));

    public void Dispose() => _world.Stub.Dispose();

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, true)]
    [InlineData(HttpStatusCode.Forbidden, false)]
    [InlineData(HttpStatusCode.TooManyRequests, false)]
    [InlineData(HttpStatusCode.UnprocessableEntity, false)]
    [InlineData(HttpStatusCode.ServiceUnavailable, false)]
    public async Task KeyWasRejected_Should_BeTrueOnlyForA401_When_ACallIsRejected(HttpStatusCode status, bool isRejected)
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        core.Health.KeyWasRejected.ShouldBeFalse();
        _world.Break("v4/general/profit_and_loss", status);

        await _time.AdvanceUntilAsync(core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None), TimeSpan.FromSeconds(2));

        core.Health.KeyWasRejected.ShouldBe(isRejected);
    }

    [Fact]
    public async Task KeyWasRejected_Should_BeFalseAgain_When_AnyCallSucceeds()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        _world.Break("v4/general/profit_and_loss", HttpStatusCode.Unauthorized);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        await core.Values.LoadOneAsync(new ValueKey(Wallets.Scope(1)), CancellationToken.None);

        core.Health.KeyWasRejected.ShouldBeFalse();
    }

    [Fact]
    public async Task ProbeAsync_Should_SendOneCallIn30Seconds_When_TheKeyIsStillRejected()
    {
        using var core = await RejectedAsync();
        _world.Break(Status, HttpStatusCode.Unauthorized);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => core.Health.ProbeAsync(CancellationToken.None)));
        core.Health.KeyWasRejected.ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(29));
        await core.Health.ProbeAsync(CancellationToken.None);
        _world.Requests.Count(request => request == Status).ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        _world.Stub.Returns(Status, Good);
        await core.Health.ProbeAsync(CancellationToken.None);

        core.Health.KeyWasRejected.ShouldBeFalse();
        _world.Requests.Count(request => request == Status).ShouldBe(2);
    }

    [Fact]
    public async Task ProbeAsync_Should_SendNoRequest_When_TheKeyWasNotRejected()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        _world.Break("v4/general/profit_and_loss", HttpStatusCode.UnprocessableEntity);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        await core.Health.ProbeAsync(CancellationToken.None);

        _world.Requests.Count.ShouldBe(1);
    }

    private async Task<CoreHost> RejectedAsync()
    {
        var core = CoreHost.Over(_world.Stub, _time);
        _world.Break("v4/general/profit_and_loss", HttpStatusCode.Unauthorized);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        return core;
    }
}
