using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Positions;

/// <summary>What a connection of positions says besides its page.</summary>
[ExtendObjectType("PositionConnection")]
public static class PositionConnectionFields
{
    /// <summary>Where the positions come from and how old they are.</summary>
    public static Source GetSource([ScopedState("positions")] LoadResult<PositionHoldings> positions) => positions.Source!;
}
