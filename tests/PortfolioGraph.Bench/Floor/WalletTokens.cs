using System.Text.Json;

namespace PortfolioGraph.Bench.Floor;

/// <summary>The tokens of a wallet, highest value first, read from <c>v4 overview/erc20/details</c>.</summary>
internal sealed class WalletTokens(FloorBody body) : IDisposable
{
    public List<TokenRow> Rows { get; } = new(12);

    public FloorBody Body => body;

    public static WalletTokens Read(FloorBody body)
    {
        var tokens = new WalletTokens(body);
        var reader = new Utf8JsonReader(body.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartObject && reader.CurrentDepth == 2)
                tokens.Rows.Add(ReadRow(ref reader));
        }

        tokens.Rows.Sort(static (a, b) => b.Value.CompareTo(a.Value));
        return tokens;
    }

    public void Dispose() => body.Dispose();

    private static TokenRow ReadRow(ref Utf8JsonReader reader)
    {
        var row = default(TokenRow);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("chain_id"u8))
                row = row with { ChainId = reader.ReadInt32() };
            else if (reader.ValueTextEquals("name"u8))
                row = row with { Name = reader.ReadSlice() };
            else if (reader.ValueTextEquals("symbol"u8))
                row = row with { Symbol = reader.ReadSlice() };
            else if (reader.ValueTextEquals("amount"u8))
                row = row with { Amount = reader.ReadSlice() };
            else if (reader.ValueTextEquals("price_to_usd"u8))
                row = row with { Price = reader.ReadSlice() };
            else if (reader.ValueTextEquals("value_usd"u8))
                row = row with { ValueText = reader.ReadSlice(), Value = reader.GetDouble() };
            else if (reader.ValueTextEquals("abs_profit_usd"u8))
                row = row with { Profit = reader.ReadSlice() };
            else if (reader.ValueTextEquals("roi"u8))
                row = row with { Roi = reader.ReadSlice() };
            else
                reader.Skip();
        }

        return row;
    }
}

/// <summary>A token of a wallet.</summary>
internal readonly record struct TokenRow(int ChainId, Slice Name, Slice Symbol, Slice Amount, Slice Price, Slice ValueText, double Value, Slice Profit, Slice Roi);

/// <summary>A wallet with its tokens by chain.</summary>
internal sealed record WalletByChain(WalletValues Values, WalletTokens Tokens);
