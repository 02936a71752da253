using System.Numerics;

namespace PortfolioGraph.Core;

/// <summary>One position in a protocol: supplied, borrowed, staked, pooled and so on.</summary>
/// <param name="Scope">Whose position, and the chain slice it was asked in.</param>
/// <param name="Chain">The chain the position is on.</param>
/// <param name="Protocol">The protocol.</param>
/// <param name="Kind">What the position does; DEBT exactly where <c>isDebt</c> is true.</param>
/// <param name="Name">The readable name of the position or pool.</param>
/// <param name="ContractAddress">The contract that holds the position.</param>
/// <param name="TokenId">The id of the token (NFT) that stands for the position, up to 2^256; null where none does.</param>
/// <param name="Owners">The addresses asked for that own it; null where the data source does not say.</param>
/// <param name="IsDebt">Whether it is a liability: the data source marks it so, calls its kind a debt, or gives it a value below zero. Its value is then negative.</param>
/// <param name="IsLocked">Whether it cannot be withdrawn now; null where unknown.</param>
/// <param name="Status">Whether it is still held.</param>
/// <param name="ValueUsd">Value in USD, negative for a debt; null where unpriced.</param>
/// <param name="Underlying">What the position is made of; amounts are positive, for debts too. May be empty although there is a value.</param>
/// <param name="Rewards">Rewards not claimed yet.</param>
/// <param name="ProfitAndLoss">Gain or loss over the whole life of the position; null where the data source gives none.</param>
/// <param name="Economics">Yield, fees, rewards and impermanent loss; null where the data source gives none.</param>
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
    ValueOrFailure<PositionEconomics?> Economics) : IPlaced
{
    /// <summary>The position's id within its type: everything that tells it from others (scope, chain, protocol, contract, token id, kind, debt).</summary>
    public string Key => $"{Scope}|{KeyInList}";

    static string IPlaced.ListName => "positions";

    Place IPlaced.Place => new(ValueUsd, KeyInList);

    private string KeyInList => string.Create(null, $"{Chain.ChainId}|{Protocol.ProtocolId}|{ContractAddress.Value}|{TokenId}|{Kind}|{Name}|{(IsDebt ? "debt" : "asset")}");
}
