using System.Globalization;
using System.Text;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>A table in Markdown, with aligned columns.</summary>
internal sealed class Table(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, header.Length).Select(column => _rows.Max(row => row[column].Length)).ToList();
        var text = new StringBuilder();
        for (var row = 0; row < _rows.Count; row++)
        {
            var cells = _rows[row].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
            if (row == 0)
                text.Append("| ").AppendJoin(" | ", widths.Select((width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":")).Append(" |\n");
        }

        return text.ToString();
    }

    public static string Number(double value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    public static string OneDigit(double value) => value.ToString("#,##0.0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, rounded down, because more of them would not mean anything.</summary>
    public static string Rough(double value)
    {
        if (value < 1000)
            return Number(Math.Floor(value));
        var unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 2);
        return Number(Math.Floor(value / unit) * unit);
    }

    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1e9 => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " GB",
        >= 1e6 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        >= 1e3 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        _ => Number(bytes) + " B",
    };
}
