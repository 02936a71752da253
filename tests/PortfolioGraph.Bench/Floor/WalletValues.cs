using System.Text;
using System.Text.Json;

namespace PortfolioGraph.Bench.Floor;

/// <summary>The values of wallets and of their chains, read from <c>v5 general/current_value</c>.</summary>
internal sealed class WalletValues(FloorBody body) : IDisposable
{
    private readonly List<(Slice Address, Slice Value)> _wallets = new(5);

    /// <summary>The chains, highest value first.</summary>
    public List<ChainValue> Chains { get; } = new(4);

    public FloorBody Body => body;

    public static WalletValues Read(FloorBody body)
    {
        var values = new WalletValues(body);
        var reader = new Utf8JsonReader(body.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;

            if (reader.ValueTextEquals("by_address"u8))
                values.ReadWallets(ref reader);
            else if (reader.ValueTextEquals("by_chain"u8))
                values.ReadChains(ref reader);
        }

        values.Chains.Sort(static (a, b) => b.Value.CompareTo(a.Value));
        return values;
    }

    /// <summary>Returns the value of a wallet as it stands in the response.</summary>
    /// <param name="address">The address in the spelling of the request.</param>
    public ReadOnlySpan<byte> GetValue(string address)
    {
        Span<byte> text = stackalloc byte[44];
        var length = Encoding.ASCII.GetBytes(address, text);
        foreach (var wallet in _wallets)
        {
            if (Ascii.EqualsIgnoreCase(text[..length], body.Get(wallet.Address)[1..^1]))
                return body.Get(wallet.Value);
        }

        return "null"u8;
    }

    public void Dispose() => body.Dispose();

    private void ReadWallets(ref Utf8JsonReader reader)
    {
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;)
        {
            var (address, value) = (default(Slice), default(Slice));
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isAddress = reader.ValueTextEquals("address"u8);
                reader.Read();
                (address, value) = isAddress ? (reader.GetSlice(), value) : (address, reader.GetSlice());
            }

            _wallets.Add((address, value));
        }
    }

    private void ReadChains(ref Utf8JsonReader reader)
    {
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.StartObject;)
        {
            var chain = default(ChainValue);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("chain_id"u8))
                    chain = chain with { Id = reader.ReadInt32() };
                else if (reader.ValueTextEquals("chain_name"u8))
                    chain = chain with { Name = reader.ReadSlice() };
                else
                    chain = chain with { ValueText = reader.ReadSlice(), Value = reader.GetDouble() };
            }

            Chains.Add(chain);
        }
    }
}

/// <summary>The value of a wallet on one chain.</summary>
internal readonly record struct ChainValue(int Id, Slice Name, Slice ValueText, double Value);

/// <summary>Reads values as they stand in the body.</summary>
internal static class SliceReader
{
    public static Slice GetSlice(this ref Utf8JsonReader reader) => new((int)reader.TokenStartIndex, (int)(reader.BytesConsumed - reader.TokenStartIndex));

    public static Slice ReadSlice(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetSlice();
    }

    public static int ReadInt32(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt32();
    }
}
