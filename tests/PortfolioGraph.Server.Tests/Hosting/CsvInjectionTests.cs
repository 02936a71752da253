using PortfolioGraph.Core;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>Escaping prevents spreadsheets from running cells of a downloaded report, and changes nothing else.</summary>
public sealed class CsvInjectionTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("a,=1+1\n@SUM(A1),b", "a,'=1+1\n'@SUM(A1),b")]
    [InlineData("a,\"=HYPERLINK(\"\"x\"\",\"\"y\"\")\",b", "a,\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",b")]
    [InlineData("a;-cmd|calc;b", "a;'-cmd|calc;b")]
    [InlineData("a\t+A1\r\n=B1", "a\t'+A1\r\n'=B1")]
    [InlineData("\"a\n=b\",=c", "\"a\n=b\",'=c")]
    [InlineData("\"\",=c", "\"\",'=c")]
    [InlineData("\uFF1D1+1,\uFF20x", "'\uFF1D1+1,'\uFF20x")]
    [InlineData("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0")]
    [InlineData("a,b\n\"\t=1+1\",\"\r=1+1\"\n\"\n=1+1\",c", "a,b\n\"'\t=1+1\",\"'\r=1+1\"\n\"'\n=1+1\",c")]
    [InlineData("a,b\n\"\t\r\n\t@SUM(A1)\",\"\r\n\"", "a,b\n\"'\t\r\n\t@SUM(A1)\",\"'\r\n\"")]
    [InlineData("a;b\n\"\t-1\";\"\tname\"", "a;b\n\"'\t-1\";\"'\tname\"")]
    [InlineData("\"\t\uFF1D1+1\"\tb", "\"'\t\uFF1D1+1\"\tb")]
    [InlineData("a,b\n\tname,\t5\n", "a,b\n'\tname,'\t5\n")]
    // If a spreadsheet also splits cells at tabs, the text after a tab is a separate cell.
    [InlineData("a,b\n\t=1+1,b;=1+1", "a,b\n'\t'=1+1,b;'=1+1")]
    [InlineData("a;b\n-1,cmd|' /C calc'!A0;c", "a;b\n'-1,cmd|' /C calc'!A0;c")]
    [InlineData("a,b\nlong\"name,=1+1", "a,b\nlong\"name,'=1+1")]
    [InlineData("a,b\n\"\"=1+1,\"-1\"\"\"", "a,b\n\"\"'=1+1,\"'-1\"\"\"")]
    public void Escape_Should_MakeACellText_When_ASpreadsheetWouldRunIt(string csv, string safe) => Escape(csv).ShouldBe(safe);

    [Theory]
    [InlineData("")]
    [InlineData("chain_id,name,amount\r\n1,Ether,-18121.17\r\n")]
    [InlineData("-1,+2,-1e-7,\"-0.5\",+3.25E+4\n-9")]
    [InlineData("a=b,c@d,e-f,\"g,=h\",\"i\"\"=j\"")]
    [InlineData("a,\"\"\"=b\"")]
    [InlineData(",,\n\n;;")]
    [InlineData("\"open")]
    [InlineData("a\tb\r\n\t\tc\r\n\r\n\t")]
    [InlineData("a;b\n-1,5;+2,25")]
    [InlineData("a,b\n\"x\t=y\",\"x\r\n=y\"")]
    [InlineData("a,b\nx\"y,z\"=u")]
    public void Escape_Should_ChangeNothing_When_ASpreadsheetWouldRunNoCell(string csv) => Escape(csv).ShouldBe(csv);

    private static string Escape(string csv) =>
        CsvInjection.Escape(csv, new Report(new Scope(AddressSet.Of(Address.Native)), TimeRange.OneYear, true, csv, new Source(DataSourceState.Live, DateTimeOffset.UnixEpoch)).Separator);
}
