using PortfolioGraph.Core.Tests.World;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Loading;

public sealed class UpstreamTallyTests
{
    private const string Endpoint = "v4/general/profit_and_loss";
    private static readonly ProfitAndLossKey Key = new(Wallets.Owners(1), TimeRange.OneYear);

    private readonly StubWorld _world = new StubWorld().Token(1, StubWorld.Native, "ETH", 3000, (1, 1.5m));
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Read_Should_CountCallsAndCacheHits_When_OneOperationLoads()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using var tally = UpstreamTally.Begin();

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear, true), CancellationToken.None);

        Counts().ShouldBe((3, 1, 0));
    }

    [Fact]
    public async Task Read_Should_CountEveryAttempt_When_CallsAreRetriedAndFallenBackFrom()
    {
        _world.Break("v4/overview/erc20/details");
        using var core = CoreHost.Over(_world.Stub, _time);
        using var tally = UpstreamTally.Begin();

        await core.Tokens.LoadOneAsync(new TokensKey(Wallets.Owners(1), TimeRange.OneYear), CancellationToken.None);

        Counts().ShouldBe((5, 0, 0));
        _world.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Read_Should_CountTheCallForItsStarter_When_AnotherOperationJoins()
    {
        using var gate = new GatedHandler(_world.Stub);
        using var core = CoreHost.Over(gate, _time);

        var first = OperationAsync(core);
        var second = OperationAsync(core);
        gate.Open();

        (await first).ShouldBe((1, 0, 0));
        (await second).ShouldBe((0, 0, 1));
    }

    [Fact]
    public async Task Read_Should_NameStaleAnswers_When_AskingAgainFailed()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        var asked = _time.GetUtcNow();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        _time.Advance(TimeSpan.FromMinutes(5));
        _world.Break(Endpoint, System.Net.HttpStatusCode.BadRequest);
        using var tally = UpstreamTally.Begin();

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        UpstreamTally.Read().Stale.ShouldBe([new StaleAnswer(Dataset.ProfitAndLoss, Wallets.Owners(1), asked)]);
        Counts().ShouldBe((1, 0, 0));
    }

    [Fact]
    public async Task Read_Should_CountNothing_When_NoTallyWasBegunOrItHasEnded()
    {
        using var core = CoreHost.Over(_world.Stub, _time);
        using (UpstreamTally.Begin())
            await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);

        Counts().ShouldBe((0, 0, 0));
    }

    private static (int Calls, int Cached, int Joined) Counts()
    {
        var use = UpstreamTally.Read();
        return (use.Calls, use.Cached, use.Joined);
    }

    private static async Task<(int Calls, int Cached, int Joined)> OperationAsync(CoreHost core)
    {
        using var tally = UpstreamTally.Begin();
        await core.ProfitAndLoss.LoadOneAsync(Key, CancellationToken.None);
        return Counts();
    }
}
