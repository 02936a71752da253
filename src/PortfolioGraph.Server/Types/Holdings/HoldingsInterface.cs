using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>What a wallet, a portfolio or one chain of either holds.</summary>
[InterfaceType<IHoldings>]
public static partial class HoldingsInterface
{
    static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor) =>
        descriptor.Name("Holdings").Ignore(h => h.Scope);

    /// <inheritdoc cref="HoldingsFields.GetValueUsdAsync" />
    public static Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetValueUsdAsync(holdings, values, context, cancellationToken);

    /// <inheritdoc cref="HoldingsFields.GetProfitAndLossAsync" />
    public static Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        HoldingsFields.GetProfitAndLossAsync(holdings, profits, context, cancellationToken, range);

    /// <inheritdoc cref="HoldingsFields.GetProtocolsAsync" />
    public static Task<IReadOnlyList<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetProtocolsAsync(holdings, positions, context, cancellationToken);
}
