using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Sandbox.World;

/// <summary>A stream of numbers that follows from its seed alone, the same on every machine and in every process.</summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    public static SeededRandom FromText(string text) => new(Hash(text));

    /// <summary>The first 8 bytes of SHA-256 over the text, as a number.</summary>
    public static ulong Hash(string text) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>SplitMix64's finalizer: neighbouring inputs give unrelated outputs.</summary>
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

    /// <summary>A fraction in steps of 1/1000.</summary>
    public decimal Fraction(decimal min, decimal max) => min + ((max - min) * Between(0, 1000) / 1000m);

    /// <summary>Some of the given things, in their order.</summary>
    public IReadOnlyList<T> Sample<T>(IReadOnlyList<T> from, int count)
    {
        var remaining = Enumerable.Range(0, from.Count).ToList();
        while (remaining.Count > count)
            remaining.RemoveAt(Between(0, remaining.Count - 1));
        return [.. remaining.Select(i => from[i])];
    }
}
