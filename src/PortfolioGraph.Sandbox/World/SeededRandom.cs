using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Sandbox.World;

/// <summary>A pseudorandom number generator (SplitMix64). Its numbers depend only on the seed, on every machine and in every process.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public static SeededRandom FromText(string text) => new(Hash(text));

    /// <summary>Returns the first 8 bytes of the text's SHA-256 hash as a number.</summary>
    public static ulong Hash(string text) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Applies SplitMix64's finalizer: adjacent inputs yield unrelated outputs.</summary>
    public static ulong Mix(ulong value)
    {
        value = unchecked((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9);
        value = unchecked((value ^ (value >> 27)) * 0x94D049BB133111EB);
        return value ^ (value >> 31);
    }

    public ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        return Mix(_state);
    }

    public int Between(int min, int max) => min + (int)(Next() % (ulong)(max - min + 1));

    public bool Chance(int percent) => Between(1, 100) <= percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Between(0, from.Count - 1)];

    /// <summary>Returns a number between the bounds in steps of 1/1000 of their difference.</summary>
    public decimal Fraction(decimal min, decimal max) => min + ((max - min) * Between(0, 1000) / 1000m);

    /// <summary>Returns a random sample of the items, in their original order.</summary>
    public IReadOnlyList<T> Sample<T>(IReadOnlyList<T> from, int count)
    {
        var remaining = Enumerable.Range(0, from.Count).ToList();
        while (remaining.Count > count)
            remaining.RemoveAt(Between(0, remaining.Count - 1));
        return [.. remaining.Select(i => from[i])];
    }
}
