using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>No cell of a downloaded table is run by the spreadsheet that opens it, and nothing else in it changes.</summary>
public sealed class SpreadsheetCellsTests
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
    public void Defuse_Should_MakeText_When_ACellWouldBeRun(string csv, string safe) => SpreadsheetCells.Defuse(csv).ShouldBe(safe);

    [Theory]
    [InlineData("")]
    [InlineData("chain_id,name,amount\r\n1,Ether,-18121.17\r\n")]
    [InlineData("-1,+2,-1e-7,\"-0.5\",+3.25E+4\n-9")]
    [InlineData("a=b,c@d,e-f,\"g,=h\",\"i\"\"=j\"")]
    [InlineData("a,\"\"\"=b\"")]
    [InlineData(",,\n\n;;")]
    [InlineData("\"open")]
    public void Defuse_Should_ChangeNothing_When_NoCellWouldBeRun(string csv) => SpreadsheetCells.Defuse(csv).ShouldBe(csv);
}
