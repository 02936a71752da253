using System.Collections;
using System.Globalization;
using System.Text;

namespace Couverture.Data;

/// <summary>One page of a sequence.</summary>
internal sealed record Connection(IReadOnlyList<Edge> Edges, int TotalCount, bool HasNextPage, bool HasPreviousPage)
{
    /// <summary>Cuts the page out of a sequence that is wholly in memory (the Relay connection algorithm).</summary>
    /// <exception cref="GraphQLException">A cursor points outside of the sequence.</exception>
    public static Connection Over(IEnumerable sequence, PageArguments page)
    {
        var items = sequence as IList ?? sequence.Cast<object?>().ToList();
        var start = page.After is { } after ? Cursor.Within(after, items.Count, "after") + 1 : 0;
        var end = page.Before is { } before ? Cursor.Within(before, items.Count, "before") : items.Count;
        if (page.First is { } first && end - start > first)
            end = start + first;
        if (page.Last is { } last && end - start > last)
            start = end - last;
        var edges = new Edge[Math.Max(0, end - start)];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = new Edge(items[start + i], start + i);
        return new Connection(edges, items.Count, end < items.Count, start > 0);
    }
}

/// <summary>One item of a page.</summary>
internal sealed record Edge(object? Node, int Index)
{
    public string Cursor => Data.Cursor.Encode(Index);
}

/// <summary>What a client asked of a page; indexes are decoded cursors.</summary>
internal readonly record struct PageArguments(int? First, int? After, int? Last, int? Before);

/// <summary>The opaque form of an item's index.</summary>
internal static class Cursor
{
    public static string Encode(int index) => Convert.ToBase64String(Encoding.UTF8.GetBytes(index.ToString(CultureInfo.InvariantCulture)));

    public static int? Decode(string? cursor, string argument)
    {
        if (cursor is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && int.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw Invalid(argument);
    }

    public static int Within(int index, int count, string argument) => index < count ? index : throw Invalid(argument);

    private static GraphQLException Invalid(string argument) => new(ErrorBuilder.New()
        .SetMessage($"The argument \"{argument}\" is no cursor of this connection.")
        .SetCode(ErrorCodes.CursorInvalid)
        .SetExtension("argument", argument)
        .Build());
}
