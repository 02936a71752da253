using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>The range of list items on a page.</summary>
/// <param name="Start">The index of the first item.</param>
/// <param name="End">The index after the last item. It equals the start if the page is empty.</param>
internal readonly record struct PageRange(int Start, int End)
{
    /// <summary>Returns the page between two points in the current list. The items that were at these points may be gone.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="items">The sorted list.</param>
    /// <param name="after">The point before the page; null for the start of the list.</param>
    /// <param name="before">The point after the page; null for the end of the list.</param>
    /// <param name="first">The maximum number of items from the start; null for all.</param>
    /// <param name="last">The maximum number of items from the end, after <paramref name="first"/> is applied; null for all.</param>
    public static PageRange Of<T>(IReadOnlyList<T> items, ListOrder<T>.Point? after, ListOrder<T>.Point? before, int? first, int? last)
        where T : IHasSortPosition
    {
        var start = after?.CountUpTo(items) ?? 0;
        var end = Math.Max(start, before?.CountBefore(items) ?? items.Count);
        if (first is { } head && end - start > head)
            end = start + head;
        if (last is { } tail && end - start > tail)
            start = end - tail;
        return new PageRange(start, end);
    }
}
