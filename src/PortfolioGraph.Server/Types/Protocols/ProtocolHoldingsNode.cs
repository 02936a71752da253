using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Protocols;

/// <summary>All positions of a wallet, portfolio or chain slice in one protocol.</summary>
[ObjectType<ProtocolHoldings>]
public static partial class ProtocolHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<ProtocolHoldings> descriptor) => descriptor.Ignore(p => p.Scope);

    /// <summary>The protocol's part of the value of the wallet, portfolio or chain slice it was asked in, as a fraction. Null where either is unknown or the whole is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] ProtocolHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(holdings.ValueUsd, (await values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken)).ValueOrThrow(context).TotalUsd);

    /// <summary>Gain or loss over the whole life of the positions, added up. Its return is null unless there is one position only, since returns cannot be added.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] ProtocolHoldings holdings, IResolverContext context) => holdings.ProfitAndLoss.ValueOrThrow();
}
