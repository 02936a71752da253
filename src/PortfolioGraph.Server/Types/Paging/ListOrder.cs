using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Filters;

namespace PortfolioGraph.Server.Types.Paging;

/// <summary>
/// The order of a list: the client's sort keys, then the list's own order. A cursor contains the values of all keys and identifies a point in this order, so it remains
/// useful if its item moves or is gone. It is valid for the same keys only, and with any filter.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
internal sealed class ListOrder<T>
    where T : IHasSortPosition
{
    private static readonly ListOrder<T> Natural = new([]);

    private readonly (SortKey<T> Key, bool IsDescending)[] _keys;
    private readonly string _name;

    /// <summary>Creates an order.</summary>
    /// <param name="keys">The client's sort keys, each with its path in the input type.</param>
    public ListOrder(IReadOnlyList<(string Path, bool IsDescending)> keys)
    {
        _keys = [.. keys.Select(static key => (SortKeys.Of<T>()[key.Path], key.IsDescending))];
        _name = string.Concat(keys.Select(static key => $"|{key.Path} {(key.IsDescending ? "DESC" : "ASC")}"));
        CreateCursor = item => Cursors.Encode(GetListName(item.Scope), item.SortPosition, [.. _keys.Select(key => key.Key.Format(item))]);
    }

    /// <summary>Returns the cursor of an item. All edges of a page share the function.</summary>
    public Func<T, string> CreateCursor { get; }

    /// <summary>Returns the order of a list. Only lists of wallets, portfolios and chain slices have the argument <c>order</c>.</summary>
    /// <param name="context">The context of the list field.</param>
    public static ListOrder<T> Of(IResolverContext context) =>
        context.Parent<object>() is IHoldings && context.ReadSortKeys() is { Count: > 0 } keys ? new ListOrder<T>(keys) : Natural;

    /// <summary>Returns the point that a cursor argument names; null without a cursor.</summary>
    /// <param name="scope">The scope of the list.</param>
    /// <param name="cursor">The cursor from the client; null if absent.</param>
    /// <param name="argument">The name of the argument.</param>
    /// <exception cref="GraphQLException">CURSOR_INVALID: the cursor is not a cursor of this list in this order.</exception>
    public Point? Parse(Scope scope, string? cursor, string argument) => cursor is null ? null : ParseCursor(scope, cursor, argument);

    private Point ParseCursor(Scope scope, string cursor, string argument)
    {
        if (Cursors.Decode(GetListName(scope), cursor, _keys.Length) is not var (position, values))
            throw ArgumentErrors.InvalidCursor(argument);
        var parsed = values.Zip(_keys, static (text, key) => text is null ? null : key.Key.Parse(text)).ToArray();
        return new Point(position, item => Compare(item, position, parsed), _keys.Length == 0);
    }

    private string GetListName(Scope scope) => $"{T.ListName}|{scope}{_name}";

    private int Compare(T item, SortPosition position, IComparable?[] values)
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            if (_keys[i].Key.Compare(item, values[i], _keys[i].IsDescending) is not 0 and var order)
                return order;
        }

        return SortPosition.Order.Compare(item.SortPosition, position);
    }

    /// <summary>A point in the order. It need not belong to an existing item.</summary>
    /// <param name="Position">The position in the list's own order.</param>
    /// <param name="Compare">Compares an item with the point.</param>
    /// <param name="IsUnique">Whether at most one item is at the point.</param>
    internal sealed record Point(SortPosition Position, Func<T, int> Compare, bool IsUnique)
    {
        /// <summary>Returns the number of items up to the point.</summary>
        /// <param name="items">The sorted list.</param>
        public int CountUpTo(IReadOnlyList<T> items) => Find(items) is { } index ? index + 1 : CountWhile(items, order => order <= 0);

        /// <summary>Returns the number of items before the point.</summary>
        /// <param name="items">The sorted list.</param>
        public int CountBefore(IReadOnlyList<T> items) => Find(items) ?? CountWhile(items, static order => order < 0);

        // Long texts are truncated in cursors, so several items can be at one point.
        private int? Find(IReadOnlyList<T> items)
        {
            for (var i = 0; i < items.Count && !IsUnique; i++)
            {
                if (items[i].SortPosition == Position && Compare(items[i]) == 0)
                    return i;
            }

            return null;
        }

        // Binary search: the condition holds for a prefix of the list only.
        private int CountWhile(IReadOnlyList<T> items, Func<int, bool> holds)
        {
            var (low, high) = (0, items.Count);
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (holds(Compare(items[middle])))
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
