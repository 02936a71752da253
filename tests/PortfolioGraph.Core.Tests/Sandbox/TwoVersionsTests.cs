using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sandbox;

public sealed class TwoVersionsTests : SandboxFixture
{
    [Fact]
    public async Task Values_Should_LoadEverything_When_SandboxServes()
    {
        var owners = Owners(SandboxPersonas.Typical);
        var value = await Core.Values.LoadOneAsync(new ValueKey(new Scope(owners), true), CancellationToken.None);
        var tokens = await Core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear, true), CancellationToken.None);
        var positions = await Core.Positions.LoadOneAsync(new PositionsKey(owners, true), CancellationToken.None);
        var gain = await Core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(owners, TimeRange.OneYear), CancellationToken.None);
        value.Failure.ShouldBeNull();
        tokens.Failure.ShouldBeNull();
        positions.Failure.ShouldBeNull();
        gain.Failure.ShouldBeNull();
        tokens.Value!.Items.ShouldNotBeEmpty();
        positions.Value!.Items.ShouldNotBeEmpty();
        value.Value!.Breakdown!.UnexplainedUsd(tokens.Value, positions.Value).ShouldBe(0);
        Calls.Count.ShouldBe(6);
    }
}
