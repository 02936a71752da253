using System.Numerics;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>Reads the parts of snapshot rows that tokens and positions share.</summary>
internal static class V5Snapshots
{
    /// <summary>Checks the row of a token.</summary>
    public static RowExclusion? ExclusionOfToken(V5SnapshotRow row) => RowExclusions.ForContract(row.ChainId, row.ContractAddress, row.TokenId);

    /// <summary>Checks the row of a position.</summary>
    public static RowExclusion? ExclusionOfPosition(V5SnapshotRow row) => ExclusionOfToken(row) ?? RowExclusions.ForPosition(row.ProtocolGroupId ?? row.ProtocolGroupName);

    /// <summary>Counts the unreadable amounts inside the row of a position.</summary>
    public static int CountUnreadableAmounts(V5SnapshotRow row) => CountUnreadable(row.UnderlyingTokens) + CountUnreadable(row.RewardTokens);

    /// <summary>Counts the unreadable amounts inside a row of metrics.</summary>
    public static int CountUnreadableAmounts(V5MetricsRow row) => CountUnreadable(row.RewardsTokens) + CountUnreadable(row.ClaimedFees) + CountUnreadable(row.UnclaimedFees) + CountUnreadable(row.ImpermanentLoss);

    /// <summary>Whether the row is a debt.</summary>
    public static bool IsDebt(V5SnapshotRow row) =>
        Debts.IsDebt(PositionKinds.Of(row.ProtocolType), row.AssetSign < 0, row.ValueUsd, row.UnderlyingTokens is [var only] ? only.Amount : null);

    /// <summary>Returns the owner; null if the address is unreadable or zero, because the zero address means no owner.</summary>
    public static Address? OwnerOf(string? address) => address.ToAddress() is { } owner && owner != default ? owner : null;

    /// <summary>Returns the key of a row.</summary>
    public static SnapshotKey KeyOf(V5SnapshotRow row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var contract = row.ContractAddress.ToTokenAddress(chainId)!.Value;
        return new(row.Index, new(chainId, contract, row.TokenId ?? BigInteger.Zero, IsDebt(row), row.ProtocolSubGroupId), OwnerOf(row.Address));
    }

    private static int CountUnreadable(IReadOnlyList<V5TokenBalance>? tokens) => tokens?.Count(static token => RowExclusions.IsUnreadableAmount(token.Address, token.Amount)) ?? 0;
}
