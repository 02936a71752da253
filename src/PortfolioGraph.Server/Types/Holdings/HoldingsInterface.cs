using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>What a wallet, a portfolio or one chain of either holds.</summary>
/// <remarks>The fields' docs are those of <see cref="HoldingsFields"/>, written out: HotChocolate follows no <c>inheritdoc cref</c>.</remarks>
[InterfaceType<IHoldings>]
public static partial class HoldingsInterface
{
    static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor) =>
        descriptor.Name("Holdings").Ignore(h => h.Scope);

    /// <summary>The whole value in USD, assets minus debts. Null where unknown.</summary>
    public static Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetValueUsdAsync(holdings, values, context, cancellationToken);

    /// <summary>Gain or loss of everything together. Null where the data source gives none, with an error where it cannot be loaded.</summary>
    /// <param name="range">The time looked back over.</param>
    public static Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        HoldingsFields.GetProfitAndLossAsync(holdings, profits, context, cancellationToken, range);

    /// <summary>The protocols with open positions, greatest value first. Null with an error where they cannot be loaded.</summary>
    public static Task<IReadOnlyList<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetProtocolsAsync(holdings, positions, context, cancellationToken);
}
