using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Rows held that are one row to their metrics, and those metrics.</summary>
/// <param name="Held">The rows: one, or all of one holding whose metrics do not tell its owners apart.</param>
/// <param name="Metrics">How they have done. Each row of metrics stands in one place only, so that no gain is counted twice.</param>
/// <param name="IsCertain">Whether the metrics are those of the rows' owners alone, in an answer for several.</param>
internal sealed record JoinedRows(IReadOnlyList<V5SnapshotRow> Held, IReadOnlyList<V5MetricsRow> Metrics, bool IsCertain);

/// <summary>
/// Joins rows held with their metrics. The key is a text that both have, or an object that names the row (CONTRACT, "HistoryMetrics"). Metrics that fit several rows of
/// one holding are that holding's, and metrics of its single rows are then a part of them. Metrics that fit several holdings, and several that fit one row, are left
/// aside: it cannot be said whose they are.
/// </summary>
internal static class V5MetricsJoin
{
    /// <param name="held">The rows held; all of them say what they are about.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="areMetricsWhole">Whether none of the metrics' rows was left out.</param>
    public static IReadOnlyList<JoinedRows> Join(IReadOnlyList<V5SnapshotRow> held, IReadOnlyList<V5MetricsRow> metrics, bool areMetricsWhole)
    {
        SnapshotKey[] keys = [.. held.Select(V5Snapshots.KeyOf)];
        var fits = FindFits(keys, metrics);
        var byHolding = fits.ToLookup(fit => keys[fit.Places[0]].Holding);
        // Metrics that have no place may be meant for a row without any.
        var haveAllAPlace = areMetricsWhole && fits.Count == metrics.Count;

        List<JoinedRows> joined = [];
        foreach (var holding in Enumerable.Range(0, keys.Length).GroupBy(place => keys[place].Holding))
        {
            int[] places = [.. holding];
            Fit[] shared = [.. byHolding[holding.Key].Where(static fit => fit.Places.Count > 1)];
            if (shared.Length > 0)
                joined.Add(new JoinedRows([.. places.Select(place => held[place])], OfAll(shared, places.Length), IsCertain: false));
            else
                joined.AddRange(places.Select(place => Alone(held[place], [.. byHolding[holding.Key].Where(fit => fit.Places[0] == place)], haveAllAPlace)));
        }

        return joined;
    }

    // One row of metrics is that of all. Several of one text may be one for each row; anything else contradicts itself.
    private static IReadOnlyList<V5MetricsRow> OfAll(Fit[] shared, int rows) =>
        shared.Length == 1 || (shared.Length == rows && shared.All(static fit => fit.IsByText)) ? [.. shared.Select(static fit => fit.Metrics)] : [];

    private static JoinedRows Alone(V5SnapshotRow held, Fit[] fits, bool haveAllAPlace) => fits switch
    {
        [] => new([held], [], haveAllAPlace),
        [var only] => new([held], [only.Metrics], IsCertain: true),
        _ => new([held], [], IsCertain: false),
    };

    // The rows of one holding that each row of metrics fits: those of its text, or those that it names as an object.
    private static List<Fit> FindFits(SnapshotKey[] keys, IReadOnlyList<V5MetricsRow> metrics)
    {
        var places = Enumerable.Range(0, keys.Length).ToList();
        var byText = places.Where(place => keys[place].Index is not null).ToLookup(place => keys[place].Index!, StringComparer.Ordinal);
        var byContract = places.ToLookup(place => (keys[place].Holding.ChainId, keys[place].Holding.Contract));
        return [.. metrics.Select(FitOf).OfType<Fit>()];

        Fit? FitOf(V5MetricsRow row)
        {
            var isByText = row.Index is { } text && byText.Contains(text);
            List<int> found =
            [
                .. isByText ? byText[row.Index!]
                    : V5IndexMembers.Read(row.Index) is { } members && members.Chain.ToChainId() is { } chainId && members.ContractAddress.ToTokenAddress(chainId) is { } contract
                        ? byContract[(chainId, contract)].Where(place => Fits(members, keys[place]))
                        : [],
            ];
            return found.Select(place => keys[place].Holding).Distinct().Count() == 1 ? new Fit(row, found, isByText) : null;
        }
    }

    // A member that is null narrows nothing.
    private static bool Fits(V5IndexMembers members, SnapshotKey key) =>
        (members.TokenId is null || members.TokenId == key.Holding.TokenId)
        && (V5Snapshots.OwnerOf(members.Address) is not { } owner || key.Owner is null || key.Owner == owner)
        && (members.ProtocolSubGroupId is null || members.ProtocolSubGroupId == key.Holding.SubGroup);

    /// <param name="Metrics">A row of metrics.</param>
    /// <param name="Places">The rows of one holding that it fits; at least one.</param>
    /// <param name="IsByText">Whether they have its text.</param>
    private sealed record Fit(V5MetricsRow Metrics, IReadOnlyList<int> Places, bool IsByText);
}
