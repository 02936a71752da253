using System.Text;
using Couverture.Fuzzing.Generation;

namespace Couverture.Fuzzing.Mutation;

/// <summary>Mutates valid inputs: changes bits, bytes, tokens and ranges, and truncates, splices and repeats inputs.</summary>
internal sealed class Mutator(RandomSource random, IReadOnlyList<byte[]> seeds, IReadOnlyList<string> dictionaryTokens)
{
    private const int MaxLength = 64 * 1024;

    private static readonly byte[][] SpecialBytes =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [(byte)'\\'], [(byte)'"'], [(byte)'{'], [(byte)'}'], [(byte)'['], [(byte)']'],
    ];

    public byte[] Next()
    {
        var input = random.Pick(seeds).ToList();
        for (var changes = random.Pick(1, 1, 1, 2, 3, 6); changes > 0; changes--)
            Change(ref input);
        if (input.Count > MaxLength)
            input.RemoveRange(MaxLength, input.Count - MaxLength);
        return [.. input];
    }

    private void Change(ref List<byte> input)
    {
        var index = random.Next(input.Count + 1);
        var length = Math.Min(random.Chance(0.7) ? random.Between(1, 8) : random.Next(input.Count + 1), input.Count - index);
        switch (random.Next(11))
        {
            case 0 when index < input.Count:
                input[index] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                input.InsertRange(index, random.Pick(SpecialBytes));
                break;
            case 2:
                input.RemoveRange(index, length);
                break;
            case 3:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(index, length));
                break;
            case 4:
                var other = random.Pick(seeds);
                input.InsertRange(index, other[random.Next(other.Length)..]);
                break;
            case 5 when random.Chance(0.1):
                input.RemoveRange(index, input.Count - index);
                break;
            case 6 when random.Chance(0.2):
                // Repeat a part many times for depth and length, for example opening brackets that are never closed.
                var part = random.Chance(0.5) ? [.. Encoding.UTF8.GetBytes(random.Pick(dictionaryTokens))] : input.GetRange(index, Math.Min(length, 16));
                input.InsertRange(index, Enumerable.Repeat(part, Math.Min(random.Pick(10, 100, 1_000, 10_000), MaxLength / Math.Max(1, part.Count))).SelectMany(bytes => bytes).ToArray());
                break;
            default:
                input = ReplaceToken(input);
                break;
        }
    }

    private List<byte> ReplaceToken(List<byte> input)
    {
        var tokens = Tokens.Tokenize(Encoding.UTF8.GetString([.. input]));
        if (tokens.Count == 0)
            return [.. Encoding.UTF8.GetBytes(random.Pick(dictionaryTokens))];
        var index = random.Next(tokens.Count);
        tokens[index] = tokens[index] with { Text = random.Chance(0.5) ? random.Pick(dictionaryTokens) : random.Pick(tokens).Text };
        return [.. Encoding.UTF8.GetBytes(Tokens.Join(tokens))];
    }
}
