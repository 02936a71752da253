using PortfolioGraph.Upstream;

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

    /// <summary>Adds up the rows of each owner. Null for an owner of whom any figure is unknown. Rows of other addresses are ignored.</summary>
    public static Dictionary<Address, decimal?> SumByAddress(AddressSet owners, IEnumerable<(string? Address, JsonNumber? ValueUsd)> rows)
    {
        Dictionary<Address, decimal?> sums = new(owners.Count);
        foreach (var (text, number) in rows)
        {
            if (text.ToAddress() is { } address && owners.Contains(address))
                sums[address] = NullableDecimalMath.Add(sums.GetValueOrDefault(address, 0), number.ToDecimal());
        }

        return sums;
    }

    private static List<(T Of, decimal ValueUsd)>? SumById<T, TId>(IEnumerable<(T Of, decimal? ValueUsd)> rows, Func<T, TId> id)
        where TId : notnull
    {
        List<(T Of, decimal ValueUsd)> sums = [];
        Dictionary<TId, int> indexes = [];
        foreach (var (of, valueUsd) in rows)
        {
            if (!indexes.TryGetValue(id(of), out var index))
            {
                indexes.Add(id(of), index = sums.Count);
                sums.Add((of, 0));
            }

            if (NullableDecimalMath.Add(sums[index].ValueUsd, valueUsd) is not { } sum)
                return null;
            sums[index] = (sums[index].Of, sum);
        }

        sums.Sort((left, right) => right.ValueUsd.CompareTo(left.ValueUsd) is not 0 and var order ? order : Comparer<TId>.Default.Compare(id(left.Of), id(right.Of)));
        return sums;
    }
}
