using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PortfolioGraph.Bench.Upstream;

/// <summary>
/// The rows of <c>v4 overview/erc20/details</c>, written once. A wallet holds one row of each slot; its address determines which.
/// </summary>
internal sealed class TokenRows
{
    /// <summary>The number of tokens that each wallet holds.</summary>
    public const int Slots = 12;

    private const int Variants = 1024;

    private readonly byte[][] _json = new byte[Slots * Variants][];
    private readonly double[] _values = new double[Slots * Variants];

    public TokenRows()
    {
        // Seeded, so that every run serves the same data.
        var random = new Random(12);
        for (var row = 0; row < _json.Length; row++)
            (_json[row], _values[row]) = WriteRow(row / Variants, row % Variants, random);
    }

    /// <summary>The chains, in the order of the responses.</summary>
    public static IReadOnlyList<(int Id, string Name)> Chains { get; } = [(1, "Ethereum"), (10, "Optimism"), (8453, "Base"), (42161, "Arbitrum")];

    /// <summary>Returns the index among <see cref="Chains"/> of the chain of a slot.</summary>
    public static int ChainOf(int slot) => slot % Chains.Count;

    /// <summary>Returns the row of a wallet.</summary>
    /// <param name="address">The 20 bytes of the address.</param>
    /// <param name="slot">The slot.</param>
    public ReadOnlySpan<byte> GetJson(ReadOnlySpan<byte> address, int slot) => _json[RowOf(address, slot)];

    /// <summary>Returns the value of the row of a wallet.</summary>
    /// <param name="address">The 20 bytes of the address.</param>
    /// <param name="slot">The slot.</param>
    public double GetValue(ReadOnlySpan<byte> address, int slot) => _values[RowOf(address, slot)];

    private static int RowOf(ReadOnlySpan<byte> address, int slot) => (slot * Variants) + ((address[slot] | (address[slot + 8] << 8)) % Variants);

    // The first slots hold the native tokens of the chains, the others tokens that few wallets share. The amounts are fractions that JavaScript prints with the same digits.
    private static (byte[] Json, double Value) WriteRow(int slot, int variant, Random random)
    {
        var isNative = slot < Chains.Count;
        var contract = isNative ? "0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee" : "0x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"{slot}/{variant}"))[..20]);
        var (name, symbol) = isNative ? ("Ether", "ETH") : (string.Create(CultureInfo.InvariantCulture, $"Token {variant} of {slot}"), string.Create(CultureInfo.InvariantCulture, $"T{slot}X{variant}"));
        var price = isNative ? 3012.37 : random.Next(100, 10_000_000) / 10_000d;
        var amount = ((2 * random.NextInt64(1_000_000, 5_000_000_000)) + 1) / 1_000_000_000d;
        var value = amount * price;
        var roi = (random.NextDouble() * 2) - 0.9;
        var json = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"chain_id":{{Chains[ChainOf(slot)].Id}},"contract_address":"{{contract}}","name":"{{name}}","symbol":"{{symbol}}","amount":{{Format(amount)}},"price_to_usd":{{Format(price)}},"value_usd":{{Format(value)}},"abs_profit_usd":{{Format(value * roi)}},"roi":{{Format(roi)}},"status":1}""");
        return (Encoding.ASCII.GetBytes(json), value);
    }

    /// <summary>Formats a number as Python does: the shortest digits, with a fraction or an exponent.</summary>
    private static string Format(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
