using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>Which items of a list are a page.</summary>
/// <param name="Start">The index of the first item.</param>
/// <param name="End">The index after the last item; equal to the start if the page is empty.</param>
internal readonly record struct PageRange(int Start, int End)
{
    /// <summary>The page between two places: of what the list holds now, whether or not the items that had these places are still there.</summary>
    /// <typeparam name="T">What the list is a list of.</typeparam>
    /// <param name="items">The list, in its order.</param>
    /// <param name="after">The place that the page follows; null for the start of the list.</param>
    /// <param name="before">The place that follows the page; null for the end of the list.</param>
    /// <param name="first">The most items from the start; null for all.</param>
    /// <param name="last">The most items from the end, of those that <paramref name="first"/> leaves; null for all.</param>
    public static PageRange Of<T>(IReadOnlyList<T> items, Place? after, Place? before, int? first, int? last)
        where T : IPlaced
    {
        var start = after is { } left ? CountWhile(items, place => Place.Order.Compare(place, left) <= 0) : 0;
        var end = before is { } right ? Math.Max(start, CountWhile(items, place => Place.Order.Compare(place, right) < 0)) : items.Count;
        if (first is { } head && end - start > head)
            end = start + head;
        if (last is { } tail && end - start > tail)
            start = end - tail;
        return new PageRange(start, end);
    }

    // The condition holds for the items up to some place, and for none after it.
    private static int CountWhile<T>(IReadOnlyList<T> items, Func<Place, bool> holds)
        where T : IPlaced
    {
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (holds(items[middle].Place))
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
