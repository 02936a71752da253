using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Core.Tests.Sandbox;

/// <summary>Charts, past holdings, reports and compliance checks over the sandbox, whose data is consistent.</summary>
public sealed class ReportingTests : SandboxFixture
{
    public static TheoryData<string> Personas => [.. SandboxPersonas.All.Where(p => p.Name is not "denied").Select(p => p.Address)];

    [Theory]
    [InlineData(TimeRange.OneDay, 24)]
    [InlineData(TimeRange.OneWeek, 168)]
    [InlineData(TimeRange.OneMonth, 30)]
    [InlineData(TimeRange.OneYear, 365)]
    [InlineData(TimeRange.ThreeYears, 156)]
    public async Task Chart_Should_BeCompleteAndEqual_When_EitherVersionResponds(TimeRange range, int points)
    {
        var key = new ChartKey(new Scope(Owners(SandboxPersonas.Typical)), range);

        var first = (await Core.Charts.LoadOneAsync(key, CancellationToken.None)).Value!;
        Break("v4/*");
        using var core = CoreHost.Over(Server.BaseAddress);
        var second = (await core.Charts.LoadOneAsync(key, CancellationToken.None)).Value!;

        first.Points.Count.ShouldBe(points);
        second.Points.ShouldBe(first.Points);
        first.ChangeUsd.ShouldBe(first.Points[^1].ValueUsd - first.Points[0].ValueUsd);
        Calls.Select(call => call.Split('?')[0]).ShouldBe(["v4/general/value_chart", "v4/general/value_chart", "v5.0/general/chart"]);
    }

    [Fact]
    public async Task DataIssues_Should_NameTokenChainAndTime_When_PricesWereExcluded()
    {
        var chart = (await Core.Charts.LoadOneAsync(new ChartKey(new Scope(Owners(SandboxPersonas.Junk)), TimeRange.OneYear), CancellationToken.None)).Value!;

        chart.DataIssues.ShouldNotBeEmpty();
        chart.DataIssues.ShouldAllBe(issue => issue.Kind == DataIssueKind.PriceOutlier && issue.Token != null && issue.Chain!.ChainId == issue.Token.ChainId && issue.Time != null);
    }

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task Past_Should_EqualThePresent_When_TheTimestampIsNow(string wallet)
    {
        var owners = Owners(wallet);
        var past = (await Core.PastHoldings.LoadOneAsync(new PastHoldingsKey(owners, DateTimeOffset.UtcNow), CancellationToken.None)).Value!;
        var value = (await Core.Values.LoadOneAsync(new ValueKey(new Scope(owners)), CancellationToken.None)).Value!;
        var tokens = (await Core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear), CancellationToken.None)).Value!.InScope(new Scope(owners), false);
        var positions = (await Core.Positions.LoadOneAsync(new PositionsKey(owners), CancellationToken.None)).Value!.InScope(new Scope(owners), false);

        Math.Abs(past.ValueUsd.Value!.Value - value.TotalUsd!.Value).ShouldBeLessThanOrEqualTo(0.01m);
        past.Tokens.Value!.Select(t => (t.Token.Key, t.Amount)).Order().ShouldBe(tokens.Select(t => (t.Token.Key, t.Amount)).Order());
        past.Positions.Value!.Select(p => (p.Chain.ChainId, p.ContractAddress, p.TokenId, p.ValueUsd)).Order()
            .ShouldBe(positions.Select(p => (p.Chain.ChainId, p.ContractAddress, p.TokenId, p.ValueUsd)).Order());
    }

    [Fact]
    public async Task Past_Should_BeEmptyWithValueZero_When_NothingWasHeldYet()
    {
        var past = (await Core.PastHoldings.LoadOneAsync(new PastHoldingsKey(Owners(SandboxPersonas.Typical), PastHoldings.Earliest), CancellationToken.None)).Value!;

        (past.ValueUsd.Value, past.Tokens.Value!.Count, past.Positions.Value!.Count).ShouldBe((0m, 0, 0));
    }

    [Fact]
    public async Task Compliance_Should_DenyOnlyTheListedAddress_When_OneIsOnTheDenyList()
    {
        var results = await Core.Compliance.LoadAsync([new(Parse(SandboxPersonas.Denied)), new(Parse(SandboxPersonas.Typical))], CancellationToken.None);

        results[new(Parse(SandboxPersonas.Denied))].Value!.ShouldSatisfyAllConditions(c => c.Verdict.ShouldBe(ComplianceVerdict.Denied), c => c.Reason.ShouldBe("the address is on the deny list"));
        results[new(Parse(SandboxPersonas.Typical))].Value!.Verdict.ShouldBe(ComplianceVerdict.Allowed);
        Calls.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ProfitAndLoss_Should_HaveTheSameGains_When_ItIsAddedUpFromItsParts()
    {
        var key = new ProfitAndLossKey(Owners(SandboxPersonas.Typical), TimeRange.OneYear);
        var whole = (await Core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None)).Value!;
        Break("v4/general/*");
        using var core = CoreHost.Over(Server.BaseAddress);

        var parts = (await core.ProfitAndLoss.LoadOneAsync(key, CancellationToken.None)).Value!;

        Math.Abs(parts.Total!.AbsoluteUsd!.Value - whole.Total!.AbsoluteUsd!.Value).ShouldBeLessThanOrEqualTo(0.01m);
        parts.ByChain.Keys.Order().ShouldBe(whole.ByChain.Keys.Order());
        parts.ByChain.ShouldAllBe(row => Math.Abs(row.Value.AbsoluteUsd!.Value - whole.ByChain[row.Key].AbsoluteUsd!.Value) <= 0.01m);
        parts.ByChain.Values.Append(parts.Total).ShouldAllBe(gain => gain.Roi == null && gain.RoiFailure != null);
    }
}
