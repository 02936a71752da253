using System.Numerics;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Why a row of the wire says nothing of what it should be about.</summary>
internal enum RowGap
{
    /// <summary>Other rows tell the same: it is a sum over them, or a token among positions.</summary>
    Total,

    /// <summary>It is about something that no EVM chain has, such as a token of Solana.</summary>
    Foreign,

    /// <summary>What it is about cannot be read.</summary>
    Unreadable,
}

/// <summary>The rows of an answer that say what they are about.</summary>
/// <param name="Rows">Those rows, in their order.</param>
/// <param name="Skipped">How many others there were, totals aside.</param>
/// <param name="IsBad">Whether most rows were unreadable, so that the answer as a whole is not to be believed.</param>
internal readonly record struct SiftedRows<TRow>(IReadOnlyList<TRow> Rows, int Skipped, bool IsBad);

/// <summary>
/// The one rule for rows of every dataset. A member that cannot be read is null already (see the wire's records). A row that does not say what it is about is left out,
/// counted, logged, and told as <see cref="Source.SkippedRows"/>; where most rows are like that the answer is a bad one.
/// </summary>
internal sealed partial class RowReader(LoadMetrics metrics, ILogger<RowReader> logger)
{
    /// <summary>Leaves out the rows that do not say what they are about.</summary>
    /// <param name="endpoint">The endpoint that answered, as the route table names it.</param>
    /// <param name="rows">All rows of its answer.</param>
    /// <param name="gapOf">What a row lacks; null for one that is whole.</param>
    /// <param name="innerGapsOf">How many rows of a list inside a row say nothing; they are left out where that list is read.</param>
    public SiftedRows<TRow> Sift<TRow>(string endpoint, IReadOnlyList<TRow> rows, Func<TRow, RowGap?> gapOf, Func<TRow, int>? innerGapsOf = null)
    {
        List<TRow> whole = new(rows.Count);
        var (unreadable, foreign, inner) = (0, 0, 0);
        foreach (var row in rows)
        {
            switch (gapOf(row))
            {
                case null:
                    whole.Add(row);
                    inner += innerGapsOf?.Invoke(row) ?? 0;
                    break;
                case RowGap.Foreign:
                    foreign++;
                    break;
                case RowGap.Unreadable:
                    unreadable++;
                    break;
            }
        }

        var skipped = unreadable + foreign + inner;
        if (skipped > 0)
        {
            metrics.RowsSkipped(endpoint, skipped);
            LogSkipped(logger, endpoint, skipped, rows.Count, unreadable, foreign, inner);
        }

        return new SiftedRows<TRow>(whole, skipped, unreadable * 2 > whole.Count + unreadable + foreign);
    }

    [LoggerMessage(1, LogLevel.Warning, "Upstream {Endpoint}: {Skipped} rows left out ({Rows} rows; {Unreadable} unreadable, {Foreign} of other networks, {Inner} unreadable inside rows)")]
    private static partial void LogSkipped(ILogger logger, string endpoint, int skipped, int rows, int unreadable, int foreign, int inner);
}

/// <summary>What rows lack.</summary>
internal static class RowGaps
{
    // Solana writes accounts in base 58: 32 bytes take 32 to 44 letters and digits.
    private const int ShortestForeign = 32;
    private const int LongestForeign = 44;

    /// <summary>Of a row about a contract on a chain.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="tokenId">The NFT's id; null for none.</param>
    public static RowGap? OfContract(long? chainId, string? contract, BigInteger? tokenId = null) =>
        IsForeign(contract) ? RowGap.Foreign
        : !Address.IsAddress(contract) || tokenId is { Sign: < 0 } ? RowGap.Unreadable
        : OfChain(chainId);

    /// <summary>Of a row about a chain.</summary>
    /// <param name="chainId">The chain.</param>
    public static RowGap? OfChain(long? chainId) => chainId.ToChainId() is not null ? null : chainId > int.MaxValue ? RowGap.Foreign : RowGap.Unreadable;

    /// <summary>Of a row about something that a text names.</summary>
    /// <param name="name">The text.</param>
    public static RowGap? OfName(string? name) => string.IsNullOrWhiteSpace(name) ? RowGap.Unreadable : null;

    /// <summary>Of a row about a protocol.</summary>
    /// <param name="spelling">Its key or name.</param>
    public static RowGap? OfProtocol(string? spelling) => spelling is null || ProtocolIds.Of(spelling).Length == 0 ? RowGap.Unreadable : null;

    /// <summary>Of a row about an address.</summary>
    /// <param name="address">The address.</param>
    public static RowGap? OfAddress(string? address) => Address.IsAddress(address) ? null : IsForeign(address) ? RowGap.Foreign : RowGap.Unreadable;

    /// <summary>Of a position's row; a group of tokens is not a protocol, and tokens have a list of their own.</summary>
    /// <param name="protocol">The protocol's key or name.</param>
    public static RowGap? OfPosition(string? protocol) =>
        OfProtocol(protocol) ?? (ProtocolIds.IsTokenGroup(ProtocolIds.Of(protocol!)) ? RowGap.Total : null);

    /// <summary>Whether an amount of a token inside a row says nothing: which token, or how much.</summary>
    /// <param name="token">The token's contract.</param>
    /// <param name="amount">The amount.</param>
    public static bool IsGap(string? token, JsonNumber? amount) =>
        !Address.IsAddress(token)
        || amount is not { } number
        // Only an exponent makes a number too long to be written out.
        || (number.Text.AsSpan().ContainsAny('e', 'E') && amount.ToBigDecimal() is null);

    private static bool IsForeign(string? text) =>
        text is { Length: >= ShortestForeign and <= LongestForeign } && !text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.All(char.IsAsciiLetterOrDigit);
}
