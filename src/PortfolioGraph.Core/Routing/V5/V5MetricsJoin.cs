using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Rows held that are one row to their metrics, and those metrics.</summary>
/// <param name="Held">The rows: one, or all of one holding whose metrics do not tell its owners apart.</param>
/// <param name="Metrics">How they have done. Each row of metrics stands in one place only, so that no gain is counted twice.</param>
/// <param name="IsCertain">Whether the metrics are those of the rows' owners alone, in an answer for several.</param>
internal sealed record JoinedRows(IReadOnlyList<V5SnapshotRow> Held, IReadOnlyList<V5MetricsRow> Metrics, bool IsCertain);

/// <summary>
/// Joins rows held with their metrics. The key is a text that both have, or an object that names the row (CONTRACT, "HistoryMetrics"). Metrics that fit several rows of
/// one holding are that holding's. Metrics that fit several holdings, and several objects that fit one row, are left aside: it cannot be said whose they are.
/// </summary>
internal static class V5MetricsJoin
{
    /// <param name="held">The rows held; all of them say what they are about.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="areMetricsWhole">Whether none of the metrics' rows was left out.</param>
    public static IReadOnlyList<JoinedRows> Join(IReadOnlyList<V5SnapshotRow> held, IReadOnlyList<V5MetricsRow> metrics, bool areMetricsWhole)
    {
        SnapshotKey[] keys = [.. held.Select(V5Snapshots.KeyOf)];
        var fitting = FindFitting(keys, metrics);
        // Metrics that have no place may be meant for a row without any.
        var haveAllAPlace = areMetricsWhole && fitting.SelectMany(static rows => rows).Distinct(ReferenceEqualityComparer.Instance).Count() == metrics.Count;

        List<JoinedRows> joined = [];
        foreach (var holding in Enumerable.Range(0, keys.Length).GroupBy(place => keys[place].Holding))
        {
            int[] places = [.. holding];
            V5MetricsRow[] all = [.. places.SelectMany(place => fitting[place])];
            V5MetricsRow[] different = [.. all.Distinct<V5MetricsRow>(ReferenceEqualityComparer.Instance)];
            if (different.Length < all.Length)
                joined.Add(new JoinedRows([.. places.Select(place => held[place])], different.Length <= places.Length ? different : [], IsCertain: false));
            else
                joined.AddRange(places.Select(place => Alone(held[place], fitting[place], haveAllAPlace)));
        }

        return joined;
    }

    private static JoinedRows Alone(V5SnapshotRow held, List<V5MetricsRow> metrics, bool haveAllAPlace) =>
        new([held], metrics is [var first, ..] ? [first] : [], metrics.Count switch { 0 => haveAllAPlace, 1 => true, _ => false });

    // For each row the metrics that fit it: by their text, else the one object that does.
    private static List<V5MetricsRow>[] FindFitting(SnapshotKey[] keys, IReadOnlyList<V5MetricsRow> metrics)
    {
        var places = Enumerable.Range(0, keys.Length).ToList();
        var byText = places.Where(place => keys[place].Index is not null).ToLookup(place => keys[place].Index!, StringComparer.Ordinal);
        var byContract = places.ToLookup(place => (keys[place].Holding.ChainId, keys[place].Holding.Contract));
        List<V5MetricsRow>[] texts = [.. places.Select(static _ => new List<V5MetricsRow>())];
        List<V5MetricsRow>[] objects = [.. places.Select(static _ => new List<V5MetricsRow>())];

        foreach (var row in metrics)
        {
            if (row.Index is { } text && byText.Contains(text))
                Place(row, byText[text], texts);
            else if (V5IndexMembers.Read(row.Index) is { } members && members.Chain.ToChainId() is { } chainId && members.ContractAddress.ToTokenAddress(chainId) is { } contract)
                Place(row, byContract[(chainId, contract)].Where(place => Fits(members, keys[place])), objects);
        }

        return [.. places.Select(place => texts[place].Count > 0 ? texts[place] : objects[place].Count == 1 ? objects[place] : [])];

        void Place(V5MetricsRow row, IEnumerable<int> found, List<V5MetricsRow>[] into)
        {
            List<int> rows = [.. found];
            if (rows.Select(place => keys[place].Holding).Distinct().Count() == 1)
                rows.ForEach(place => into[place].Add(row));
        }
    }

    // A member that is null narrows nothing.
    private static bool Fits(V5IndexMembers members, SnapshotKey key) =>
        (members.TokenId is null || members.TokenId == key.Holding.TokenId)
        && (V5Snapshots.OwnerOf(members.Address) is not { } owner || key.Owner is null || key.Owner == owner)
        && (members.ProtocolSubGroupId is null || members.ProtocolSubGroupId == key.Holding.SubGroup);
}
