namespace PortfolioGraph.Simulation.Pages;

/// <summary>The part of a page between two marks: <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
internal static class MarkedText
{
    public static string Read(string page, string name)
    {
        var (start, end) = Find(page, name);
        return page[start..end].Trim();
    }

    public static string Replace(string page, string name, string text)
    {
        var (start, end) = Find(page, name);
        return $"{page[..start]}\n\n{text.Trim()}\n\n{page[end..]}";
    }

    private static (int Start, int End) Find(string page, string name)
    {
        var (start, end) = (page.IndexOf($"<!-- {name} -->", StringComparison.Ordinal), page.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal));
        return start >= 0 && end > start ? (start + $"<!-- {name} -->".Length, end) : throw new FormatException($"The page has no text between <!-- {name} --> and <!-- /{name} -->. Add the marks.");
    }
}
