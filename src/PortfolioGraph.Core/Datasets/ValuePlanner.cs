namespace PortfolioGraph.Core;

/// <summary>A call for a value and the keys that it was planned for.</summary>
/// <param name="Scope">The addresses in the call, and all chains or one.</param>
/// <param name="RequestedKeys">The keys that the call was planned for.</param>
internal sealed record ValueCall(Scope Scope, IReadOnlyList<ValueKey> RequestedKeys)
{
    /// <summary>Whether the keys need the breakdown, because the totals do not cover them.</summary>
    public bool NeedsBreakdown => RequestedKeys.Any(key => key.WithBreakdown || key.Scope.ChainId != Scope.ChainId);

    /// <summary>The key of the breakdown that the response contains.</summary>
    public ValueKey BreakdownKey => new(Scope, WithBreakdown: true);

    /// <summary>The keys that the call can complete: those that it was planned for, its breakdown, and the total of each owner.</summary>
    public IReadOnlyList<ValueKey> CoveredKeys { get; } = ListCoveredKeys(Scope, RequestedKeys);

    private static List<ValueKey> ListCoveredKeys(Scope scope, IReadOnlyList<ValueKey> requested)
    {
        List<ValueKey> keys = new(requested.Count + 1);
        keys.AddRange(requested);
        var breakdown = new ValueKey(scope, WithBreakdown: true);
        if (!keys.Contains(breakdown))
            keys.Add(breakdown);

        foreach (var owner in scope.Owners.Count > 1 ? scope.Owners.Addresses : [])
        {
            if (!IsRequested(owner))
                keys.Add(new ValueKey(new Scope(AddressSet.Of(owner), scope.ChainId)));
        }

        return keys;

        bool IsRequested(Address owner)
        {
            foreach (var key in requested)
            {
                if (key is { WithBreakdown: false, Scope.Owners: { Count: 1 } single } && key.Scope.ChainId == scope.ChainId && single.Contains(owner))
                    return true;
            }

            return false;
        }
    }
}

/// <summary>
/// Plans the fewest calls for many values. A call for all chains returns the breakdown of its owners together, including the value of each chain, and the total of
/// each owner. A call for one chain returns the same for this chain alone.
/// </summary>
internal static class ValuePlanner
{
    /// <summary>Plans the calls.</summary>
    /// <param name="keys">Different keys.</param>
    /// <param name="maxAddresses">The maximum number of addresses in one call.</param>
    public static IReadOnlyList<ValueCall> Plan(IReadOnlyList<ValueKey> keys, int maxAddresses)
    {
        if (IsBatchOfTotals(keys, maxAddresses))
            return [new ValueCall(new Scope(AddressSet.Of(keys.Select(static key => key.Scope.Owners.Addresses[0])), keys[0].Scope.ChainId), keys)];

        List<ValueCall> calls = [];

        // The breakdown of a chain needs a call in any case, which also returns the value of each owner on this chain.
        var remaining = keys.ToHashSet();
        foreach (var scope in keys.Where(static key => key is { WithBreakdown: true, Scope.ChainId: not null }).Select(static key => key.Scope))
            AddCall(scope, key => key.Scope == scope || IsTotalOfMember(scope, key));

        // A breakdown cannot be split by owner, and neither can the value of a group. Each such set of owners needs a call, which also returns the total of each owner.
        foreach (var owners in remaining.Where(static key => key.WithBreakdown || key.Scope.Owners.Count > 1).Select(static key => key.Scope.Owners).ToHashSet())
            AddCall(new Scope(owners), key => key.Scope.Owners == owners || IsTotalOfMember(new Scope(owners), key));

        // The remaining keys are values of single wallets, on all chains or on one. A single call covers all keys of one wallet; a batch covers one key each of many
        // wallets. Among wallets with equally many keys the last ones get single calls, so that waiters that are already queued keep their batches and permits.
        List<List<ValueKey>> wallets = [.. remaining.GroupBy(static key => key.Scope.Owners).Select(static needs => needs.ToList()).Reverse().OrderByDescending(static needs => needs.Count)];
        var singleCalls = CountSingleCalls(wallets, maxAddresses);
        calls.AddRange(wallets.Take(singleCalls).Select(static needs => new ValueCall(new Scope(needs[0].Scope.Owners), needs)));

        foreach (var need in wallets.Skip(singleCalls).Reverse().SelectMany(static needs => needs).GroupBy(static key => key.Scope.ChainId))
            calls.AddRange(need.Chunk(maxAddresses).Select(chunk => new ValueCall(new Scope(AddressSet.Of(chunk.SelectMany(static key => key.Scope.Owners.Addresses)), need.Key), chunk)));

        return calls;

        void AddCall(Scope scope, Func<ValueKey, bool> covers)
        {
            ValueKey[] covered = [.. remaining.Where(covers)];
            remaining.ExceptWith(covered);
            calls.Add(new ValueCall(scope, covered));
        }
    }

    private static bool IsTotalOfMember(Scope scope, ValueKey key) =>
        key is { WithBreakdown: false, Scope.Owners: { Count: 1 } single } && key.Scope.ChainId == scope.ChainId && scope.Owners.Contains(single.Addresses[0]);

    // The usual plan, in one step: the totals of a few wallets, which one call has in any case.
    private static bool IsBatchOfTotals(IReadOnlyList<ValueKey> keys, int maxAddresses)
    {
        if (keys.Count < 2 || keys.Count > maxAddresses)
            return false;

        foreach (var key in keys)
        {
            if (key.WithBreakdown || key.Scope.Owners.Count > 1 || key.Scope.ChainId != keys[0].Scope.ChainId)
                return false;
        }

        return true;
    }

    // Wallets with the most keys gain the most from a single call. If the number of calls is equal, more single calls are better, because their breakdowns are cached.
    private static int CountSingleCalls(List<List<ValueKey>> wallets, int maxAddresses)
    {
        Dictionary<int, int> walletsPerChain = [];
        var (best, fewest, batches) = (wallets.Count, wallets.Count, 0);
        for (var singleCalls = wallets.Count - 1; singleCalls >= 0; singleCalls--)
        {
            foreach (var need in wallets[singleCalls])
            {
                var before = walletsPerChain.GetValueOrDefault(need.Scope.ChainId ?? 0);
                walletsPerChain[need.Scope.ChainId ?? 0] = before + 1;
                batches += before % maxAddresses == 0 ? 1 : 0;
            }

            if (singleCalls + batches < fewest)
                (best, fewest) = (singleCalls, singleCalls + batches);
        }

        return best;
    }
}
