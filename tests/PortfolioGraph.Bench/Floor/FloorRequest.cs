using System.Buffers;
using System.Text.Json;

namespace PortfolioGraph.Bench.Floor;

/// <summary>The parts of a request body that the floor needs.</summary>
internal readonly record struct FloorRequest(string Operation, List<string> Addresses)
{
    public static FloorRequest Read(ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var operation = "";
        var addresses = new List<string>(5);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;

            if (reader.ValueTextEquals("operationName"u8))
            {
                reader.Read();
                operation = ToOperation(ref reader);
            }
            else if (reader.ValueTextEquals("addresses"u8))
            {
                reader.Read();
                while (reader.Read() && reader.TokenType == JsonTokenType.String)
                    addresses.Add(reader.GetString()!);
            }
        }

        return new FloorRequest(operation, addresses);
    }

    private static string ToOperation(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("Totals"u8) ? "Totals"
        : reader.ValueTextEquals("Tokens"u8) ? "Tokens"
        : reader.ValueTextEquals("TokensByChain"u8) ? "TokensByChain"
        : "";
}
