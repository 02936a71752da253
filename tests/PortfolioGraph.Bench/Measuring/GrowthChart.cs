using System.Globalization;
using System.Text;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Draws the costs of an item as an image: the time on the left, the allocated memory on the right, both axes logarithmic.</summary>
internal static class GrowthChart
{
    private const int PanelWidth = 400;
    private const int Height = 280;
    private const int Left = 56;
    private const int Right = 28;
    private const int Top = 40;
    private const int Bottom = 44;
    private static readonly string[] Colors = ["#1f6feb", "#c2410c", "#15803d"];

    public static string Draw(IReadOnlyList<(GrowthSeries Series, IReadOnlyList<GrowthPoint> Points)> results)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {2 * PanelWidth} {Height}\" width=\"{2 * PanelWidth}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        DrawPanel(svg, 0, "CPU µs per item", results, static point => point.CpuMicroseconds);
        DrawPanel(svg, PanelWidth, "KiB allocated per item", results, static point => point.AllocatedKiB);
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawPanel(
        StringBuilder svg, int offset, string title, IReadOnlyList<(GrowthSeries Series, IReadOnlyList<GrowthPoint> Points)> results, Func<GrowthPoint, double> getCost)
    {
        var points = results.SelectMany(static result => result.Points).ToList();
        var x = new LogAxis(1, points.Max(static point => point.Items), offset + Left, offset + PanelWidth - Right);
        var y = new LogAxis(points.Min(getCost), points.Max(getCost), Height - Bottom, Top);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{offset + Left}\" y=\"20\" font-weight=\"bold\" fill=\"#111111\">{title}</text>\n");
        foreach (var power in x.Powers)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x.Map(power):0.0}\" x2=\"{x.Map(power):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#e5e7eb\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x.Map(power):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" fill=\"#4b5563\">{power:#,##0}</text>\n");
        }

        foreach (var power in y.Powers)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{offset + Left}\" x2=\"{offset + PanelWidth - Right}\" y1=\"{y.Map(power):0.0}\" y2=\"{y.Map(power):0.0}\" stroke=\"#e5e7eb\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{offset + Left - 6}\" y=\"{y.Map(power) + 4:0.0}\" text-anchor=\"end\" fill=\"#4b5563\">{power:#,##0.###}</text>\n");
        }

        for (var series = 0; series < results.Count; series++)
        {
            var color = Colors[series % Colors.Length];
            var line = string.Join(' ', results[series].Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x.Map(point.Items):0.0},{y.Map(getCost(point)):0.0}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{line}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{offset + Left + (series * 80)}\" y=\"{Height - 8}\" fill=\"{color}\">{results[series].Series.Name}</text>\n");
        }
    }

    /// <summary>A logarithmic axis between powers of ten.</summary>
    private sealed class LogAxis(double min, double max, double start, double end)
    {
        private readonly int _first = (int)Math.Floor(Math.Log10(min));
        private readonly int _last = Math.Max((int)Math.Ceiling(Math.Log10(max)), (int)Math.Floor(Math.Log10(min)) + 1);

        public IEnumerable<double> Powers => Enumerable.Range(_first, _last - _first + 1).Select(static power => Math.Pow(10, power));

        public double Map(double value) => start + ((end - start) * (Math.Log10(value) - _first) / (_last - _first));
    }
}
