using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Maps charts, whose wire format both API versions share.</summary>
internal sealed class ChartMapper(ChainRegistry chains, RowReader rows, TimeProvider time)
{
    /// <summary>
    /// Maps the chart of a response. Clients have seen points in the future, outside the range and below zero (CONTRACT, "v5 general/chart").
    /// Points in the future or outside the range are left out. A negative value is plausible if debts exceed assets, that is if a neighbor or the newest value is
    /// negative too. An isolated negative value is an upstream error: it is left out and reported as a data issue.
    /// </summary>
    /// <param name="endpoint">The endpoint that responded.</param>
    /// <param name="result">The result of the call.</param>
    /// <param name="key">The requested chart.</param>
    public RouteResult<ValueChart> Map(string endpoint, UpstreamResult<WireChart> result, ChartKey key)
    {
        if (result.Response is not { } response)
            return RouteResults.Failed(result.Failure!, Dataset.Chart, key.Scope.Owners);

        var filtered = rows.Filter(endpoint, response.Result.Points, static point => point.Timestamp is >= 0 and <= uint.MaxValue ? null : RowExclusion.Unreadable, static point => point.ValueUsd.ToDecimal() is null ? 1 : 0);
        if (filtered.IsUnusable)
            return RouteResults.Unusable(Dataset.Chart, key.Scope.Owners);

        var provenance = response.ToProvenance(filtered.Skipped);
        var inRange = WithinRange([.. filtered.Rows.Select(static point => new RawPoint(DateTimeOffset.FromUnixTimeSeconds(point.Timestamp!.Value), point.ValueUsd.ToDecimal()))], key.Range);
        ValuePoint[] valued = [.. inRange.Where(static point => point.ValueUsd is not null).Select(static point => new ValuePoint(point.Time, point.ValueUsd!.Value))];
        var outliers = FindNegativeOutliers(valued);
        ValuePoint[] points = [.. valued.Except(outliers)];
        var change = points is [var first, .., var last] && first.Time == inRange[0].Time && last.Time == inRange[^1].Time ? last.ValueUsd - first.ValueUsd : default(decimal?);
        return RouteResults.Of(
            new ValueChart(
                key.Range,
                points,
                change,
                Fraction.Of(change, points.FirstOrDefault()?.ValueUsd),
                [.. outliers.Select(static point => new DataIssue(DataIssueKind.NegativeValue, null, null, point.Time)), .. DataIssueParser.Parse(response.Result.DataIssues, chains)],
                provenance.ToSource(DataSourceState.Live)),
            provenance);
    }

    private static ValuePoint[] FindNegativeOutliers(ValuePoint[] points)
    {
        if (points.Length == 0 || points[^1].ValueUsd < 0)
            return [];

        return [.. points.Where((point, index) => point.ValueUsd < 0 && !IsNegative(index - 1) && !IsNegative(index + 1))];

        bool IsNegative(int index) => index >= 0 && index < points.Length && points[index].ValueUsd < 0;
    }

    // The upstream aligns points to whole hours, days or weeks. Therefore count the range back from the newest point that is not in the future.
    private RawPoint[] WithinRange(IReadOnlyList<RawPoint> points, TimeRange range)
    {
        var now = time.GetUtcNow();
        var length = MaxLengthOf(range);
        RawPoint[] past =
        [
            .. points.Where(point => point.Time <= now).OrderBy(static point => point.Time).ThenBy(static point => point.ValueUsd is null).DistinctBy(static point => point.Time),
        ];
        return past is [.., var newest] && newest.Time >= now - length ? [.. past.Where(point => point.Time >= newest.Time - length)] : [];
    }

    /// <summary>A point whose value may be unknown.</summary>
    private readonly record struct RawPoint(DateTimeOffset Time, decimal? ValueUsd);

    private static TimeSpan MaxLengthOf(TimeRange range) => TimeSpan.FromDays(range switch
    {
        TimeRange.OneDay => 1,
        TimeRange.OneWeek => 7,
        TimeRange.OneMonth => 31,
        TimeRange.OneYear => 366,
        TimeRange.ThreeYears => 1096,
        _ => throw new ArgumentOutOfRangeException(nameof(range)),
    });
}
