namespace PortfolioGraph.Sandbox.World;

/// <summary>
/// The price of one asset: a constant current price, and past prices that lead to it. Tokens that are the same asset on several chains
/// share a market. A price of 0 means that the asset is unpriced.
/// </summary>
internal sealed record Market(string Id, decimal PriceUsd, decimal Volatility)
{
    // Per octave of the noise: hours between two knots, and the amplitude at volatility 1.
    private static readonly (int Hours, decimal Swing)[] Octaves =
        [(4380, 0.42m), (720, 0.18m), (168, 0.06m), (24, 0.02m), (3, 0.006m)];

    private readonly ulong _seed = SeededRandom.Hash("market " + Id);

    /// <summary>Fixed past prices as (age in hours, price), oldest first. Prices between two of them are interpolated linearly.</summary>
    public IReadOnlyList<(int AgeHours, decimal Price)> FixedPrices { get; init; } = [];

    public bool IsPriced => PriceUsd != 0;

    /// <summary>Returns the price at an age. Prices are rounded so that amounts times prices stay short and exact.</summary>
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

    // The change over three years at volatility 1: from a gain of half the price to a loss of a fifth.
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

/// <summary>The markets of well-known assets. Prices are invented round figures of a realistic magnitude.</summary>
internal static class Markets
{
    private static readonly Dictionary<string, Market> ById = new Market[]
    {
        new("ETH", 3200m, 1m), new("STETH", 3195m, 1m), new("WSTETH", 3840m, 1m), new("RETH", 3620m, 1m), new("CBETH", 3510m, 1m),
        new("BTC", 98000m, 0.8m), new("BNB", 640m, 0.8m), new("POL", 0.45m, 1.1m), new("S", 0.52m, 1.2m), new("FTM", 0.48m, 1.2m),
        new("KAIA", 0.15m, 1m), new("AVAX", 28m, 1.2m), new("SAVAX", 33.6m, 1.2m),
        new("USDC", 1m, 0m), new("USDT", 1m, 0m), new("DAI", 1m, 0m), new("USDE", 1m, 0m), new("SUSDE", 1.17m, 0m),
        new("LINK", 18.5m, 1.1m), new("UNI", 9.2m, 1.2m), new("AAVE", 240m, 1.2m), new("1INCH", 0.31m, 1m), new("ENS", 22m, 1.2m),
        new("LDO", 1.25m, 1.3m), new("MKR", 1650m, 1m), new("CRV", 0.62m, 1.3m), new("PEPE", 0.0000118m, 1.4m),
        new("SHIB", 0.0000142m, 1.2m), new("COMP", 55m, 1.1m), new("GRT", 0.13m, 1.2m), new("RPL", 7.8m, 1.2m), new("GNO", 180m, 0.9m),
        new("OP", 1.1m, 1.3m), new("ARB", 0.48m, 1.3m), new("GMX", 17m, 1.2m), new("AERO", 0.85m, 1.4m), new("VELO", 0.062m, 1.4m),
        new("ZK", 0.07m, 1.3m), new("CAKE", 2.6m, 1.1m), new("AURORA", 0.11m, 1.3m), new("EIGEN", 1.4m, 1.3m), new("PENDLE", 4.4m, 1.4m),
        new("QI", 0.012m, 1.2m), new("XVS", 6.2m, 1.1m), new("MORPHO", 1.5m, 1.2m), new("ENA", 0.55m, 1.4m), new("QUICK", 0.024m, 1.3m),
    }.ToDictionary(m => m.Id);

    /// <summary>The market of unpriced tokens.</summary>
    public static readonly Market None = new("none", 0m, 0m);

    public static Market Get(string id) => ById[id];
}
