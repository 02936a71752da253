namespace PortfolioGraph.Sandbox.World;

/// <summary>
/// What one asset costs: a constant now, and a path of prices that leads to it. Tokens that are the same asset on several chains
/// share a market. A price of 0 means that nobody quotes one.
/// </summary>
internal sealed record Market(string Id, decimal PriceUsd, decimal Volatility)
{
    // hours between two knots of the noise, and how far one octave swings at volatility 1
    private static readonly (int Hours, decimal Swing)[] Octaves =
        [(4380, 0.42m), (720, 0.18m), (168, 0.06m), (24, 0.02m), (3, 0.006m)];

    private readonly ulong _seed = SeededRandom.Hash("market " + Id);

    /// <summary>Prices that were set by hand, as (age in hours, price), the oldest first; between two of them the path is a line.</summary>
    public IReadOnlyList<(int AgeHours, decimal Price)> FixedPrices { get; init; } = [];

    public bool IsPriced => PriceUsd != 0;

    /// <summary>The price so many hours ago. Rounded, so that amounts times prices stay short and exact.</summary>
    public decimal PriceAt(int ageHours)
    {
        if (ageHours <= 0 || !IsPriced)
            return PriceUsd;
        if (FixedPrices.Count > 0)
            return Math.Round(Interpolate(ageHours), Digits);
        if (Volatility == 0)
            return PriceUsd;

        var factor = 1m - (Trend * ageHours / 26_280m);
        for (var octave = 0; octave < Octaves.Length; octave++)
            factor += Volatility * Octaves[octave].Swing * (Noise(octave, ageHours) - Noise(octave, 0));
        return Math.Round(PriceUsd * Math.Max(factor, 0.08m), Digits);
    }

    // over three years, from half its worth gained to a fifth lost
    private decimal Trend => Volatility * (((SeededRandom.Mix(_seed) % 700) / 1000m) - 0.2m);

    private int Digits => PriceUsd switch { >= 100 => 2, >= 1 => 4, >= 0.01m => 6, _ => 10 };

    private decimal Noise(int octave, int ageHours)
    {
        var (knot, rest) = Math.DivRem(ageHours, Octaves[octave].Hours);
        var (left, right) = (KnotValue(octave, knot), KnotValue(octave, knot + 1));
        return left + ((right - left) * rest / Octaves[octave].Hours);
    }

    private decimal KnotValue(int octave, int number) =>
        ((SeededRandom.Mix(unchecked(_seed + ((ulong)(octave + 1) << 40) + (ulong)number)) % 2001) - 1000m) / 1000m;

    private decimal Interpolate(int ageHours)
    {
        if (ageHours >= FixedPrices[0].AgeHours)
            return FixedPrices[0].Price;
        var next = 1;
        while (next < FixedPrices.Count && FixedPrices[next].AgeHours > ageHours)
            next++;
        var (fromAge, fromPrice) = FixedPrices[next - 1];
        var (toAge, toPrice) = next < FixedPrices.Count ? FixedPrices[next] : (0, PriceUsd);
        return fromPrice + ((toPrice - fromPrice) * (fromAge - ageHours) / (fromAge - toAge));
    }
}
