using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Charts by the upstream's words, which both versions share.</summary>
internal sealed class Charts(KnownChains chains, TimeProvider time)
{
    /// <summary>
    /// The chart of an answer. Consumers saw points in the future, outside the range and below zero (CONTRACT, "v5 general/chart"): they are left out, and so is
    /// one without a moment or a value.
    /// </summary>
    public RouteAnswer<ValueChart> Read(UpstreamResult<WireChart> result, ChartKey key)
    {
        if (result.Answer is not { } answer)
            return RouteAnswers.Failed(result.Failure!, Dataset.Chart, key.Owners);

        var points = InRange([.. answer.Result.Points.Select(ToPoint).OfType<ValuePoint>()], key.Range);
        var isPart = answer.Result.Points.Any(static point => point.ValueUsd.ToDecimal() < 0);
        var change = !isPart && points is [var first, _, ..] ? points[^1].ValueUsd - first.ValueUsd : default(decimal?);
        return RouteAnswers.Of(
            new ValueChart(
                key.Range,
                points,
                change,
                Fraction.Of(change, points.FirstOrDefault()?.ValueUsd),
                DataIssues.Read(answer.Result.DataIssues, chains),
                new Source(SourceState.Live, answer.AsOf)),
            answer.AsOf);
    }

    private static ValuePoint? ToPoint(WireChartPoint point) =>
        point.Timestamp is >= 0 and <= uint.MaxValue and var seconds && point.ValueUsd.ToDecimal() is >= 0 and var value
            ? new ValuePoint(DateTimeOffset.FromUnixTimeSeconds(seconds), value)
            : null;

    // The upstream aligns its points to whole hours, days or weeks, so the range is counted back from the newest of them that may count.
    private ValuePoint[] InRange(IReadOnlyList<ValuePoint> points, TimeRange range)
    {
        var now = time.GetUtcNow();
        var length = LongestOf(range);
        ValuePoint[] past = [.. points.Where(point => point.Time <= now).OrderBy(static point => point.Time).DistinctBy(static point => point.Time)];
        return past is [.., var newest] && newest.Time >= now - length ? [.. past.Where(point => point.Time >= newest.Time - length)] : [];
    }

    private static TimeSpan LongestOf(TimeRange range) => TimeSpan.FromDays(range switch
    {
        TimeRange.OneDay => 1,
        TimeRange.OneWeek => 7,
        TimeRange.OneMonth => 31,
        TimeRange.OneYear => 366,
        TimeRange.ThreeYears => 1096,
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    });
}
