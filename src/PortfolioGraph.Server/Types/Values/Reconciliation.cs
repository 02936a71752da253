using PortfolioGraph.Core;

namespace PortfolioGraph.Server.Types.Values;

/// <summary>The datasets that a breakdown is held against; one place, so that a look-ahead asks for the very same keys.</summary>
internal static class Reconciliation
{
    public static TokensKey Tokens(Scope scope) => new(scope.Owners);

    public static PositionsKey Positions(Scope scope) => new(scope.Owners);

    public static PositionsKey PositionsWithLocks(Scope scope) => new(scope.Owners, HoldingFacets.Locks);

    public static PositionsKey PositionsWithEconomics(Scope scope) => new(scope.Owners, HoldingFacets.Economics);
}
