using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>The range of list items on a page.</summary>
/// <param name="Start">The index of the first item.</param>
/// <param name="End">The index after the last item. It equals the start if the page is empty.</param>
internal readonly record struct PageRange(int Start, int End)
{
    /// <summary>Returns the page between two sort positions in the current list. The items that had these positions may be gone.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The sorted list.</param>
    /// <param name="after">The sort position before the page; null for the start of the list.</param>
    /// <param name="before">The sort position after the page; null for the end of the list.</param>
    /// <param name="first">The maximum number of items from the start; null for all.</param>
    /// <param name="last">The maximum number of items from the end, after <paramref name="first"/> is applied; null for all.</param>
    public static PageRange Of<T>(IReadOnlyList<T> items, SortPosition? after, SortPosition? before, int? first, int? last)
        where T : IHasSortPosition
    {
        var start = after is { } left ? CountWhile(items, position => SortPosition.Order.Compare(position, left) <= 0) : 0;
        var end = before is { } right ? Math.Max(start, CountWhile(items, position => SortPosition.Order.Compare(position, right) < 0)) : items.Count;
        if (first is { } head && end - start > head)
            end = start + head;
        if (last is { } tail && end - start > tail)
            start = end - tail;
        return new PageRange(start, end);
    }

    // Binary search: the condition holds for a prefix of the list only.
    private static int CountWhile<T>(IReadOnlyList<T> items, Func<SortPosition, bool> holds)
        where T : IHasSortPosition
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (holds(items[middle].SortPosition))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
