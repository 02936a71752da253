using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Charts by the upstream's words, which both versions share.</summary>
internal sealed class ChartMapper(ChainRegistry chains, RowReader rows, TimeProvider time)
{
    /// <summary>
    /// The chart of an answer. Consumers saw points in the future, outside the range and below zero (CONTRACT, "v5 general/chart"). The first two are left out. A value
    /// below zero is right where the wallet owes more than it has: the newest value is below zero as well, or its neighbour is. One that stands alone is an error of
    /// the data source; it is left out and told as a data issue.
    /// </summary>
    /// <param name="endpoint">The endpoint that answered.</param>
    /// <param name="result">Its answer.</param>
    /// <param name="key">What was asked.</param>
    public RouteResult<ValueChart> Read(string endpoint, UpstreamResult<WireChart> result, ChartKey key)
    {
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Chart, key.Owners);

        var sifted = rows.Sift(endpoint, response.Result.Points, static point => point.Timestamp is >= 0 and <= uint.MaxValue ? null : RowGap.Unreadable, static point => point.ValueUsd.ToDecimal() is null ? 1 : 0);
        if (sifted.IsBad)
            return RouteResults.Unusable(Dataset.Chart, key.Owners);

        var from = response.ToProvenance(sifted.Skipped);
        var inRange = InRange([.. sifted.Rows.Select(static point => new Moment(DateTimeOffset.FromUnixTimeSeconds(point.Timestamp!.Value), point.ValueUsd.ToDecimal()))], key.Range);
        ValuePoint[] valued = [.. inRange.Where(static moment => moment.ValueUsd is not null).Select(static moment => new ValuePoint(moment.Time, moment.ValueUsd!.Value))];
        var outliers = Outliers(valued);
        ValuePoint[] points = [.. valued.Except(outliers)];
        var change = points is [var first, .., var last] && first.Time == inRange[0].Time && last.Time == inRange[^1].Time ? last.ValueUsd - first.ValueUsd : default(decimal?);
        return RouteResults.Of(
            new ValueChart(
                key.Range,
                points,
                change,
                Fraction.Of(change, points.FirstOrDefault()?.ValueUsd),
                [.. outliers.Select(static point => new DataIssue(DataIssueKind.NegativeValue, null, null, point.Time)), .. DataIssueParser.Read(response.Result.DataIssues, chains)],
                from.In(SourceState.Live)),
            from);
    }

    private static ValuePoint[] Outliers(ValuePoint[] points)
    {
        if (points.Length == 0 || points[^1].ValueUsd < 0)
            return [];

        return [.. points.Where((point, place) => point.ValueUsd < 0 && !IsNegative(place - 1) && !IsNegative(place + 1))];

        bool IsNegative(int place) => place >= 0 && place < points.Length && points[place].ValueUsd < 0;
    }

    // The upstream aligns its points to whole hours, days or weeks, so the range is counted back from the newest of them that may count.
    private Moment[] InRange(IReadOnlyList<Moment> moments, TimeRange range)
    {
        var now = time.GetUtcNow();
        var length = LongestOf(range);
        Moment[] past =
        [
            .. moments.Where(moment => moment.Time <= now).OrderBy(static moment => moment.Time).ThenBy(static moment => moment.ValueUsd is null).DistinctBy(static moment => moment.Time),
        ];
        return past is [.., var newest] && newest.Time >= now - length ? [.. past.Where(moment => moment.Time >= newest.Time - length)] : [];
    }

    /// <summary>A point whose value may be unknown.</summary>
    private readonly record struct Moment(DateTimeOffset Time, decimal? ValueUsd);

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
