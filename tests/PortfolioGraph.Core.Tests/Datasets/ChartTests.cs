using System.Globalization;
using System.Net;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ChartTests : IDisposable
{
    private const string First = "v4/general/value_chart";
    private const string Second = "v5.0/general/chart";

    private readonly SteppedTimeProvider _time = new();
    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    private static ChartKey Key(TimeRange range, params int[] wallets) => new(new Scope(Wallets.Owners(wallets)), range);

    private long Ago(TimeSpan age) => (_time.GetUtcNow() - age).ToUnixTimeSeconds();

    private string Chart(params (long Seconds, string Value)[] points) =>
        $$"""{"result":[{{string.Join(',', points.Select(p => $$"""{"timestamp":{{p.Seconds.ToString(CultureInfo.InvariantCulture)}},"value_usd":{{p.Value}}}"""))}}]}""";

    [Fact]
    public async Task LoadAsync_Should_KeepOnlyPlausiblePoints_When_SomeAreImplausible()
    {
        _stub.Returns(First, Chart(
            (Ago(TimeSpan.FromHours(3)), "120.25"),
            (Ago(TimeSpan.FromHours(20)), "100"),
            (Ago(TimeSpan.FromHours(-1)), "999"),
            (Ago(TimeSpan.FromHours(12)), "-0.01"),
            (Ago(TimeSpan.FromHours(10)), "null"),
            (Ago(TimeSpan.FromHours(9)), "1e40"),
            (Ago(TimeSpan.FromHours(20)), "101"),
            (Ago(TimeSpan.FromHours(28)), "50"),
            (-1, "7"),
            (5_000_000_000, "7"),
            (Ago(TimeSpan.FromHours(27)), "80")));
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Charts.LoadOneAsync(Key(TimeRange.OneDay, 1), CancellationToken.None);

        var chart = result.Value!;
        chart.Points.ShouldBe(
        [
            new ValuePoint(_time.GetUtcNow() - TimeSpan.FromHours(27), 80),
            new ValuePoint(_time.GetUtcNow() - TimeSpan.FromHours(20), 100),
            new ValuePoint(_time.GetUtcNow() - TimeSpan.FromHours(3), 120.25m),
        ]);
        (chart.Range, chart.Source).ShouldBe((TimeRange.OneDay, result.Source!));
        (chart.ChangeUsd, chart.ChangeRatio).ShouldBe((40.25m, 40.25m / 80));
        chart.DataIssues.ShouldBe([new DataIssue(DataIssueKind.NegativeValue, null, null, _time.GetUtcNow() - TimeSpan.FromHours(12))]);
        chart.Source.SkippedRows.ShouldBe(4, "two timestamps and two values are unreadable");
        _stub.Requests.Select(r => Wallets.Named(r.PathAndQuery)).ShouldBe([$"{First}?addresses=w1&use_cache=true&timerange=1day"]);
    }

    [Theory]
    [InlineData("100 110 null")]
    [InlineData("null 110 120")]
    [InlineData("-5 110 120")]
    public async Task Change_Should_BeUnknown_When_TheFirstOrTheLastValueIsLeftOut(string values)
    {
        _stub.Returns(First, Chart([.. values.Split(' ').Reverse().Select((value, hour) => (Ago(TimeSpan.FromHours(hour)), value))]));
        using var core = CoreHost.Over(_stub, _time);

        var chart = (await core.Charts.LoadOneAsync(Key(TimeRange.OneWeek, 1), CancellationToken.None)).Value!;

        (chart.Points.Count, chart.ChangeUsd, chart.ChangeRatio).ShouldBe((2, null, null));
    }

    [Theory]
    [InlineData("10 -5 10", "10 10", 0.0)]
    [InlineData("-5 10 20", "10 20", null)]
    [InlineData("10 -5 -6 20", "10 -5 -6 20", 10.0)]
    [InlineData("10 -5 20 -6 -7 30", "10 20 -6 -7 30", 20.0)]
    [InlineData("10 -5 20 -1", "10 -5 20 -1", -11.0)]
    [InlineData("-10 -20 -5", "-10 -20 -5", 5.0)]
    [InlineData("-10", "-10", null)]
    [InlineData("0 -1 0", "0 0", 0.0)]
    public async Task Points_Should_StayBelowZero_When_TheWalletOwesMoreThanItHas(string values, string kept, double? changeUsd)
    {
        var given = values.Split(' ').Reverse().Select((value, hour) => (Ago(TimeSpan.FromHours(hour)), value)).ToArray();
        _stub.Returns(First, Chart(given));
        using var core = CoreHost.Over(_stub, _time);

        var chart = (await core.Charts.LoadOneAsync(Key(TimeRange.OneWeek, 1), CancellationToken.None)).Value!;

        string.Join(' ', chart.Points.Select(point => point.ValueUsd.ToString(CultureInfo.InvariantCulture))).ShouldBe(kept);
        chart.ChangeUsd.ShouldBe((decimal?)changeUsd);
        chart.DataIssues.Count.ShouldBe(given.Length - chart.Points.Count);
        chart.DataIssues.ShouldAllBe(issue => issue.Kind == DataIssueKind.NegativeValue && issue.Time != null);
    }

    [Theory]
    [InlineData("", null, null, 0)]
    [InlineData("100", null, null, 1)]
    [InlineData("0 5", 5.0, null, 2)]
    [InlineData("100 5", -95.0, -0.95, 2)]
    [InlineData("4 7 4", 0.0, 0.0, 3)]
    public async Task Change_Should_BeFirstToLast_When_ThereAreTwoPoints(string values, double? changeUsd, double? changeRatio, int count)
    {
        var points = values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Reverse().Select((value, hour) => (Ago(TimeSpan.FromHours(hour)), value));
        _stub.Returns(First, Chart([.. points]));
        using var core = CoreHost.Over(_stub, _time);

        var chart = (await core.Charts.LoadOneAsync(Key(TimeRange.OneWeek, 1), CancellationToken.None)).Value!;

        (chart.ChangeUsd, chart.ChangeRatio, chart.Points.Count).ShouldBe(((decimal?)changeUsd, (decimal?)changeRatio, count));
    }

    [Fact]
    public async Task Points_Should_BeEmpty_When_TheNewestIsOutsideTheRange()
    {
        _stub.Returns(First, Chart((Ago(TimeSpan.FromDays(9)), "1"), (Ago(TimeSpan.FromDays(8)), "2")));
        using var core = CoreHost.Over(_stub, _time);

        var results = await core.Charts.LoadAsync([Key(TimeRange.OneWeek, 1), Key(TimeRange.OneMonth, 1)], CancellationToken.None);

        results[Key(TimeRange.OneWeek, 1)].Value!.Points.ShouldBeEmpty();
        results[Key(TimeRange.OneMonth, 1)].Value!.Points.Count.ShouldBe(2);
    }

    [Fact]
    public void Points_Should_BeAscendingAndWithinTheRange_When_InputIsArbitrary()
    {
        var points = Gen.Choose(-50, 20_000).Zip(Gen.Choose(-10, 100)).Select(p => (AgeHours: p.Item1, Value: p.Item2)).ListOf().ToArbitrary();

        Prop.ForAll(points, Gen.Elements(Enum.GetValues<TimeRange>()).ToArbitrary(), (given, range) =>
        {
            using var stub = new StubUpstream();
            stub.Returns(First, Chart([.. given.Select(p => (Ago(TimeSpan.FromHours(p.AgeHours)), p.Value.ToString(CultureInfo.InvariantCulture)))]));
            using var core = CoreHost.Over(stub, _time);

            var chart = core.Charts.LoadOneAsync(Key(range, 1), CancellationToken.None).GetAwaiter().GetResult().Value!;

            var moments = chart.Points.Select(p => p.Time).ToList();
            return moments.SequenceEqual(moments.Distinct().Order())
                && chart.Points.All(p => p.Time <= _time.GetUtcNow())
                && chart.DataIssues.All(issue => chart.Points.All(p => p.Time != issue.Time))
                && (moments.Count == 0 || chart.Points[^1].ValueUsd >= 0 || chart.DataIssues.Count == 0)
                && (moments.Count == 0 || moments[^1] - moments[0] <= TimeSpan.FromDays(1096))
                && chart.Points.All(p => given.Any(g => Ago(TimeSpan.FromHours(g.AgeHours)) == p.Time.ToUnixTimeSeconds() && g.Value == p.ValueUsd));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(HttpStatusCode.BadGateway, 3)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task LoadAsync_Should_FallBackToTheOtherVersion_When_TheFirstFails(HttpStatusCode status, int attempts)
    {
        _stub.ReturnsStatus(First, status).Returns(Second, Chart((Ago(TimeSpan.Zero), "5")));
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Charts.LoadOneAsync(Key(TimeRange.OneYear, 2, 1), CancellationToken.None);

        result.Value!.Points.ShouldHaveSingleItem().ValueUsd.ShouldBe(5);
        _stub.Requests.Select(r => Wallets.Named(r.PathAndQuery)).ShouldBe(
            [.. Enumerable.Repeat($"{First}?addresses=w1&addresses=w2&use_cache=true&timerange=1year", attempts), $"{Second}?addresses=w1&addresses=w2&use_cache=true&timerange=1year"]);
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_BothVersionsFail()
    {
        _stub.ReturnsStatus(First, HttpStatusCode.BadGateway).ReturnsStatus(Second, HttpStatusCode.NotFound);
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Charts.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Unavailable, Dataset.Chart, Wallets.Owners(1)));
        _stub.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task LoadAsync_Should_RequestOnlyTheOtherRange_When_TheChartIsCached()
    {
        _stub.Returns(First, Chart((Ago(TimeSpan.Zero), "5")));
        using var core = CoreHost.Over(_stub, _time);
        await core.Charts.LoadOneAsync(Key(TimeRange.OneYear, 1), CancellationToken.None);

        var again = await core.Charts.LoadAsync([Key(TimeRange.OneYear, 1), Key(TimeRange.OneDay, 1)], CancellationToken.None);

        again[Key(TimeRange.OneYear, 1)].Value!.Source.State.ShouldBe(DataSourceState.Cached);
        again[Key(TimeRange.OneDay, 1)].Value!.Source.State.ShouldBe(DataSourceState.Live);
        _stub.Requests.Count.ShouldBe(2);
    }
}
