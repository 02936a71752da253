namespace Couverture.Fuzzing.Generation;

/// <summary>Choices that are the same for the same seed.</summary>
internal sealed class Randomness(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A seed of its own for the n-th part of what a seed makes.</summary>
    public static int Seed(int seed, int part) => unchecked((seed * 1_000_003) ^ (part * 7_919));

    public int Next(int below) => _random.Next(below);

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public T Pick<T>(params IReadOnlyList<T> values) => values[_random.Next(values.Count)];

    /// <summary>Some of the values, in their order.</summary>
    public List<T> Some<T>(IEnumerable<T> values, double probability) => [.. values.Where(_ => Chance(probability))];
}
