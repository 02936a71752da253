using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>The holdings of a wallet, of a portfolio, or of either on one chain.</summary>
/// <remarks>The docs of the fields repeat those of <see cref="HoldingsFields"/>, because HotChocolate does not resolve <c>inheritdoc cref</c>.</remarks>
[InterfaceType<IHoldings>]
public static partial class HoldingsInterface
{
    static partial void Configure(IInterfaceTypeDescriptor<IHoldings> descriptor) =>
        descriptor.Name("Holdings").Ignore(h => h.Scope);

    /// <summary>The total value in USD: assets minus debts. Null if unknown.</summary>
    public static Task<decimal?> GetValueUsdAsync(
        [Parent] IHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetValueUsdAsync(holdings, values, context, cancellationToken);

    /// <summary>The profit or loss of all holdings. Null if the data source has no figure, with an error if it cannot be loaded.</summary>
    /// <param name="range">The period of the profit or loss.</param>
    public static Task<ProfitAndLoss?> GetProfitAndLossAsync(
        [Parent] IHoldings holdings,
        IProfitAndLossByKeyDataLoader profits,
        IResolverContext context,
        CancellationToken cancellationToken,
        TimeRange range = TimeRange.OneYear) =>
        HoldingsFields.GetProfitAndLossAsync(holdings, profits, context, cancellationToken, range);

    /// <summary>
    /// The protocols with open positions, highest value first, unpriced protocols last. A cursor identifies a point in this order. Null with an error if they cannot be loaded.
    /// </summary>
    [UsePaging(ConnectionName = "ProtocolHoldings", ProviderName = "protocols", DefaultPageSize = 20, MaxPageSize = 500, IncludeTotalCount = true, AllowBackwardPagination = true)]
    public static Task<IEnumerable<ProtocolHoldings>?> GetProtocolsAsync(
        [Parent] IHoldings holdings,
        IPositionsByKeyDataLoader positions,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        HoldingsFields.GetProtocolsAsync(holdings, positions, values, context, cancellationToken);
}
