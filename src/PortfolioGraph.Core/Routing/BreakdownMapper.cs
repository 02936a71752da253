namespace PortfolioGraph.Core;

/// <summary>Creates the breakdown of a value.</summary>
internal static class BreakdownMapper
{
    /// <summary>Creates a breakdown and adds up rows with equal keys. Null if any figure is unknown, because an incomplete breakdown would look complete.</summary>
    public static ValueBreakdown? Create(
        Scope scope,
        decimal? total,
        IEnumerable<(Chain Chain, decimal? ValueUsd)> byChain,
        IEnumerable<(AssetCategory Category, decimal? ValueUsd)> byCategory,
        IEnumerable<(Protocol Protocol, decimal? ValueUsd)> byProtocol,
        Source source)
    {
        var chains = SumById(byChain, static chain => chain.ChainId);
        var categories = SumById(byCategory, static category => category);
        var protocols = SumById(byProtocol.Where(static row => !ProtocolIds.IsTokenGroup(row.Protocol.ProtocolId)), static protocol => protocol.ProtocolId);
        if (total is not { } totalUsd || chains is null || categories is null || protocols is null)
            return null;

        return new ValueBreakdown(
            scope,
            totalUsd,
            [.. chains.Select(row => new ChainValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, totalUsd)))],
            [.. categories.Select(row => new CategoryValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, totalUsd)))],
            [.. protocols.Select(row => new ProtocolValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, totalUsd)))],
            source);
    }

    private static List<(T Of, decimal ValueUsd)>? SumById<T, TId>(IEnumerable<(T Of, decimal? ValueUsd)> rows, Func<T, TId> id)
    {
        List<(T Of, decimal ValueUsd)> sums = [];
        foreach (var group in rows.GroupBy(row => id(row.Of)))
        {
            if (group.Select(static row => row.ValueUsd).ToList().SumOfAll() is not { } sum)
                return null;
            sums.Add((group.First().Of, sum));
        }

        return [.. sums.OrderByDescending(static row => row.ValueUsd).ThenBy(row => id(row.Of))];
    }
}
