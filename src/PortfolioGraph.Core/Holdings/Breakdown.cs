namespace PortfolioGraph.Core;

/// <summary>The total value, broken down by chain, category and protocol. Chains and categories each add up to the total; protocols add up to the category PROTOCOLS.</summary>
/// <param name="Scope">The owners of the value, and all chains or one.</param>
/// <param name="TotalUsd">The total value in USD: assets minus debts.</param>
/// <param name="ByChain">The value on each chain, highest first. Only the chain itself for a breakdown of one chain.</param>
/// <param name="ByCategory">The value of each category, highest first.</param>
/// <param name="ByProtocol">The value of the positions in each protocol, highest first.</param>
/// <param name="Source">The source and age of the figures.</param>
public sealed record ValueBreakdown(
    Scope Scope,
    decimal TotalUsd,
    IReadOnlyList<ChainValue> ByChain,
    IReadOnlyList<CategoryValue> ByCategory,
    IReadOnlyList<ProtocolValue> ByProtocol,
    Source Source);

/// <summary>The value on one chain.</summary>
/// <param name="Chain">The chain.</param>
/// <param name="ValueUsd">The value in USD: assets minus debts.</param>
/// <param name="Share">The share of the total value, as a fraction: 0.25 is 25 %. Null if the total is 0 or negative.</param>
public sealed record ChainValue(Chain Chain, decimal ValueUsd, decimal? Share);

/// <summary>The value in one category.</summary>
/// <param name="Category">The category.</param>
/// <param name="ValueUsd">The value in USD: assets minus debts.</param>
/// <param name="Share">The share of the total value, as a fraction: 0.25 is 25 %. Null if the total is 0 or negative.</param>
public sealed record CategoryValue(AssetCategory Category, decimal ValueUsd, decimal? Share);

/// <summary>The value in one protocol.</summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="ValueUsd">The value in USD: assets minus debts.</param>
/// <param name="Share">The share of the total value, as a fraction: 0.25 is 25 %. Null if the total is 0 or negative.</param>
public sealed record ProtocolValue(Protocol Protocol, decimal ValueUsd, decimal? Share);
