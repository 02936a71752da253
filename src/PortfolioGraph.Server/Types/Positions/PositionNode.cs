using PortfolioGraph.Core;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Server.Types.Values;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>One position in a protocol: supplied, borrowed, staked, pooled and so on.</summary>
[ObjectType<Position>]
public static partial class PositionNode
{
    static partial void Configure(IObjectTypeDescriptor<Position> descriptor) => descriptor.Ignore(p => p.Scope).Ignore(p => p.Key);

    /// <summary>The position's global id: it holds everything the values depend on (whose, chain, protocol, contract, token id, kind, debt, moment).</summary>
    [ID]
    public static string GetId([Parent] Position position) => position.Key;

    /// <summary>The position's part of the value of the wallet, portfolio or chain slice it was asked in, as a fraction, negative for a debt. Null where either is unknown or the whole is 0 or negative.</summary>
    public static async Task<decimal?> GetShareAsync(
        [Parent] Position position,
        IValueByKeyDataLoader values,
        IPastByKeyDataLoader past,
        IResolverContext context,
        CancellationToken cancellationToken) =>
        Fraction.Of(position.ValueUsd, await position.Scope.LoadValueAsync(values, past, context, cancellationToken));

    /// <summary>Whether the position cannot be withdrawn now. Null where unknown.</summary>
    public static bool? GetIsLocked([Parent] Position position, IResolverContext context) => position.IsLocked.ValueOrThrow();

    /// <summary>Gain or loss over the whole life of the position. Null where the data source gives none.</summary>
    public static ProfitAndLoss? GetProfitAndLoss([Parent] Position position, IResolverContext context) => position.ProfitAndLoss.ValueOrThrow();

    /// <summary>Yield, fees, rewards and impermanent loss over the whole life of the position. Null where the data source gives none.</summary>
    public static PositionEconomics? GetEconomics([Parent] Position position, IResolverContext context) => position.Economics.ValueOrThrow();
}

/// <summary>What a connection of positions says besides its page.</summary>
[ExtendObjectType("PositionConnection")]
public static class PositionConnectionFields
{
    /// <summary>Where the positions come from and how old they are.</summary>
    public static Source GetSource([ScopedState("positions")] LoadResult<PositionHoldings> positions) => positions.Source!;
}
