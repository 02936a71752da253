using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A report of tokens and positions in CSV format.</summary>
/// <param name="Scope">The owners of the holdings, treated as one, and all chains or one.</param>
/// <param name="Range">The period of profit and loss.</param>
/// <param name="IncludesClosed">Whether the report includes closed holdings.</param>
/// <param name="Csv">Comma-separated values, exactly as the data source returned them. The first line contains the column names, which may change. Token names in it are set by the tokens' authors.</param>
/// <param name="Source">The source and age of the report.</param>
public sealed record Report(Scope Scope, TimeRange Range, bool IncludesClosed, string Csv, Source Source)
{
    /// <summary>The character between the cells of <see cref="Csv"/>: a comma, a semicolon or a tab, whichever the first line has most often outside quotation marks.</summary>
    public char Separator => CsvTable.DetectSeparator(Csv);
}
