using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.V5;

/// <summary>
/// What an index that came as an object says of the row it belongs to. CONTRACT, "HistoryMetrics". A member that is null narrows nothing.
/// </summary>
public sealed record V5IndexMembers
{
    /// <summary>The holder, or the zero address.</summary>
    public string? Address { get; init; }

    /// <summary>The chain; 0 where it could not be read.</summary>
    [JsonConverter(typeof(ChainIdConverter))]
    public long? Chain { get; init; }

    /// <summary>The contract of the position or token.</summary>
    public string? ContractAddress { get; init; }

    /// <summary>The NFT's id, up to 2^256; 0 for what is none, -1 where it could not be read.</summary>
    public BigInteger? TokenId { get; init; }

    /// <summary>The pool, market or vault inside the protocol's group.</summary>
    public string? ProtocolSubGroupId { get; init; }

    /// <summary>Reads an index.</summary>
    /// <param name="index">An <see cref="V5MetricsRow.Index"/> or <see cref="V5SnapshotRow.Index"/>.</param>
    /// <returns>Null where the index is an opaque string, or none.</returns>
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
