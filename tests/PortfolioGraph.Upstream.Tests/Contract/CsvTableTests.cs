namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>The separator of a table, and whether its text ends inside a row.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("", ',')]
    [InlineData("name\n1;2\n", ',')]
    [InlineData("a,b\n1;2;3;4\n", ',')]
    [InlineData("a;b\n1,5;2,5\n", ';')]
    [InlineData("a\tb,c\td\n", '\t')]
    [InlineData("a;b,c\n", ',')]
    [InlineData("a\tb;c\n", ';')]
    [InlineData("name, long;address;value\n", ';')]
    [InlineData("\"name, \"\"long, longer\"\"\";value\r\n", ';')]
    [InlineData("\"name,\nlong,long\";value\n", ';')]
    [InlineData("\uFEFF\"a,b\";c\n", ';')]
    [InlineData("\r\n\na;b\n", ';')]
    [InlineData("a\"b;c\n1,2,3", ';')]
    public void DetectSeparator_Should_ReturnTheMostFrequentOfTheHeader_When_TheTableVaries(string table, char separator) => CsvTable.DetectSeparator(table).ShouldBe(separator);

    [Theory]
    [InlineData("a,b")]
    [InlineData("a,b\n1,2")]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a,b\r\n1,2\r\n\r\n")]
    [InlineData("a,b\r1,2\r")]
    [InlineData("a,b\n1,2\n \t \n")]
    [InlineData("a,b\n,\n")]
    [InlineData("a,b\n1,2,3")]
    [InlineData("a,b\n1\n1,2")]
    [InlineData("a\n1\n\n2")]
    [InlineData("\n\na,b\n1,2\n")]
    [InlineData("\uFEFF\"a\",b\n1,2")]
    [InlineData("a,b\n1,\"two\r\nlines, one \"\"quoted\"\"\"")]
    [InlineData("a,b\n1,\"\"")]
    [InlineData("a,b\n1,\"\"\"\"")]
    [InlineData("a,b\n\"\n\n\",1")]
    [InlineData("a;b\n1,5;2")]
    [InlineData("a\tb\n\t\n")]
    [InlineData("a,b\n5\" disk,2")]
    public void MayBeComplete_Should_ReturnTrue_When_TheLastRowIsComplete(string table) => CsvTable.MayBeComplete(table).ShouldBeTrue();

    [Theory]
    [InlineData("a,b\n1")]
    [InlineData("a,b\n1,2\n1\n")]
    [InlineData("a,b\n1,2\n1\n\n \n")]
    [InlineData("a,b,c\r\n1,2,3\r\n1,2")]
    [InlineData("a,b\n1,\"")]
    [InlineData("a,b\n1,\"two\r\n")]
    [InlineData("a,b\n1,\"two \"\"quoted\"\"")]
    [InlineData("a,b\n1,\"\"\"")]
    [InlineData("a,\"b")]
    [InlineData("a,b\n\"1,2\"")]
    [InlineData("a,b\n\"1\n2\"")]
    [InlineData("a;b\n1,5")]
    [InlineData("\"a,a\";b\n1,5")]
    [InlineData("a\tb\n1,5")]
    [InlineData("\uFEFF\"a,a\";b\n1,2")]
    public void MayBeComplete_Should_ReturnFalse_When_TheTextEndsInsideARow(string table) => CsvTable.MayBeComplete(table).ShouldBeFalse();

    [Fact]
    public void MayBeComplete_Should_ReturnTrueOnlyAtRowEnds_When_TheTableIsTruncated()
    {
        const string Header = "id,name,note\r\n";
        const string Table = Header + "1,\"Ether, \"\"wrapped\"\"\",\"two\r\nlines\"\r\n2,Coin,last";

        var completeLengths = Enumerable.Range(1, Table.Length).Where(length => CsvTable.MayBeComplete(Table.AsSpan(0, length)));

        // A truncated cell looks like a shorter cell, and a truncated header like a header of fewer columns.
        completeLengths.ShouldBe(
        [
            .. Enumerable.Range(1, Header.Length),
            After("wrapped\"\"\","),
            .. Enumerable.Range(After("lines\""), 3),
            .. Enumerable.Range(After("2,Coin,"), 5),
        ]);

        static int After(string part) => Table.IndexOf(part, StringComparison.Ordinal) + part.Length;
    }
}
