using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>One position in a protocol: supplied, borrowed, staked, pooled and so on.</summary>
[ObjectType<Position>]
public static partial class PositionNode
{
    static partial void Configure(IObjectTypeDescriptor<Position> descriptor) => descriptor.Name("ProtocolPosition").Ignore(p => p.Scope).Ignore(p => p.Key).Ignore(p => p.QueriedShare);

    /// <summary>The position's global id. It contains everything that determines the values: owners, chain, protocol, contract, token id, kind, debt and time.</summary>
    [ID]
    public static string GetId([Parent] Position position) => position.Key;

    /// <summary>The position's share of the value of its parent (wallet, portfolio or chain slice) as a fraction, negative for a debt. Null if either value is unknown or the parent's value is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] Position position,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(position.ValueUsd, await position.Scope.LoadValueAsync(values, past, context, cancellationToken));

    /// <summary>Whether the position cannot be withdrawn now. Null if unknown.</summary>
    public static bool? GetIsLocked([Parent] Position position, IResolverContext context) => position.IsLocked.ValueOrThrow();

    /// <summary>The profit or loss since the position was opened. Null if the data source has no figure.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] Position position, IResolverContext context) => position.ProfitAndLoss.ValueOrThrow();

    /// <summary>Yield, fees, rewards and impermanent loss since the position was opened. Null if the data source has no figures.</summary>
    public static PositionEconomics? GetEconomics([Parent] Position position, IResolverContext context) => position.Economics.ValueOrThrow();
}
