namespace Couverture.Fuzzing.Generation;

/// <summary>Choices that are the same for the same seed.</summary>
internal sealed class RandomSource(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A seed of its own for the n-th part of what a seed makes.</summary>
    public static int DeriveSeed(int seed, int part) => unchecked((seed * 1_000_003) ^ (part * 7_919));

    public int Next(int maxValue) => _random.Next(maxValue);

    public int Between(int min, int max) => _random.Next(min, max + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>Some of the values, in their order.</summary>
    public List<T> PickSome<T>(IEnumerable<T> values, double probability) => [.. values.Where(_ => Chance(probability))];
}
