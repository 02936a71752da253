using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Types.Paging;

namespace PortfolioGraph.Server.Tests.Paging;

/// <summary>The items of a page, for any list and any sort position.</summary>
public sealed class PageRangeTests
{
    private static readonly Address Owner = Address.TryParse("0xd8da6bf26964af9d7eed9e03e53415d37aa96045", out var address) ? address : default;

    private static readonly ListOrder<Item> Order = new([]);

    // Few values and many keys, so that ties and unpriced items are common.
    private static readonly Gen<Item> SomeItem =
        from value in Gen.OneOf(Gen.Constant((decimal?)null), Gen.Choose(-3, 3).Select(v => (decimal?)v))
        from key in Gen.Choose(0, 99)
        select new Item(new SortPosition(value, $"{key}"));

    private static readonly Gen<Item[]> SomeList =
        SomeItem.ListOf().Select(items => items.DistinctBy(i => i.SortPosition.Key).OrderBy(i => i.SortPosition, SortPosition.Order).ToArray());

    private static readonly Arbitrary<(Item[] Items, int Size)> Walks = (from items in SomeList from size in Gen.Choose(1, 9) select (items, size)).ToArbitrary();

    [Fact]
    public void Pages_Should_CoverTheListOnce_When_WalkedForward() =>
        Prop.ForAll(Walks, walk => Walk(walk.Items, walk.Size).SequenceEqual(walk.Items)).QuickCheckThrowOnFailure();

    [Fact]
    public void Pages_Should_CoverTheListOnce_When_WalkedBackward() =>
        Prop.ForAll(Walks, walk => WalkBack(walk.Items, walk.Size).SequenceEqual(walk.Items.Reverse())).QuickCheckThrowOnFailure();

    [Fact]
    public void Page_Should_FollowTheSortPosition_When_TheListHasChanged() =>
        Prop.ForAll(Walks, SomeItem.ToArbitrary(), (walk, cursor) =>
        {
            var page = PageRange.Of(walk.Items, PointOf(cursor), null, walk.Size, null);

            return walk.Items[page.Start..page.End].SequenceEqual(walk.Items.Where(i => SortPosition.Order.Compare(i.SortPosition, cursor.SortPosition) > 0).Take(walk.Size))
                && page.Start == walk.Items.Count(i => SortPosition.Order.Compare(i.SortPosition, cursor.SortPosition) <= 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Page_Should_BeBetweenItsPlaces_When_BothAreGiven() =>
        Prop.ForAll(SomeList.ToArbitrary(), SomeItem.ToArbitrary(), SomeItem.ToArbitrary(), (items, after, before) =>
        {
            var page = PageRange.Of(items, PointOf(after), PointOf(before), null, null);

            return page.Start <= page.End
                && items[page.Start..page.End].SequenceEqual(items.Where(i => SortPosition.Order.Compare(i.SortPosition, after.SortPosition) > 0 && SortPosition.Order.Compare(i.SortPosition, before.SortPosition) < 0));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(null, null, 0, 5)]
    [InlineData(2, null, 0, 2)]
    [InlineData(null, 2, 3, 5)]
    [InlineData(4, 2, 2, 4)]
    [InlineData(9, 9, 0, 5)]
    [InlineData(int.MaxValue, int.MaxValue, 0, 5)]
    public void Page_Should_TakeLastOfFirst_When_BothSizesAreGiven(int? first, int? last, int start, int end)
    {
        Item[] items = [.. Enumerable.Range(0, 5).Select(i => new Item(new SortPosition(-i, "key")))];

        PageRange.Of(items, null, null, first, last).ShouldBe(new PageRange(start, end));
    }

    private static ListOrder<Item>.Point? PointOf(Item item) => Order.Parse(Item.List, Order.CreateCursor(item), "after");

    // Uses encoded cursors, as clients do.
    private static List<Item> Walk(Item[] items, int size)
    {
        var walked = new List<Item>();
        string? cursor = null;
        PageRange page;
        do
        {
            page = PageRange.Of(items, Order.Parse(Item.List, cursor, "after"), null, size, null);
            walked.AddRange(items[page.Start..page.End]);
            cursor = page.End > page.Start ? Order.CreateCursor(items[page.End - 1]) : null;
        }
        while (page.End < items.Length);
        return walked;
    }

    private static List<Item> WalkBack(Item[] items, int size)
    {
        var walked = new List<Item>();
        string? cursor = null;
        PageRange page;
        do
        {
            page = PageRange.Of(items, null, Order.Parse(Item.List, cursor, "before"), null, size);
            walked.AddRange(items[page.Start..page.End].Reverse());
            cursor = page.End > page.Start ? Order.CreateCursor(items[page.Start]) : null;
        }
        while (page.Start > 0);
        return walked;
    }

    private sealed record Item(SortPosition SortPosition) : IHasSortPosition
    {
        public static Scope List { get; } = new(AddressSet.Of(Owner));

        public static string ListName => "items";

        public decimal? ValueUsd => SortPosition.ValueUsd;

        public Scope Scope => List;
    }
}
