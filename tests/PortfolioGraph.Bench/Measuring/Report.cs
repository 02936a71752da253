using System.Text;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Prints the parts of the report as they are complete, and writes them to a file at the end.</summary>
internal sealed class Report
{
    private const string StartMark = "<!-- bench -->\n";
    private const string EndMark = "<!-- /bench -->";
    private readonly StringBuilder _text = new();

    public void Add(string part)
    {
        Console.WriteLine(part);
        if (_text.Length > 0)
            _text.Append('\n');
        _text.Append(part);
    }

    /// <summary>Writes the report to a file, between the marks if it has them.</summary>
    public async Task WriteAsync(string path, CancellationToken ct)
    {
        var page = File.Exists(path) ? await File.ReadAllTextAsync(path, ct) : "";
        var (start, end) = (page.IndexOf(StartMark, StringComparison.Ordinal), page.IndexOf(EndMark, StringComparison.Ordinal));
        await File.WriteAllTextAsync(path, start < 0 || end < start ? _text.ToString() : $"{page[..(start + StartMark.Length)]}\n{_text}\n{page[end..]}", ct);
    }
}
