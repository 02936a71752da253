using System.Numerics;

namespace PortfolioGraph.Sandbox.World;

/// <summary>
/// An exact amount in whole tokens (not in their smallest unit), in steps of 10^-18. It is not a <see cref="decimal"/>, because
/// amounts of junk tokens exceed the range of that type.
/// </summary>
internal readonly record struct Quantity(BigInteger Atto)
{
    public const int Scale = 18;

    private static readonly BigInteger One = BigInteger.Pow(10, Scale);

    public static readonly Quantity Zero = new(BigInteger.Zero);

    public bool IsZero => Atto.IsZero;

    public static Quantity Of(decimal amount)
    {
        var whole = decimal.Truncate(amount);
        return new Quantity((new BigInteger(whole) * One) + new BigInteger((amount - whole) * 1_000_000_000_000_000_000m));
    }

    public static Quantity Whole(BigInteger amount) => new(amount * One);

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Atto + right.Atto);

    public static Quantity operator -(Quantity value) => new(-value.Atto);

    /// <summary>Returns the exact product, or 0 for an unpriced token (price 0) of any amount.</summary>
    public decimal Times(decimal price) => price == 0 ? 0 : ToDecimal() * price;

    public decimal ToDecimal()
    {
        var whole = BigInteger.DivRem(Atto, One, out var rest);
        return (decimal)whole + ((decimal)rest / 1_000_000_000_000_000_000m);
    }
}
