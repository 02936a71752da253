using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class AddressSetTests
{
    private static readonly Arbitrary<Address[]> Lists = Gen.Choose(1, 6).Select(Wallets.Address).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Fact]
    public void Of_Should_ReturnEqualSets_When_OrderAndRepetitionDiffer() =>
        Prop.ForAll(Lists, addresses =>
        {
            var set = AddressSet.Of(addresses);
            var shuffled = AddressSet.Of(addresses.Reverse().Concat(addresses));
            return set == shuffled && set.GetHashCode() == shuffled.GetHashCode() && set.ToString() == shuffled.ToString();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_Should_ReturnDifferentSets_When_AnAddressDiffers() =>
        Prop.ForAll(Lists, Lists, (left, right) =>
            AddressSet.Of(left).Equals(AddressSet.Of(right)) == left.ToHashSet().SetEquals(right)).QuickCheckThrowOnFailure();

    [Fact]
    public void Addresses_Should_BeDistinctAndAscending_When_SetIsCreated() =>
        Prop.ForAll(Lists, addresses =>
        {
            var set = AddressSet.Of(addresses);
            return set.Addresses.SequenceEqual(addresses.Distinct().Order()) && set.Count == set.Addresses.Count && addresses.All(set.Contains);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToString_Should_JoinLowerCaseAddresses_When_SetHasTwo() =>
        AddressSet.Of(Wallets.Address(0xB), Wallets.Address(0xA)).ToString()
            .ShouldBe("0x000000000000000000000000000000000000000a,0x000000000000000000000000000000000000000b");

    [Fact]
    public void Of_Should_Throw_When_NoAddressIsGiven() => Should.Throw<ArgumentException>(() => AddressSet.Of());
}
