using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ValuePlannerProperties
{
    private static readonly Gen<AddressSet> Owners = Gen.Frequency(
        (4, Gen.Choose(1, 9).Select(w => Wallets.Owners(w))),
        (1, Gen.Choose(1, 9).NonEmptyListOf().Select(list => Wallets.Owners([.. list]))));

    private static readonly Gen<ValueKey> Key = Gen.Frequency(
        (3, Owners.Select(owners => new ValueKey(new Scope(owners)))),
        (2, Owners.SelectMany(owners => Gen.Elements(1, 10, 8453).Select(chain => new ValueKey(new Scope(owners, chain))))),
        (1, Owners.Select(owners => new ValueKey(new Scope(owners), WithBreakdown: true))),
        (1, Owners.SelectMany(owners => Gen.Elements(1, 10).Select(chain => new ValueKey(new Scope(owners, chain), WithBreakdown: true)))));

    private static readonly Arbitrary<ValueKey[]> Batches = Key.NonEmptyListOf().Resize(25).Select(keys => keys.Distinct().ToArray()).ToArbitrary();

    [Fact]
    public void Plan_Should_CoverEveryKeyOnce_When_TheBatchIsArbitrary() =>
        Prop.ForAll(Batches, keys =>
        {
            var planned = ValuePlanner.Plan(keys, 3).SelectMany(call => call.RequestedKeys).ToList();
            return planned.Count == keys.Length && planned.ToHashSet().SetEquals(keys);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_Should_AssignEachKeyToACallThatCoversIt_When_TheBatchIsArbitrary() =>
        Prop.ForAll(Batches, keys => ValuePlanner.Plan(keys, 3).All(call => call.RequestedKeys.All(key => Covers(call, key)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_Should_KeepBatchesWithinTheLimit_When_TheBatchIsArbitrary() =>
        Prop.ForAll(Batches, keys => ValuePlanner.Plan(keys, 3)
            .Where(call => !keys.Any(key => key.Scope.Owners == call.Scope.Owners))
            .All(call => call.Scope.Owners.Count <= 3)).QuickCheckThrowOnFailure();

    [Fact]
    public void Plan_Should_CostNoMoreThanEachSimplePlan_When_TheBatchIsArbitrary() =>
        Prop.ForAll(Batches, keys =>
        {
            var calls = ValuePlanner.Plan(keys, 3).Count;
            var chainRequests = keys.Where(key => key is { WithBreakdown: true, Scope.ChainId: not null }).Select(key => key.Scope).ToHashSet();
            ValueKey[] remaining = [.. keys.Where(key => !chainRequests.Contains(key.Scope))];
            var ownRequests = remaining.Where(key => key.WithBreakdown || key.Scope.Owners.Count > 1).Select(key => key.Scope.Owners).Distinct().ToList();
            var others = remaining.Where(key => !ownRequests.Contains(key.Scope.Owners)).ToList();
            var allSeparate = ownRequests.Count + others.Select(key => key.Scope.Owners).Distinct().Count();
            var allBatched = ownRequests.Count + others.GroupBy(key => key.Scope.ChainId).Sum(chain => (chain.Count() + 2) / 3);
            return calls <= chainRequests.Count + Math.Min(allSeparate, allBatched);
        }).QuickCheckThrowOnFailure();

    private static bool Covers(ValueCall call, ValueKey key)
    {
        // Only a call for the chain itself has the breakdown of a chain.
        if (call.Scope.Owners == key.Scope.Owners)
            return call.Scope.ChainId == key.Scope.ChainId || (call.Scope.ChainId is null && !key.WithBreakdown);
        return !key.WithBreakdown && key.Scope.Owners.Count == 1 && call.Scope.Owners.Contains(key.Scope.Owners.Addresses[0]) && call.Scope.ChainId == key.Scope.ChainId;
    }
}
