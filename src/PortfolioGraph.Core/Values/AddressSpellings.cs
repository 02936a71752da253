using System.Collections.Concurrent;
using System.Text;
using Nethereum.Util;

namespace PortfolioGraph.Core;

/// <summary>
/// The EIP-55 spellings of the addresses that were written last. A spelling takes a Keccak hash, so it is computed when it is first needed and then kept. There are two generations. When
/// the young one is full, it replaces the old one.
/// </summary>
internal static class AddressSpellings
{
    // Both generations together take about 8 MB at most.
    private const int MaxPerGeneration = 20_000;

    private static readonly Lock Gate = new();
    private static volatile Generation _young = new();
    private static volatile Generation _old = new();

    /// <summary>Returns the spelling of an address.</summary>
    /// <param name="address">The address.</param>
    public static string Get(Address address)
    {
        var young = _young;
        if (young.Spellings.TryGetValue(address, out var spelling))
            return spelling;

        spelling = _old.Spellings.GetValueOrDefault(address) ?? Compute(address);
        // Counted here, because the dictionary locks itself for its count.
        if (young.Spellings.TryAdd(address, spelling) && Interlocked.Increment(ref young.Count) == MaxPerGeneration)
        {
            lock (Gate)
                (_old, _young) = (young, new Generation());
        }

        return spelling;
    }

    // Only the hash comes from Nethereum, because its checksum method allocates 5 KB per address.
    // EIP-55: a letter is upper case if the digest of the lower-case digits has a nibble of 8 or more at the same index.
    private static string Compute(Address address) => string.Create(42, address, static (text, address) =>
    {
        address.WriteLower(text);
        var digits = new byte[text.Length - 2];
        Encoding.ASCII.GetBytes(text[2..], digits);
        var digest = Sha3Keccack.Current.CalculateHash(digits);
        for (var index = 0; index < digits.Length; index++)
        {
            var nibble = (index & 1) == 0 ? digest[index / 2] >> 4 : digest[index / 2] & 0xF;
            if (nibble >= 8)
                text[index + 2] = char.ToUpperInvariant(text[index + 2]);
        }
    });

    private sealed class Generation
    {
        public int Count;

        public ConcurrentDictionary<Address, string> Spellings { get; } = [];
    }
}
