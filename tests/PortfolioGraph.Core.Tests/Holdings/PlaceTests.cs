using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Core.Tests.Holdings;

/// <summary>The sort order of tokens and positions.</summary>
public sealed class PlaceTests
{
    private static readonly Gen<Place> SomePlace =
        from value in Gen.OneOf(Gen.Constant((decimal?)null), Gen.Choose(-3, 3).Select(v => (decimal?)v), Gen.Elements<decimal?>(1.0m, 1.00m, decimal.MinValue, decimal.MaxValue))
        from key in Gen.Elements("", "1", "10", "2", "a", "A", "|", "é")
        select new Place(value, key);

    [Fact]
    public void Order_Should_BeValueThenUnpricedThenKey_When_PlacesAreSorted() =>
        Prop.ForAll(SomePlace.ListOf().ToArbitrary(), places =>
            places.Order(Place.Order).SequenceEqual(
                places.OrderBy(p => p.ValueUsd is null).ThenByDescending(p => p.ValueUsd).ThenBy(p => p.Key, StringComparer.Ordinal))).QuickCheckThrowOnFailure();

    [Fact]
    public void Order_Should_BeZeroOnlyForEqualPlaces_When_TwoAreCompared() =>
        Prop.ForAll(SomePlace.ToArbitrary(), SomePlace.ToArbitrary(), (one, other) =>
            (Place.Order.Compare(one, other) == 0) == (one == other)
            && Math.Sign(Place.Order.Compare(one, other)) == -Math.Sign(Place.Order.Compare(other, one))).QuickCheckThrowOnFailure();

    [Fact]
    public void Place_Should_HaveAShortUniqueKey_When_TheKeyIsLong()
    {
        var name = new string('€', Place.MaxKeyLength);

        var (exact, longer, other) = (new Place(1, name), new Place(1, name + "a"), new Place(1, name + "b"));

        exact.Key.ShouldBe(name);
        longer.Key.Length.ShouldBe(64);
        longer.ShouldBe(new Place(1, name + "a"));
        longer.ShouldNotBe(other);
        new Place(1, longer.Key).ShouldBe(longer);
    }

    [Fact]
    public void Place_Should_StayTheSame_When_RangeOrScopeDiffers()
    {
        var scope = new Scope(AddressSet.Of(Address.Native));
        var token = new TokenHolding(scope, new Token(1, Address.Native, "ETH", "Ether", default), null, 2, 4, HoldingStatus.Open, TimeRange.OneDay, default);

        ((IPlaced)token).Place.ShouldBe(((IPlaced)(token with { Range = TimeRange.OneYear, Scope = scope.On(1) })).Place);
    }
}
