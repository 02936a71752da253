using PortfolioGraph.Core.Tests.Sandbox;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Datasets;

/// <summary>The difference between the upstream's total and its rows is reported if it exceeds a cent and 0.1 % of the total.</summary>
public sealed class ReconciliationTests : SandboxFixture
{
    private const string Endpoint = "v5.0/general/current_value";

    // The cent is decisive for totals below 10, the thousandth above.
    [Theory]
    [InlineData(5, "5.01", 0)]
    [InlineData(5, "5.011", 0.011)]
    [InlineData(5, "4.99", 0)]
    [InlineData(5, "4.989", -0.011)]
    [InlineData(0, "0.01", 0)]
    [InlineData(0, "0.0101", 0.0101)]
    [InlineData(9.99, "10", 0)]
    [InlineData(9.989, "10", 0.011)]
    [InlineData(99_900, "100000", 0)]
    [InlineData(99_899.99, "100000", 100.01)]
    [InlineData(100_100, "100000", 0)]
    [InlineData(100_100.01, "100000", -100.01)]
    public async Task UnexplainedUsd_Should_BeReported_When_TheDifferenceExceedsBothThresholds(double held, string total, double expected)
    {
        var world = new StubWorld().Token(1, StubWorld.Usdc, "USDC", 1, (1, (decimal)held / 2)).Supply(StubWorld.AUsdc, "Aave USDC", (1, (decimal)held / 2));
        world.Stub.Returns(Endpoint, $$"""{"result":{"total":{{total}},"by_address":[],"by_category":[],"by_protocol_group":[],"by_chain":[]} }""");
        using var core = CoreHost.Over(world.Stub);

        (await UnexplainedAsync(core, Wallets.Owners(1))).ShouldBe((decimal)expected);
    }

    [Fact]
    public async Task UnexplainedUsd_Should_UseTheAbsoluteTotal_When_MoreIsOwedThanOwned()
    {
        var world = new StubWorld().Position(new HeldPosition(1, StubWorld.AUsdc, "aavev3", "aave-v3", "Debt", "debt", true, new Dictionary<int, decimal> { [1] = 99_900, [2] = 99_899.99m }));
        world.Stub.Returns(Endpoint, """{"result":{"total":-100000,"by_address":[],"by_category":[],"by_protocol_group":[],"by_chain":[]} }""");
        using var core = CoreHost.Over(world.Stub);

        (await UnexplainedAsync(core, Wallets.Owners(1))).ShouldBe(0);
        (await UnexplainedAsync(core, Wallets.Owners(2))).ShouldBe(-100.01m);
    }

    public static TheoryData<string> Personas => [.. SandboxPersonas.All.Select(p => p.Address)];

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task UnexplainedUsd_Should_BeZero_When_TheSandboxIsConsistent(string wallet) =>
        (await UnexplainedAsync(Core, Owners(wallet))).ShouldBe(0);

    [Theory]
    [InlineData("v4/overview/protocols/details", AssetCategory.Protocols)]
    [InlineData("v4/overview/erc20/details", AssetCategory.Native, AssetCategory.Tokens)]
    public async Task UnexplainedUsd_Should_BeTheMissingValue_When_TheSandboxOmitsRows(string route, params AssetCategory[] categories)
    {
        var owners = Owners(SandboxPersonas.Typical);
        var value = (await Core.Values.LoadOneAsync(new ValueKey(new Scope(owners), WithBreakdown: true), CancellationToken.None)).Value!;
        Server.Options.Faults.Add(new SandboxFault { Route = route, Kind = FaultKind.EmptyResult });

        var missing = (await UnexplainedAsync(Core, owners)).ShouldNotBeNull();

        missing.ShouldBe(value.Breakdown!.ByCategory.Where(c => categories.Contains(c.Category)).Sum(c => c.ValueUsd), 0.01m);
        missing.ShouldBeGreaterThan(1000);
    }

    private static async Task<decimal?> UnexplainedAsync(CoreHost core, AddressSet owners)
    {
        var value = await core.Values.LoadOneAsync(new ValueKey(new Scope(owners), WithBreakdown: true), CancellationToken.None);
        var tokens = await core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear), CancellationToken.None);
        var positions = await core.Positions.LoadOneAsync(new PositionsKey(owners), CancellationToken.None);
        return value.Value!.Breakdown!.UnexplainedUsd(tokens.Value!, positions.Value!);
    }
}
