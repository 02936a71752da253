using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Snapshot rows that share metrics, and those metrics.</summary>
/// <param name="Held">The snapshot rows: one row, or all rows of a holding whose metrics do not distinguish its owners.</param>
/// <param name="Metrics">The metrics. Each metrics row belongs to one group only, so that no gain is counted twice.</param>
/// <param name="IsUnambiguous">Whether the metrics belong to the owners of these rows alone, in a response for several owners.</param>
internal sealed record JoinedRows(IReadOnlyList<V5SnapshotRow> Held, IReadOnlyList<V5MetricsRow> Metrics, bool IsUnambiguous);

/// <summary>
/// Joins snapshot rows with their metrics. The key is a string that both have, or an object that describes the row (CONTRACT, "HistoryMetrics").
/// Metrics that match several rows of one holding belong to that holding and include any metrics of its single rows.
/// If metrics match several holdings, or several metrics match one row, the match is ambiguous and the metrics are dropped.
/// </summary>
internal static class V5MetricsJoin
{
    /// <summary>Returns the snapshot rows, grouped and joined with their metrics.</summary>
    /// <param name="held">The snapshot rows; all have a readable identity.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="areMetricsComplete">Whether no metrics row was skipped.</param>
    public static IReadOnlyList<JoinedRows> Join(IReadOnlyList<V5SnapshotRow> held, IReadOnlyList<V5MetricsRow> metrics, bool areMetricsComplete)
    {
        SnapshotKey[] keys = [.. held.Select(V5Snapshots.KeyOf)];
        var matches = FindMatches(keys, metrics);
        var byHolding = matches.ToLookup(match => keys[match.Rows[0]].Holding);
        // Unmatched metrics may belong to a row that has none.
        var areAllMatched = areMetricsComplete && matches.Count == metrics.Count;

        List<JoinedRows> joined = [];
        foreach (var holding in Enumerable.Range(0, keys.Length).GroupBy(row => keys[row].Holding))
        {
            int[] rows = [.. holding];
            Match[] shared = [.. byHolding[holding.Key].Where(static match => match.Rows.Count > 1)];
            if (shared.Length > 0)
                joined.Add(new JoinedRows([.. rows.Select(row => held[row])], SharedMetrics(shared, rows.Length), IsUnambiguous: false));
            else
                joined.AddRange(rows.Select(row => JoinSingleRow(held[row], [.. byHolding[holding.Key].Where(match => match.Rows[0] == row)], areAllMatched)));
        }

        return joined;
    }

    // A single metrics row covers all rows. Several metrics rows with the same string key may be one per row. Any other combination is contradictory.
    private static IReadOnlyList<V5MetricsRow> SharedMetrics(Match[] shared, int rowCount) =>
        shared.Length == 1 || (shared.Length == rowCount && shared.All(static match => match.IsByString)) ? [.. shared.Select(static match => match.Metrics)] : [];

    private static JoinedRows JoinSingleRow(V5SnapshotRow held, Match[] matches, bool areAllMatched) => matches switch
    {
        [] => new([held], [], areAllMatched),
        [var only] => new([held], [only.Metrics], IsUnambiguous: true),
        _ => new([held], [], IsUnambiguous: false),
    };

    // The rows of one holding that each metrics row matches, by string or by object.
    private static List<Match> FindMatches(SnapshotKey[] keys, IReadOnlyList<V5MetricsRow> metrics)
    {
        var rows = Enumerable.Range(0, keys.Length).ToList();
        var byString = rows.Where(row => keys[row].Index is not null).ToLookup(row => keys[row].Index!, StringComparer.Ordinal);
        var byContract = rows.ToLookup(row => (keys[row].Holding.ChainId, keys[row].Holding.Contract));
        return [.. metrics.Select(FindMatch).OfType<Match>()];

        Match? FindMatch(V5MetricsRow metricsRow)
        {
            var isByString = metricsRow.Index is { } index && byString.Contains(index);
            List<int> found =
            [
                .. isByString ? byString[metricsRow.Index!]
                    : V5IndexMembers.Read(metricsRow.Index) is { } members && members.Chain.ToChainId() is { } chainId && members.ContractAddress.ToTokenAddress(chainId) is { } contract
                        ? byContract[(chainId, contract)].Where(row => Matches(members, keys[row]))
                        : [],
            ];
            return found.Select(row => keys[row].Holding).Distinct().Count() == 1 ? new Match(metricsRow, found, isByString) : null;
        }
    }

    // A null member matches any row.
    private static bool Matches(V5IndexMembers members, SnapshotKey key) =>
        (members.TokenId is null || members.TokenId == key.Holding.TokenId)
        && (V5Snapshots.OwnerOf(members.Address) is not { } owner || key.Owner is null || key.Owner == owner)
        && (members.ProtocolSubGroupId is null || members.ProtocolSubGroupId == key.Holding.SubGroup);

    /// <summary>A metrics row and its matching snapshot rows.</summary>
    /// <param name="Metrics">The metrics row.</param>
    /// <param name="Rows">The indexes of the matching snapshot rows, all of one holding; at least one.</param>
    /// <param name="IsByString">Whether the rows match by string key.</param>
    private sealed record Match(V5MetricsRow Metrics, IReadOnlyList<int> Rows, bool IsByString);
}
