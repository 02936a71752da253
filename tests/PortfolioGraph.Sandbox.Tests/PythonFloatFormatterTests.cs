using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Sandbox.Wire;
using PortfolioGraph.Sandbox.World;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class PythonFloatFormatterTests
{
    // The expected texts are those of Python 3.
    [Theory]
    [InlineData("0", "0.0")]
    [InlineData("0.00", "0.0")]
    [InlineData("4500", "4500.0")]
    [InlineData("4500.50", "4500.5")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.0000118", "1.18e-05")]
    [InlineData("-0.000000001", "-1e-09")]
    [InlineData("1000000000000000", "1000000000000000.0")]
    [InlineData("10000000000000000", "1e+16")]
    [InlineData("12345678901234567890", "1.234567890123456789e+19")]
    public void Format_Should_MatchPython_When_ValueIsDecimal(string value, string expected) =>
        PythonFloatFormatter.Format(decimal.Parse(value, CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public void Format_Should_RoundTrip_When_TextIsParsed() => Prop.ForAll(
        Gen.Choose(int.MinValue, int.MaxValue).Two().Where(p => p.Item1 != 0).ToArbitrary(),
        Gen.Choose(0, 18).ToArbitrary(),
        (parts, scale) =>
        {
            var value = new decimal(parts.Item1, parts.Item2, 0, parts.Item1 < 0, (byte)scale);

            decimal.Parse(PythonFloatFormatter.Format(value), NumberStyles.Float, CultureInfo.InvariantCulture).ShouldBe(value);
            if (Math.Abs(value) < 10_000_000_000_000_000m)
                PythonFloatFormatter.Format(Quantity.Of(value)).ShouldBe(PythonFloatFormatter.Format(value));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Format_Should_KeepSeventeenDigits_When_QuantityExceedsDecimal()
    {
        PythonFloatFormatter.Format(Quantity.Whole(BigInteger.Pow(10, 30))).ShouldBe("1e+30");
        PythonFloatFormatter.Format(-Quantity.Whole((BigInteger.One << 256) - 1)).ShouldBe("-1.1579208923731619e+77");
    }
}
