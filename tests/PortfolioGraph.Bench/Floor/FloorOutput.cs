using System.Buffers;
using System.Text.Json;

namespace PortfolioGraph.Bench.Floor;

/// <summary>Writes the responses. Numbers and texts are copied from the upstream's responses.</summary>
internal sealed class FloorOutput : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);
    private readonly Utf8JsonWriter _json;

    public FloorOutput() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    public ReadOnlyMemory<byte> Written => _buffer.WrittenMemory;

    public void WriteTotals(WalletValues values, IEnumerable<string> addresses)
    {
        StartWallets();
        foreach (var address in addresses)
        {
            _json.WriteStartObject();
            Write("valueUsd"u8, values.GetValue(address));
            _json.WriteEndObject();
        }

        EndWallets();
    }

    public void WriteTokens(IEnumerable<WalletTokens> wallets)
    {
        StartWallets();
        foreach (var wallet in wallets)
        {
            _json.WriteStartObject();
            _json.WriteStartObject("tokens"u8);
            _json.WriteNumber("totalCount"u8, wallet.Rows.Count);
            _json.WriteStartArray("nodes"u8);
            foreach (var row in wallet.Rows)
                WriteToken(wallet.Body, row, inFull: true);
            _json.WriteEndArray();
            _json.WriteEndObject();
            _json.WriteEndObject();
        }

        EndWallets();
    }

    public void WriteTokensByChain(IEnumerable<WalletByChain> wallets)
    {
        StartWallets();
        foreach (var wallet in wallets)
        {
            _json.WriteStartObject();
            _json.WriteStartArray("chains"u8);
            foreach (var chain in wallet.Values.Chains)
                WriteChain(wallet, chain);
            _json.WriteEndArray();
            _json.WriteEndObject();
        }

        EndWallets();
    }

    public void Dispose() => _json.Dispose();

    private void WriteChain(WalletByChain wallet, ChainValue chain)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("chain"u8);
        _json.WriteNumber("chainId"u8, chain.Id);
        Write("name"u8, wallet.Values.Body.Get(chain.Name));
        _json.WriteEndObject();
        Write("valueUsd"u8, wallet.Values.Body.Get(chain.ValueText));
        _json.WriteStartObject("tokens"u8);
        _json.WriteStartArray("nodes"u8);
        foreach (var row in wallet.Tokens.Rows)
        {
            if (row.ChainId == chain.Id)
                WriteToken(wallet.Tokens.Body, row, inFull: false);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteToken(FloorBody body, TokenRow row, bool inFull)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("token"u8);
        Write("symbol"u8, body.Get(row.Symbol));
        Write("name"u8, body.Get(row.Name));
        if (inFull)
            _json.WriteNumber("chainId"u8, row.ChainId);
        _json.WriteEndObject();
        // The only number that the graph returns as text.
        _json.WritePropertyName("amount"u8);
        Span<byte> text = stackalloc byte[64];
        var amount = body.Get(row.Amount);
        text[0] = (byte)'"';
        amount.CopyTo(text[1..]);
        text[amount.Length + 1] = (byte)'"';
        _json.WriteRawValue(text[..(amount.Length + 2)], skipInputValidation: true);
        Write("priceUsd"u8, body.Get(row.Price));
        Write("valueUsd"u8, body.Get(row.ValueText));
        if (inFull)
        {
            _json.WriteStartObject("profitAndLoss"u8);
            Write("absoluteUsd"u8, body.Get(row.Profit));
            Write("roi"u8, body.Get(row.Roi));
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        _json.WritePropertyName(name);
        _json.WriteRawValue(value, skipInputValidation: true);
    }

    private void StartWallets()
    {
        _json.WriteStartObject();
        _json.WriteStartObject("data"u8);
        _json.WriteStartArray("wallets"u8);
    }

    private void EndWallets()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }
}
