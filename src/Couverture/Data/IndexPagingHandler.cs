using System.Collections;
using System.Globalization;
using System.Text;
using Couverture.Execution;

namespace Couverture.Data;

/// <summary>Pages a sequence by the indexes of its items (the Relay connection algorithm). Suitable for lists that do not change.</summary>
internal sealed class IndexPagingHandler(PagingOptions options) : CursorPagingHandler(options)
{
    protected override ValueTask<Connection> SliceAsync(IResolverContext context, object source, CursorPagingArguments arguments)
    {
        var items = source as IList ?? ((IEnumerable)source).Cast<object?>().ToList();
        // If the list is now shorter than the cursor's index, no items follow.
        var start = Decode(arguments.After, "after") is { } after ? Math.Min(after, items.Count - 1) + 1 : 0;
        var end = Math.Max(start, Decode(arguments.Before, "before") is { } before ? Math.Min(before, items.Count) : items.Count);
        if (arguments.First is { } first && end - start > first)
            end = start + first;
        if (arguments.Last is { } last && end - start > last)
            start = end - last;
        var edges = new Edge[end - start];
        for (var i = 0; i < edges.Length; i++)
            edges[i] = new Edge(items[start + i], start + i);
        return new(new Connection(edges, new ConnectionPageInfo(end < items.Count, start > 0), items.Count));
    }

    internal override void Check(CursorPagingArguments arguments)
    {
        _ = Decode(arguments.After, "after");
        _ = Decode(arguments.Before, "before");
    }

    private static int? Decode(string? cursor, string argument)
    {
        if (cursor is null)
            return null;
        Span<byte> bytes = stackalloc byte[16];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && int.TryParse(bytes[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw new GraphQLException(ErrorBuilder.New()
                    .SetMessage($"The argument \"{argument}\" is not a cursor of this connection. Use a cursor that the same field returned.")
                    .SetCode(ErrorCodes.CursorInvalid)
                    .SetExtension("argument", argument)
                    .Build());
    }

    private sealed record Edge(object? Node, int Index) : IEdge
    {
        public string Cursor => Convert.ToBase64String(Encoding.UTF8.GetBytes(Index.ToString(CultureInfo.InvariantCulture)));
    }
}
