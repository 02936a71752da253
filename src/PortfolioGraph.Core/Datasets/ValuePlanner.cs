namespace PortfolioGraph.Core;

/// <summary>A call for a value, and the keys it is made for.</summary>
/// <param name="Owners">The addresses in the call.</param>
/// <param name="ChainId">The one chain asked for; null for all.</param>
/// <param name="RequestedKeys">The keys it answers.</param>
internal sealed record ValueCall(AddressSet Owners, int? ChainId, IReadOnlyList<ValueKey> RequestedKeys)
{
    /// <summary>Whether totals alone would not answer what is asked.</summary>
    public bool NeedsBreakdown => ChainId is null && RequestedKeys.Any(static key => key.WithBreakdown || key.Scope.ChainId is not null);
}

/// <summary>
/// Finds the fewest calls for many values. A call for owners on all chains gives their splits, each chain's value among them, and a total for each owner;
/// a call for owners on one chain gives each owner's value there.
/// </summary>
internal static class ValuePlanner
{
    public static IReadOnlyList<ValueCall> Plan(IReadOnlyList<ValueKey> keys, int maxAddresses)
    {
        List<ValueCall> calls = [];

        // Splits cannot be told apart by owner, nor can what several own together: each such scope is a call, and every single owner's total comes with it.
        var whole = keys.Where(static key => key.WithBreakdown || key.Scope.Owners.Count > 1).Select(static key => key.Scope.Owners).ToHashSet();
        var open = keys.ToHashSet();
        foreach (var owners in whole)
        {
            ValueKey[] answered = [.. open.Where(key => Covers(owners, key))];
            open.ExceptWith(answered);
            calls.Add(new ValueCall(owners, null, answered));
        }

        // What is left are totals of single wallets, on all chains or on some. A call of its own answers all a wallet needs; a joint call one need of many.
        // Of those with as many needs the last goes alone: who waits already stays together, with the permits waited for.
        List<List<ValueKey>> wallets = [.. open.GroupBy(static key => key.Scope.Owners).Select(static needs => needs.ToList()).Reverse().OrderByDescending(static needs => needs.Count)];
        var alone = CountSingleCalls(wallets, maxAddresses);
        calls.AddRange(wallets.Take(alone).Select(static needs => new ValueCall(needs[0].Scope.Owners, null, needs)));

        foreach (var need in wallets.Skip(alone).Reverse().SelectMany(static needs => needs).GroupBy(static key => key.Scope.ChainId))
            calls.AddRange(need.Chunk(maxAddresses).Select(chunk => new ValueCall(AddressSet.Of(chunk.SelectMany(static key => key.Scope.Owners.Addresses)), need.Key, chunk)));

        return calls;
    }

    private static bool Covers(AddressSet owners, ValueKey key) =>
        key.Scope.Owners == owners || (key is { WithBreakdown: false, Scope: { ChainId: null, Owners: { Count: 1 } single } } && owners.Contains(single.Addresses[0]));

    // Those with the most needs gain the most from a call of their own. Where it costs the same, more of them alone is better: their whole answer is kept.
    private static int CountSingleCalls(List<List<ValueKey>> wallets, int maxAddresses)
    {
        Dictionary<int, int> together = [];
        var (best, fewest, joint) = (wallets.Count, wallets.Count, 0);
        for (var alone = wallets.Count - 1; alone >= 0; alone--)
        {
            foreach (var need in wallets[alone])
            {
                var before = together.GetValueOrDefault(need.Scope.ChainId ?? 0);
                together[need.Scope.ChainId ?? 0] = before + 1;
                joint += before % maxAddresses == 0 ? 1 : 0;
            }

            if (alone + joint < fewest)
                (best, fewest) = (alone, alone + joint);
        }

        return best;
    }
}
