namespace PortfolioGraph.Core;

/// <summary>A value split by chain, by category and by protocol; those by chain and by category add up to the total, that by protocol to the category PROTOCOLS.</summary>
/// <param name="Scope">Whose value.</param>
/// <param name="TotalUsd">The whole value in USD, assets minus debts.</param>
/// <param name="ByChain">Value per chain, greatest first.</param>
/// <param name="ByCategory">Value per category, greatest first.</param>
/// <param name="ByProtocol">Value of the positions per protocol, over all chains, greatest first.</param>
/// <param name="Source">Where the figures come from and how old they are.</param>
public sealed record ValueBreakdown(
    Scope Scope,
    decimal TotalUsd,
    IReadOnlyList<ChainValue> ByChain,
    IReadOnlyList<CategoryValue> ByCategory,
    IReadOnlyList<ProtocolValue> ByProtocol,
    Source Source);

/// <summary>The value on one chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="ValueUsd">Value in USD, assets minus debts.</param>
/// <param name="Share">Part of the whole value as a fraction: 0.25 is a quarter; null where the whole is 0 or negative.</param>
public sealed record ChainValue(Chain Chain, decimal ValueUsd, decimal? Share);

/// <summary>The value in one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="ValueUsd">Value in USD, assets minus debts.</param>
/// <param name="Share">Part of the whole value as a fraction: 0.25 is a quarter; null where the whole is 0 or negative.</param>
public sealed record CategoryValue(AssetCategory Category, decimal ValueUsd, decimal? Share);

/// <summary>The value in one protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="ValueUsd">Value in USD, assets minus debts.</param>
/// <param name="Share">Part of the whole value as a fraction: 0.25 is a quarter; null where the whole is 0 or negative.</param>
public sealed record ProtocolValue(Protocol Protocol, decimal ValueUsd, decimal? Share);
