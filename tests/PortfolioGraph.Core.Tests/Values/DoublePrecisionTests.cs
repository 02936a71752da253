using System.Globalization;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class DoublePrecisionTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1.50", "1.50")]
    [InlineData("271406.497", "271406.497")]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("0.0214184980323748765264839072", "0.0214184980323749")]
    [InlineData("-0.6666666666666666666666666667", "-0.666666666666667")]
    [InlineData("0.1000000000000000000000000001", "0.1")]
    [InlineData("0.99999999999999950", "1")]
    [InlineData("1234567890123456.5", "1234567890123460")]
    [InlineData("79228162514264337593543950335", "79228162514264300000000000000")]
    [InlineData("-79228162514264337593543950335", "-79228162514264300000000000000")]
    public void Round_Should_Keep15SignificantDigits_When_TheNumberHasMore(string number, string expected) =>
        Text(DoublePrecision.Round(Number(number))).ShouldBe(expected);

    [Theory]
    // Doubles have up to 17 significant digits, and those of the data source arrive with all of them.
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("271406.4971234567", "271406.4971234567")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("9007199254740993", "9007199254740990")]
    [InlineData("271406.497123456789012345", "271406.497123457")]
    [InlineData("12345678901.000000000000000", "12345678901.000000000000000")]
    public void Fit_Should_RoundOnlyNumbersThatADoubleChanges_When_TheNumberHasMoreDigits(string number, string expected) =>
        Text(DoublePrecision.Fit(Number(number))).ShouldBe(expected);

    [Theory]
    [InlineData(1, 3, "0.333333333333333")]
    [InlineData(2, 3, "0.666666666666667")]
    [InlineData(1, 4, "0.25")]
    [InlineData(-1, 3, "-0.333333333333333")]
    public void Of_Should_ReturnAFractionThatADoublePreserves_When_TheDivisionDoesNotEnd(int part, int whole, string expected) =>
        Text(Fraction.Of(part, whole)!.Value).ShouldBe(expected);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
