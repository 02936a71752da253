using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// The members of an index that is an object. They identify the row it belongs to. CONTRACT, "HistoryMetrics". Null members match any row.
/// </summary>
public sealed record V5IndexMembers
{
    /// <summary>The holder, or the zero address.</summary>
    public string? Address { get; set; }

    /// <summary>The chain. 0 if unreadable.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? Chain { get; set; }

    /// <summary>The contract of the position or token.</summary>
    public string? ContractAddress { get; set; }

    /// <summary>The NFT's id, up to 2^256; 0 without an NFT, -1 if unreadable.</summary>
    public BigInteger? TokenId { get; set; }

    /// <summary>The pool, market or vault inside the protocol's group.</summary>
    public string? ProtocolSubGroupId { get; set; }

    /// <summary>Parses an index.</summary>
    /// <param name="index">An <see cref="V5MetricsRow.Index"/> or <see cref="V5SnapshotRow.Index"/>.</param>
    /// <returns>The members. Null if the index is an opaque string or null.</returns>
    public static V5IndexMembers? Read(string? index)
    {
        if (index?.StartsWith('{') != true)
            return null;

        try
        {
            return JsonSerializer.Deserialize(index, V5WireContext.Default.V5IndexMembers);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
