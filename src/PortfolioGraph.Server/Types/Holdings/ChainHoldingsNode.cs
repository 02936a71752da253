using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;

namespace PortfolioGraph.Server.Types.Holdings;

/// <summary>What a wallet or portfolio holds on one chain.</summary>
[ObjectType<ChainHoldings>]
public static partial class ChainHoldingsNode
{
    static partial void Configure(IObjectTypeDescriptor<ChainHoldings> descriptor) => descriptor.Ignore(c => c.Scope);

    /// <summary>The chain's part of the whole value as a fraction: 0.25 is a quarter. Null where the whole is 0, negative or unknown.</summary>
    [Cost(20)]
    public static async Task<decimal?> GetShareAsync(
        [Parent] ChainHoldings holdings,
        IValueByKeyDataLoader values,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var part = values.LoadAsync(new ValueKey(holdings.Scope), cancellationToken);
        var whole = values.LoadAsync(new ValueKey(new Scope(holdings.Scope.Owners)), cancellationToken);
        return Fraction.Of((await part).ValueOrThrow(context).TotalUsd, (await whole).ValueOrThrow(context).TotalUsd);
    }
}
