using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;

namespace PortfolioGraph.Bench.Upstream;

/// <summary>A wallet with any number of tokens on any number of chains. Its address says how many.</summary>
internal sealed class Whale
{
    /// <summary>The number of chains that the stub supports.</summary>
    public const int MaxChains = 1_000;

    private const uint Marker = 0xb16b00b5;
    private static readonly ConcurrentDictionary<(int Tokens, int Chains), Whale> Known = new();

    private readonly double[] _chainValues;

    private Whale(int tokens, int chains)
    {
        _chainValues = new double[chains];
        var random = new Random(tokens);
        using var writer = new ByteWriter();
        writer.Write("{\"result\":["u8);
        for (var token = 0; token < tokens; token++)
        {
            var amount = random.Next(1_000, 10_000_000) / 1_000d;
            _chainValues[token % chains] += amount * 2;
            writer.Write(token == 0 ? "{\"chain_id\":"u8 : ",{\"chain_id\":"u8);
            writer.WriteText(ChainId(token % chains).ToString(CultureInfo.InvariantCulture));
            writer.WriteText(string.Create(
                CultureInfo.InvariantCulture, $",\"contract_address\":\"0x{token + 1:x40}\",\"name\":\"Token {token}\",\"symbol\":\"T{token}\",\"amount\":"));
            writer.Write(amount);
            writer.Write(",\"price_to_usd\":2.0,\"value_usd\":"u8);
            writer.Write(amount * 2);
            writer.Write(",\"abs_profit_usd\":0.5,\"roi\":0.25,\"status\":1}"u8);
        }

        writer.Write("],\"meta\":null}"u8);
        TokensJson = writer.Written.ToArray();
    }

    /// <summary>The response of <c>v4 overview/erc20/details</c>.</summary>
    public byte[] TokensJson { get; }

    /// <summary>The values of its chains.</summary>
    public IReadOnlyList<double> ChainValues => _chainValues;

    /// <summary>Returns the id of a chain of whales and of the supported chains.</summary>
    public static int ChainId(int chain) => chain < TokenRows.Chains.Count ? TokenRows.Chains[chain].Id : 1_000_000 + chain;

    /// <summary>Returns the name of a chain of whales and of the supported chains.</summary>
    public static string ChainName(int chain) => chain < TokenRows.Chains.Count ? TokenRows.Chains[chain].Name : string.Create(CultureInfo.InvariantCulture, $"Chain {chain}");

    /// <summary>Returns an address of a whale that was not used before.</summary>
    public static string GetAddress(int tokens, int chains, Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"0x{Marker:x8}{tokens:x8}{chains:x8}{random.NextInt64():x16}");

    /// <summary>Returns the whale with an address; null if the address is not a whale's.</summary>
    /// <param name="address">The 20 bytes of the address.</param>
    public static Whale? Find(ReadOnlySpan<byte> address) =>
        BinaryPrimitives.ReadUInt32BigEndian(address) != Marker ? null
        : Known.GetOrAdd((BinaryPrimitives.ReadInt32BigEndian(address[4..]), BinaryPrimitives.ReadInt32BigEndian(address[8..])), static size => new Whale(size.Tokens, size.Chains));
}
