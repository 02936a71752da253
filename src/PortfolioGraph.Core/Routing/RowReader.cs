using System.Numerics;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>The reason to exclude a row of a response.</summary>
internal enum RowExclusion
{
    /// <summary>Other rows have the same data: the row is a total, or a token in a list of positions.</summary>
    Total,

    /// <summary>The row belongs to a network that is not an EVM chain, for example a Solana token.</summary>
    OtherNetwork,

    /// <summary>The identity of the row is unreadable.</summary>
    Unreadable,
}

/// <summary>The usable rows of a response.</summary>
/// <param name="Rows">The usable rows, in their order.</param>
/// <param name="Skipped">The number of skipped rows, without totals.</param>
/// <param name="IsUnusable">Whether most rows were unreadable, so that the whole response must be treated as invalid.</param>
internal readonly record struct FilteredRows<TRow>(IReadOnlyList<TRow> Rows, int Skipped, bool IsUnusable);

/// <summary>
/// Filters the rows of every dataset. An unreadable member is already null (see the wire records). A row without a readable identity is skipped, counted, logged and
/// reported in <see cref="Source.SkippedRows"/>. If most rows are unreadable, the whole response is invalid.
/// </summary>
internal sealed partial class RowReader(LoadMetrics metrics, ILogger<RowReader> logger)
{
    /// <summary>Returns the rows with a readable identity.</summary>
    /// <param name="endpoint">The endpoint that responded, as named in the route table.</param>
    /// <param name="rows">All rows of the response.</param>
    /// <param name="exclusionOf">Returns the reason to exclude a row; null if the row is usable.</param>
    /// <param name="countUnreadableInner">Counts the unreadable entries of lists inside a row; the code that reads the list skips them.</param>
    public FilteredRows<TRow> Filter<TRow>(string endpoint, IReadOnlyList<TRow> rows, Func<TRow, RowExclusion?> exclusionOf, Func<TRow, int>? countUnreadableInner = null)
    {
        // Only if a row is excluded. Until then, all rows are readable.
        List<TRow>? readable = null;
        var (unreadable, otherNetwork, inner) = (0, 0, 0);
        for (var index = 0; index < rows.Count; index++)
        {
            var row = rows[index];
            var exclusion = exclusionOf(row);
            if (exclusion is not null)
                readable ??= [.. rows.Take(index)];

            switch (exclusion)
            {
                case null:
                    readable?.Add(row);
                    inner += countUnreadableInner?.Invoke(row) ?? 0;
                    break;
                case RowExclusion.OtherNetwork:
                    otherNetwork++;
                    break;
                case RowExclusion.Unreadable:
                    unreadable++;
                    break;
            }
        }

        var skipped = unreadable + otherNetwork + inner;
        if (skipped > 0)
        {
            metrics.RowsSkipped(endpoint, skipped);
            LogSkipped(logger, endpoint, skipped, rows.Count, unreadable, otherNetwork, inner);
        }

        var count = readable?.Count ?? rows.Count;
        return new FilteredRows<TRow>(readable ?? rows, skipped, unreadable * 2 > count + unreadable + otherNetwork);
    }

    [LoggerMessage(1, LogLevel.Warning, "Upstream {Endpoint}: {Skipped} rows left out ({Rows} rows; {Unreadable} unreadable, {OtherNetwork} of other networks, {Inner} unreadable inside rows)")]
    private static partial void LogSkipped(ILogger logger, string endpoint, int skipped, int rows, int unreadable, int otherNetwork, int inner);
}

/// <summary>Decides whether a row must be excluded.</summary>
internal static class RowExclusions
{
    // Solana accounts are 32 bytes in base 58: 32 to 44 letters and digits.
    private const int MinOtherNetworkLength = 32;
    private const int MaxOtherNetworkLength = 44;

    /// <summary>Checks a row about a contract on a chain.</summary>
    /// <param name="chainId">The chain id.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="tokenId">The id of the NFT; null if there is none.</param>
    public static RowExclusion? ForContract(long? chainId, string? contract, BigInteger? tokenId = null) =>
        IsOtherNetwork(contract) ? RowExclusion.OtherNetwork
        : !Address.IsAddress(contract) || tokenId is { Sign: < 0 } ? RowExclusion.Unreadable
        : ForChain(chainId);

    /// <summary>Checks a row about a chain.</summary>
    /// <param name="chainId">The chain id.</param>
    public static RowExclusion? ForChain(long? chainId) => chainId.ToChainId() is not null ? null : chainId > int.MaxValue ? RowExclusion.OtherNetwork : RowExclusion.Unreadable;

    /// <summary>Checks a row that a name identifies.</summary>
    /// <param name="name">The name.</param>
    public static RowExclusion? ForName(string? name) => string.IsNullOrWhiteSpace(name) ? RowExclusion.Unreadable : null;

    /// <summary>Checks a row about a protocol.</summary>
    /// <param name="spelling">The protocol's key or name.</param>
    public static RowExclusion? ForProtocol(string? spelling) => spelling is null || ProtocolIds.Of(spelling).Length == 0 ? RowExclusion.Unreadable : null;

    /// <summary>Checks a row about an address.</summary>
    /// <param name="address">The address.</param>
    public static RowExclusion? ForAddress(string? address) => Address.IsAddress(address) ? null : IsOtherNetwork(address) ? RowExclusion.OtherNetwork : RowExclusion.Unreadable;

    /// <summary>Checks the row of a position. A token group is not a protocol, and its tokens are in their own list.</summary>
    /// <param name="protocol">The protocol's key or name.</param>
    public static RowExclusion? ForPosition(string? protocol) =>
        ForProtocol(protocol) ?? (ProtocolIds.IsTokenGroup(ProtocolIds.Of(protocol!)) ? RowExclusion.Total : null);

    /// <summary>Whether the token or the size of an amount inside a row is unreadable.</summary>
    /// <param name="token">The token's contract.</param>
    /// <param name="amount">The amount.</param>
    public static bool IsUnreadableAmount(string? token, JsonNumber? amount) =>
        !Address.IsAddress(token)
        || amount is not { } number
        // Only a number with an exponent can be too long for plain notation.
        || (!number.TryGetDecimal(out _) && number.Text.AsSpan().ContainsAny('e', 'E') && amount.ToBigDecimal() is null);

    private static bool IsOtherNetwork(string? text) =>
        text is { Length: >= MinOtherNetworkLength and <= MaxOtherNetworkLength } && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.All(char.IsAsciiLetterOrDigit);
}
