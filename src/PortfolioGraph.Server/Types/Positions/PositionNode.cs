using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Holdings;
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

    /// <summary>Returns the position of an id, even if it is closed.</summary>
    /// <param name="id">The key of the position.</param>
    /// <exception cref="GraphQLException">ID_INVALID, TOO_MANY_ADDRESSES, TIME_INVALID, HOLDING_NOT_FOUND, or the load failed.</exception>
    [NodeResolver]
    public static async Task<Position?> GetPositionByIdAsync(
        string id,
        IPositionsByKeyDataLoader positions,
        IPastByKeyDataLoader past,
        [Service] AddressLimits limits,
        [Service] TimeProvider clock,
        IResolverContext context,
        CancellationToken cancellationToken)
    {
        var scope = HoldingIds.ReadScopeOfHolding(id, limits) ?? throw ArgumentErrors.IdInvalid();
        if (await scope.LoadPastAsync(past, clock, context, cancellationToken) is { } then)
            return then.Positions.ValueOrThrow()?.FirstOrDefault(IsRequested) ?? throw ArgumentErrors.HoldingNotFound();
        // Closed positions may cost a call more, so they are loaded only if the position is not open.
        return (await context.LoadPositionsAsync(scope, false, positions, cancellationToken)).FirstOrDefault(IsRequested)
            ?? (await context.LoadPositionsAsync(scope, true, positions, cancellationToken)).FirstOrDefault(IsRequested)
            ?? throw ArgumentErrors.HoldingNotFound();

        bool IsRequested(Position position) => position.Key == id;
    }

    /// <summary>The value in USD as text: `valueUsd` without the rounding of numbers, up to 28 significant digits. Null if unpriced.</summary>
    public static BigDecimal? GetExactValueUsd([Parent] Position position) => BigDecimal.Of(position.ValueUsd);

    /// <summary>The position's share of the value of its parent (wallet, portfolio or chain slice) as a fraction, negative for a debt. Null if either value is unknown or the parent's value is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] Position position,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(position.ValueUsd, await position.Scope.LoadValueAsync(values, past, context, cancellationToken));

    /// <summary>Whether the position cannot be withdrawn now. Null if unknown.</summary>
    public static bool? GetIsLocked([Parent] Position position, IResolverContext _) => position.IsLocked.ValueOrThrow();

    /// <summary>The profit or loss since the position was opened. Null if the data source has no figure.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] Position position, IResolverContext _) => position.ProfitAndLoss.ValueOrThrow();

    /// <summary>Yield, fees, rewards and impermanent loss since the position was opened. Null if the data source has no figures.</summary>
    public static PositionEconomics? GetEconomics([Parent] Position position, IResolverContext _) => position.Economics.ValueOrThrow();
}
