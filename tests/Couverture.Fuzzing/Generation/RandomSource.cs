namespace Couverture.Fuzzing.Generation;

/// <summary>Random choices, reproducible from a seed.</summary>
internal sealed class RandomSource(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Derives the seed of the n-th part.</summary>
    public static int DeriveSeed(int seed, int part) => unchecked((seed * 1_000_003) ^ (part * 7_919));

    public int Next(int maxValue) => _random.Next(maxValue);

    public int Between(int min, int max) => _random.Next(min, max + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>Picks each value with the given probability, preserving the order.</summary>
    public List<T> PickSome<T>(IEnumerable<T> values, double probability) => [.. values.Where(_ => Chance(probability))];
}
