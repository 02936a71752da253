using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class BigDecimalTests
{
    private static readonly Arbitrary<string> Numbers =
        (from sign in Gen.Elements("", "-")
         from whole in Gen.Elements("0", "7", "12", "998877665544332211009988776655443322110099887766")
         from fraction in Gen.Elements("", ".0", ".5", ".05", ".500", ".000000000000000000000000000000000000017")
         from exponent in Gen.Frequency((3, Gen.Constant("")), (2, Gen.Choose(-40, 40).Select(e => $"e{e}")), (1, Gen.Choose(0, 40).Select(e => $"E+{e}")))
         select sign + whole + fraction + exponent).ToArbitrary();

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0", "0.0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("1.50", "1.50")]
    [InlineData("-12.5", "-12.5")]
    [InlineData("1e-7", "0.0000001")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("1e+3", "1000")]
    [InlineData("1.25e1", "12.5")]
    [InlineData("1.25e4", "12500")]
    [InlineData("0e5", "0")]
    [InlineData("0.5", "0.5")]
    [InlineData("79228162514264337593543950335123456789.000000000000000000000000000000000001", "79228162514264337593543950335123456789.000000000000000000000000000000000001")]
    public void ToString_Should_UsePlainNotationDigitForDigit_When_TextIsANumber(string text, string expected)
    {
        BigDecimal.TryParse(text, out var number).ShouldBeTrue();

        number.ToString().ShouldBe(expected);
        Span<byte> utf8 = stackalloc byte[32];
        if (number.TryFormat(utf8, out var length))
            Encoding.ASCII.GetString(utf8[..length]).ShouldBe(expected);
        else
            expected.Length.ShouldBeGreaterThan(28, "shorter numbers are formatted at once");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1 ")]
    [InlineData(" 1")]
    [InlineData("1,5")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("١")]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("1e99999999999999999999")]
    [InlineData("1e-2147483648")]
    [InlineData("1e1001")]
    public void TryParse_Should_ReturnFalse_When_TextIsNotANumberOrItsExponentIsHuge(string? text) => BigDecimal.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_Should_ReturnFalse_When_NumberHasMoreThanAThousandDigits()
    {
        BigDecimal.TryParse(new string('9', 1000), out _).ShouldBeTrue();
        BigDecimal.TryParse(new string('9', 1001), out _).ShouldBeFalse();
        BigDecimal.TryParse("0." + new string('9', 999), out _).ShouldBeTrue();
        BigDecimal.TryParse("0." + new string('9', 1000), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("12.50", "12.50")]
    [InlineData("0.1234567890123456789012345678", "0.1234567890123456789012345678")]
    [InlineData("0.12345678901234567890123456785", "0.1234567890123456789012345679")]
    [InlineData("-0.12345678901234567890123456785", "-0.1234567890123456789012345679")]
    [InlineData("12345678901234567890.1234567890123", "12345678901234567890.12345679")]
    [InlineData("9999999999999999999999999999.96", "10000000000000000000000000000")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("7.9e28", "79000000000000000000000000000")]
    [InlineData("1e-28", "0.0000000000000000000000000001")]
    [InlineData("4e-29", "0")]
    [InlineData("-1e-40", "0")]
    public void ToDecimal_Should_RoundTo28SignificantDigits_When_NumberIsInRange(string text, string expected)
    {
        var number = Read(text);

        number.ToDecimal().ShouldBe(decimal.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("79228162514264337593543950335")]
    [InlineData("8e28")]
    [InlineData("-8e28")]
    [InlineData("1e400")]
    public void ToDecimal_Should_BeNull_When_NumberIsOutOfRange(string text)
    {
        Read(text).ToDecimal().ShouldBeNull();
    }

    [Fact]
    public void ToString_Should_RoundTrip_When_Parsed() =>
        Prop.ForAll(Numbers, text =>
            BigDecimal.TryParse(text, out var number)
            && BigDecimal.TryParse(number.ToString(), out var again)
            && again == number && again.ToString() == number.ToString()
            && !number.ToString().Contains('e', StringComparison.OrdinalIgnoreCase)).QuickCheckThrowOnFailure();

    // The same amount of money has the same text, whatever route or computation it comes from.
    [Fact]
    public void Of_Should_DependOnTheValueAlone_When_DecimalsDifferInTrailingZeros() =>
        Prop.ForAll(Gen.Choose(-100_000, 100_000).ToArbitrary(), Gen.Choose(0, 28).ToArbitrary(), Gen.Choose(0, 22).ToArbitrary(), (digits, scale, zeros) =>
        {
            var number = new decimal(Math.Abs(digits), 0, 0, digits < 0, (byte)scale);
            var scaled = scale + zeros > 28 ? number : number + new decimal(0, 0, 0, false, (byte)(scale + zeros));

            var text = BigDecimal.Of(number).ToString()!;

            return BigDecimal.Of(scaled).ToString() == text
                && decimal.Parse(text, CultureInfo.InvariantCulture) == number
                && (!text.Contains('.', StringComparison.Ordinal) || text[^1] is not ('0' or '.'));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("0.0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("100", "100")]
    [InlineData("100.00", "100")]
    [InlineData("0.10", "0.1")]
    [InlineData("-1.230", "-1.23")]
    [InlineData("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Of_Should_HaveNoTrailingZeros_When_TheDecimalHasThem(string number, string expected) =>
        BigDecimal.Of(decimal.Parse(number, CultureInfo.InvariantCulture)).ToString().ShouldBe(expected);

    [Fact]
    public void CompareTo_Should_AgreeWithExactFractions_When_NumbersAreCompared() =>
        Prop.ForAll(Numbers, Numbers, (left, right) =>
        {
            var a = Read(left);
            var b = Read(right);
            var expected = Scaled(left).CompareTo(Scaled(right));
            return Math.Sign(a.CompareTo(b)) == Math.Sign(expected)
                && (a == b) == (expected == 0)
                && (expected != 0 || a.GetHashCode() == b.GetHashCode())
                && (a < b) == (expected < 0) && (a <= b) == (expected <= 0) && (a > b) == (expected > 0) && (a >= b) == (expected >= 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arithmetic_Should_AgreeWithExactFractions_When_NumbersAreAddedAndMultiplied() =>
        Prop.ForAll(Numbers, Numbers, (left, right) =>
        {
            var a = Read(left);
            var b = Read(right);
            return Scaled((a + b).ToString()) == Scaled(left) + Scaled(right)
                && Scaled((a * b).ToString(), 2) == Scaled(left) * Scaled(right)
                && Scaled(a.Abs().ToString()) == BigInteger.Abs(Scaled(left));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ToDecimal_Should_BeTheNearest_When_NumberIsInRange() =>
        Prop.ForAll(Numbers, text =>
        {
            var number = Read(text);
            if (number.ToDecimal() is not { } rounded)
                return BigInteger.Abs(Scaled(text)) > Scaled("7.9228e28");

            // Half a unit of the 28th significant digit, or of the 28th decimal.
            var exact = Scaled(text);
            var error = BigInteger.Abs(exact - Scaled(rounded.ToString(CultureInfo.InvariantCulture)));
            return error * 2 <= BigInteger.Max(BigInteger.Abs(exact) / BigInteger.Pow(10, 27), BigInteger.Pow(10, Scale - 28));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void CompareTo_Should_ThrowForOtherTypes_When_ComparedAsAnObject()
    {
        var one = Read("1");

        one.CompareTo(null).ShouldBe(1);
        one.CompareTo((object)one).ShouldBe(0);
        Should.Throw<ArgumentException>(() => one.CompareTo("1"));
    }

    private const int Scale = 100;

    private static BigDecimal Read(string text) => BigDecimal.TryParse(text, out var number) ? number : throw new FormatException(text);

    /// <summary>Returns the number times a large power of ten, computed from its text independently of the tested code.</summary>
    private static BigInteger Scaled(string text, int times = 1)
    {
        var parts = text.ToLowerInvariant().Split('e');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        return BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, (Scale * times) + exponent - decimals);
    }
}
