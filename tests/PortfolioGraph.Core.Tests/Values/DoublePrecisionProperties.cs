using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace PortfolioGraph.Core.Tests.Values;

public sealed class DoublePrecisionProperties
{
    // Any bits of a decimal, at any scale.
    private static readonly Gen<decimal> Numbers =
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from middle in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(int.MinValue, int.MaxValue)))
        from high in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(int.MinValue, int.MaxValue)))
        from isNegative in Gen.Elements(false, true)
        from scale in Gen.Choose(0, 28)
        select new decimal(low, middle, high, isNegative, (byte)scale);

    [Fact]
    public void Of_Should_ReturnTextThatADoublePrintsAgain_When_PartAndWholeAreAny() =>
        Prop.ForAll(Numbers.Two().ToArbitrary(), static pair => Fraction.Of(pair.Item1, pair.Item2) is not { } fraction || PrintedAsDouble(fraction) == Text(fraction))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_Should_ReturnANumberThatADoublePreserves_When_TheNumberIsAny() =>
        Prop.ForAll(Numbers.ToArbitrary(), static number => decimal.Parse(PrintedAsDouble(DoublePrecision.Fit(number)), CultureInfo.InvariantCulture) == DoublePrecision.Fit(number))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Fit_Should_ChangeLessThanThe15thDigit_When_TheNumberIsAny() =>
        Prop.ForAll(Numbers.ToArbitrary(), static number => Math.Abs(DoublePrecision.Fit(number) - number) <= Math.Abs(number / 100_000_000_000_000m)).QuickCheckThrowOnFailure();

    // Numbers of 15 to 18 digits, which are the ones that some doubles preserve.
    [Fact]
    public void Fit_Should_KeepExactlyTheNumbersThatADoublePrintsAgain_When_TheyHaveAboutSixteenDigits() =>
        Prop.ForAll(
            (from high in Gen.OneOf(Gen.Choose(0, 9_999_999), Gen.Choose(0, 99_999_999), Gen.Choose(0, 999_999_999))
             from low in Gen.Choose(0, 999_999_999)
             from scale in Gen.Choose(0, 28)
             from isDouble in Gen.Elements(false, true)
             let number = new decimal((high * 1_000_000_000L) + low) * new decimal(1, 0, 0, false, (byte)scale)
             select isDouble ? decimal.Parse(PrintedAsDouble(number), CultureInfo.InvariantCulture) : number).ToArbitrary(),
            static number => (DoublePrecision.Fit(number) == number) == (decimal.Parse(PrintedAsDouble(number), CultureInfo.InvariantCulture) == number))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(50_000));

    // A double in plain notation, as decimals are written.
    private static string PrintedAsDouble(decimal number) =>
        Text(decimal.Parse(double.Parse(Text(number), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture));

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
