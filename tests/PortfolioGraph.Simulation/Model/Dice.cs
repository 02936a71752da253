namespace PortfolioGraph.Simulation.Model;

/// <summary>Random numbers that depend on the seed alone, on every version of the runtime: SplitMix64.</summary>
/// <param name="seed">The seed.</param>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Returns a number from 0 to less than 1.</summary>
    public double Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Returns a number from 0 to less than the bound.</summary>
    public int Next(int bound) => (int)(Next() * bound);

    /// <summary>Returns a number with an exponential distribution.</summary>
    public double NextExponential(double mean) => -mean * Math.Log(1 - Next());
}
