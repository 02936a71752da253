using System.Numerics;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>
/// Finds the metrics of a row held. Their key is a text that both have, or an object that names the row (CONTRACT, "HistoryMetrics"). Where an object fits several
/// rows, or several objects one row, nobody can say whose the figures are: then they are nobody's.
/// </summary>
internal sealed class V5MetricsJoin
{
    private readonly ILookup<string, V5MetricsRow> _byKey;
    private readonly ILookup<SnapshotKey, V5MetricsRow> _byMembers;
    private readonly Dictionary<V5MetricsRow, HashSet<Address?>> _owners = new(ReferenceEqualityComparer.Instance);
    private readonly bool _areAllJoined;

    /// <param name="held">The keys of all rows held.</param>
    /// <param name="metrics">All metrics.</param>
    public V5MetricsJoin(IEnumerable<SnapshotKey> held, IReadOnlyList<V5MetricsRow> metrics)
    {
        SnapshotKey[] keys = [.. held.Distinct()];
        _byKey = metrics.ToLookup(static row => row.Index);
        var byContract = keys.ToLookup(static key => (key.ChainId, key.Contract));
        _byMembers = metrics
            .Select(row => (Row: row, Members: V5IndexMembers.Read(row.Index)))
            .Where(static metric => metric.Members is not null)
            .Select(metric => (metric.Row, Fits: byContract[(metric.Members!.Chain, metric.Members.ContractAddress.ToTokenAddress())].Where(key => Fits(metric.Members, key)).ToList()))
            .Where(static metric => metric.Fits.Count == 1)
            .ToLookup(static metric => metric.Fits[0], static metric => metric.Row);

        foreach (var key in keys)
        {
            if (Of(key) is not { } row)
                continue;
            if (!_owners.TryGetValue(row, out var owners))
                _owners[row] = owners = [];
            owners.Add(key.Owner);
        }

        _areAllJoined = _owners.Count == metrics.Count;
    }

    /// <summary>The metrics of a row held; null where it has none.</summary>
    public V5MetricsRow? Of(SnapshotKey row) =>
        _byKey[row.Index].FirstOrDefault() ?? (_byMembers[row].ToList() is [var single] ? single : null);

    /// <summary>
    /// Whether the metrics of a row held are its owner's and nobody else's, in an answer for several: one row has its key, no other owner's row joins it, and where none
    /// joins, none is left over that might be meant.
    /// </summary>
    public bool IsCertain(SnapshotKey row) =>
        Of(row) is { } metrics ? _owners[metrics].Count == 1 && _byKey[row.Index].Count() <= 1 : _areAllJoined;

    public static SnapshotKey KeyOf(V5SnapshotRow row) =>
        new(row.Index, row.ChainId, row.ContractAddress.ToTokenAddress(), row.TokenId ?? BigInteger.Zero, OwnerOf(row.Address), row.ProtocolSubGroupId);

    private static bool Fits(V5IndexMembers members, SnapshotKey key) =>
        (members.TokenId is null || members.TokenId == key.TokenId)
        && (OwnerOf(members.Address) is not { } owner || key.Owner is null || key.Owner == owner)
        && (members.ProtocolSubGroupId is null || members.ProtocolSubGroupId == key.SubGroup);

    private static Address? OwnerOf(string? address) => address.ToAddress() is { } owner && owner != default ? owner : null;
}
