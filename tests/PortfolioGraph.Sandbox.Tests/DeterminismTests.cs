using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Sandbox.Wire;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class DeterminismTests
{
    // Routes whose responses contain a timestamp or a block number.
    private static readonly string[] Dated = ["v5.0/general/chart", "v4/general/value_chart", "v5.0/protocols/snapshot"];

    [Fact]
    public async Task Responses_Should_BeIdentical_When_TwoSandboxesRunOnTheSameDay()
    {
        await using var first = await Api.StartAsync(time: At(2025, 7, 1, 0));
        await using var second = await Api.StartAsync(time: At(2025, 7, 1, 23));

        Prop.ForAll(Wallets.Set, wallets =>
        {
            foreach (var route in Routes.All)
                first.Text($"{route.Path}?{Api.Query(wallets)}").ShouldBe(second.Text($"{route.Path}?{Api.Query(wallets)}"));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Fact]
    public async Task Responses_Should_DifferOnlyInDates_When_YearsPass()
    {
        await using var now = await Api.StartAsync(time: At(2025, 7, 1, 9));
        await using var later = await Api.StartAsync(time: At(2031, 2, 28, 17));

        Prop.ForAll(Wallets.Set, wallets =>
        {
            foreach (var route in Routes.All.Where(r => !Dated.Contains(r.Path)))
            {
                var path = $"{route.Path}?{Api.Query(wallets)}&timerange=1week";
                if (!wallets.Contains(SandboxPersonas.Junk))
                    now.Text(path).ShouldBe(later.Text(path));
            }

            var chart = $"v5.0/general/chart?{Api.Query(wallets)}";
            now.Rows(chart).Select(p => p.Usd()).ShouldBe(later.Rows(chart).Select(p => p.Usd()));
            var snapshot = $"v5.0/protocols/snapshot?{Api.Query(wallets)}";
            now.Rows(snapshot).Select(r => (r.Text("index"), r.Usd(), r.Integer("block_number_created")))
                .ShouldBe(later.Rows(snapshot).Select(r => (r.Text("index"), r.Usd(), r.Integer("block_number_created"))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(15));
    }

    [Fact]
    public async Task Dates_Should_Advance_When_TheClockAdvances()
    {
        await using var api = await Api.StartAsync(time: At(2025, 7, 1, 9));
        var wallet = Api.Query(SandboxPersonas.Typical);

        var snapshot = api.Rows($"v5.0/protocols/snapshot?{wallet}")[0];
        var last = api.Rows($"v5.0/general/chart?{wallet}")[^1];
        api.Time.Advance(TimeSpan.FromDays(1));
        var next = api.Rows($"v5.0/protocols/snapshot?{wallet}")[0];

        var today = new DateTimeOffset(2025, 7, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        last.Integer("timestamp").ShouldBe(today);
        snapshot.Integer("timestamp").ShouldBe(today);
        next.Integer("timestamp").ShouldBe(today + 86_400);
        next.Integer("block_number")!.Value.ShouldBe(snapshot.Integer("block_number")!.Value + 7_200);
    }

    private static SteppedTimeProvider At(int year, int month, int day, int hour) =>
        new(new DateTimeOffset(year, month, day, hour, 30, 15, TimeSpan.Zero));
}
