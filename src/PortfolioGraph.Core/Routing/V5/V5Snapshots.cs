using System.Numerics;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Core.Routing.V5;

/// <summary>What rows of snapshots say of tokens and positions alike.</summary>
internal static class V5Snapshots
{
    /// <summary>What a token's row lacks.</summary>
    public static RowGap? GapOfToken(V5SnapshotRow row) => RowGaps.OfContract(row.ChainId, row.ContractAddress, row.TokenId);

    /// <summary>What a position's row lacks.</summary>
    public static RowGap? GapOfPosition(V5SnapshotRow row) => GapOfToken(row) ?? RowGaps.OfPosition(row.ProtocolGroupId ?? row.ProtocolGroupName);

    /// <summary>How many amounts inside a position's row say nothing.</summary>
    public static int InnerGapsOf(V5SnapshotRow row) => GapsIn(row.UnderlyingTokens) + GapsIn(row.RewardTokens);

    /// <summary>How many amounts inside a row of metrics say nothing.</summary>
    public static int InnerGapsOf(V5MetricsRow row) => GapsIn(row.RewardsTokens) + GapsIn(row.ClaimedFees) + GapsIn(row.UnclaimedFees) + GapsIn(row.ImpermanentLoss);

    /// <summary>Whether it is a liability.</summary>
    public static bool IsDebt(V5SnapshotRow row) =>
        Debts.IsDebt(PositionKinds.Of(row.ProtocolType), row.AssetSign < 0, row.ValueUsd, row.UnderlyingTokens is [var only] ? only.Amount : null);

    /// <summary>The holder that an address names; null for the zero address, which names none.</summary>
    public static Address? OwnerOf(string? address) => address.ToAddress() is { } owner && owner != default ? owner : null;

    /// <summary>What tells a row from others.</summary>
    public static SnapshotKey KeyOf(V5SnapshotRow row)
    {
        var chainId = row.ChainId.ToChainId()!.Value;
        var contract = row.ContractAddress.ToTokenAddress(chainId)!.Value;
        return new(row.Index, new(chainId, contract, row.TokenId ?? BigInteger.Zero, IsDebt(row), row.ProtocolSubGroupId), OwnerOf(row.Address));
    }

    private static int GapsIn(IReadOnlyList<V5TokenBalance>? tokens) => tokens?.Count(static token => RowGaps.IsGap(token.Address, token.Amount)) ?? 0;
}
