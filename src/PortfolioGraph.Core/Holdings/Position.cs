using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>One position in a protocol: supplied, borrowed, staked, pooled and so on.</summary>
/// <param name="Scope">The owners of the position, and the requested chain.</param>
/// <param name="Chain">The chain the position is on.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Kind">The kind of the position. DEBT if and only if <c>isDebt</c> is true.</param>
/// <param name="Name">The display name of the position or pool.</param>
/// <param name="ContractAddress">The contract that holds the position.</param>
/// <param name="TokenId">The id of the token (NFT) that represents the position, less than 2^256. Null if there is none.</param>
/// <param name="Owners">The requested addresses that own the position. Null if unknown.</param>
/// <param name="IsDebt">Whether the position is a debt: the data source marks it as a debt, or returns a debt kind or a negative value. The value of a debt is negative.</param>
/// <param name="IsLocked">Whether the position is locked and cannot be withdrawn now. Null if unknown.</param>
/// <param name="Status">Open or closed; unknown if the data source does not report it.</param>
/// <param name="ValueUsd">Value in USD, negative for a debt. Null if unpriced.</param>
/// <param name="Underlying">The underlying tokens. Amounts are positive, even for debts. May be empty even if the position has a value.</param>
/// <param name="Rewards">Unclaimed rewards.</param>
/// <param name="ProfitAndLoss">Gain or loss over the lifetime of the position. Null if not available.</param>
/// <param name="Economics">Yield, fees, rewards and impermanent loss. Null if not available.</param>
public sealed record Position(
    Scope Scope,
    Chain Chain,
    Protocol Protocol,
    PositionKind Kind,
    string Name,
    Address ContractAddress,
    BigInteger? TokenId,
    IReadOnlyList<Address>? Owners,
    bool IsDebt,
    ValueOrFailure<bool?> IsLocked,
    HoldingStatus Status,
    decimal? ValueUsd,
    IReadOnlyList<TokenAmount> Underlying,
    IReadOnlyList<TokenAmount> Rewards,
    ValueOrFailure<ProfitAndLoss?> ProfitAndLoss,
    ValueOrFailure<PositionEconomics?> Economics) : IHolding, IHasSortPosition
{
    /// <summary>The share of the value of the scope, for filters and sort keys. Null if unknown or not requested. Not a field of the schema, whose share is loaded on request.</summary>
    public decimal? QueriedShare { get; init; }

    /// <summary>The unique key of the position: scope, chain, protocol, contract, token id, kind, name, debt.</summary>
    public string Key => $"{Scope}|{KeyInList}";

    static string IHasSortPosition.ListName => "positions";

    SortPosition IHasSortPosition.SortPosition => new(ValueUsd, KeyInList);

    /// <summary>The key of the position among those of its scope, the same at every time.</summary>
    internal string KeyInList => string.Create(null, $"{Chain.ChainId}|{Protocol.ProtocolId}|{ContractAddress.Value}|{TokenId}|{Kind}|{Name}|{(IsDebt ? "debt" : "asset")}");
}
