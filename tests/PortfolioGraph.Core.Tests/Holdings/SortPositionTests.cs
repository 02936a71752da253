using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Core.Tests.Holdings;

/// <summary>The sort order of tokens and positions.</summary>
public sealed class SortPositionTests
{
    private static readonly Gen<SortPosition> SomePosition =
        from value in Gen.OneOf(Gen.Constant((decimal?)null), Gen.Choose(-3, 3).Select(v => (decimal?)v), Gen.Elements<decimal?>(1.0m, 1.00m, decimal.MinValue, decimal.MaxValue))
        from key in Gen.Elements("", "1", "10", "2", "a", "A", "|", "é")
        select new SortPosition(value, key);

    [Fact]
    public void Order_Should_BeValueThenUnpricedThenKey_When_PositionsAreSorted() =>
        Prop.ForAll(SomePosition.ListOf().ToArbitrary(), positions =>
            positions.Order(SortPosition.Order).SequenceEqual(
                positions.OrderBy(p => p.ValueUsd is null).ThenByDescending(p => p.ValueUsd).ThenBy(p => p.Key, StringComparer.Ordinal))).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_Should_BeZeroOnlyForEqualPlaces_When_TwoAreCompared() =>
        Prop.ForAll(SomePosition.ToArbitrary(), SomePosition.ToArbitrary(), (one, other) =>
            (SortPosition.Order.Compare(one, other) == 0) == (one == other)
            && Math.Sign(SortPosition.Order.Compare(one, other)) == -Math.Sign(SortPosition.Order.Compare(other, one))).QuickCheckThrowOnFailure();

    [Fact]
    public void SortPosition_Should_HaveAShortUniqueKey_When_TheKeyIsLong()
    {
        var name = new string('€', SortPosition.MaxKeyLength);

        var (exact, longer, other) = (new SortPosition(1, name), new SortPosition(1, name + "a"), new SortPosition(1, name + "b"));

        exact.Key.ShouldBe(name);
        longer.Key.Length.ShouldBe(64);
        longer.ShouldBe(new SortPosition(1, name + "a"));
        longer.ShouldNotBe(other);
        new SortPosition(1, longer.Key).ShouldBe(longer);
    }

    [Fact]
    public void SortPosition_Should_StayTheSame_When_RangeOrScopeDiffers()
    {
        var scope = new Scope(AddressSet.Of(Address.Native));
        var token = new TokenHolding(scope, new Token(1, Address.Native, "ETH", "Ether", default), null, 2, 4, HoldingStatus.Open, TimeRange.OneDay, default);

        ((IHasSortPosition)token).SortPosition.ShouldBe(((IHasSortPosition)(token with { Range = TimeRange.OneYear, Scope = scope.On(1) })).SortPosition);
    }
}
