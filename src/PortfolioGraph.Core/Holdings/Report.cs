using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Tokens and positions as a table.</summary>
/// <param name="Owners">Whose holdings, taken together.</param>
/// <param name="Range">The time over which profit and loss looks back.</param>
/// <param name="IncludesClosed">Whether holdings that are no longer held are in it.</param>
/// <param name="Csv">Comma-separated values, the first line naming the columns; exactly as the data source wrote them, which promises no columns. Names in it are set by tokens' authors.</param>
/// <param name="Source">Where the table comes from and how old it is.</param>
public sealed record Report(AddressSet Owners, TimeRange Range, bool IncludesClosed, string Csv, Source Source)
{
    /// <summary>The character between the cells of <see cref="Csv"/>: a comma, a semicolon or a tab, whichever the first line has most often outside quotation marks.</summary>
    public char Separator => CsvTable.DetectSeparator(Csv);
}
