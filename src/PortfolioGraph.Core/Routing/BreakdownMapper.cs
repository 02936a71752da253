namespace PortfolioGraph.Core;

/// <summary>Puts a value's splits together.</summary>
internal static class BreakdownMapper
{
    /// <summary>The splits, equal entries added up; null where a figure is unknown, since a split that is not whole would be taken for one.</summary>
    public static ValueBreakdown? Create(
        AddressSet owners,
        decimal? total,
        IEnumerable<(Chain Chain, decimal? ValueUsd)> byChain,
        IEnumerable<(AssetCategory Category, decimal? ValueUsd)> byCategory,
        IEnumerable<(Protocol Protocol, decimal? ValueUsd)> byProtocol,
        Source source)
    {
        var chains = Add(byChain, static chain => chain.ChainId);
        var categories = Add(byCategory, static category => category);
        var protocols = Add(byProtocol.Where(static row => !ProtocolIds.IsTokenGroup(row.Protocol.ProtocolId)), static protocol => protocol.ProtocolId);
        if (total is not { } whole || chains is null || categories is null || protocols is null)
            return null;

        return new ValueBreakdown(
            new Scope(owners),
            whole,
            [.. chains.Select(row => new ChainValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, whole)))],
            [.. categories.Select(row => new CategoryValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, whole)))],
            [.. protocols.Select(row => new ProtocolValue(row.Of, row.ValueUsd, Fraction.Of(row.ValueUsd, whole)))],
            source);
    }

    private static List<(T Of, decimal ValueUsd)>? Add<T, TId>(IEnumerable<(T Of, decimal? ValueUsd)> rows, Func<T, TId> id)
    {
        List<(T Of, decimal ValueUsd)> sums = [];
        foreach (var same in rows.GroupBy(row => id(row.Of)))
        {
            if (same.Select(static row => row.ValueUsd).ToList().SumOfAll() is not { } sum)
                return null;
            sums.Add((same.First().Of, sum));
        }

        return [.. sums.OrderByDescending(static row => row.ValueUsd).ThenBy(row => id(row.Of))];
    }
}
