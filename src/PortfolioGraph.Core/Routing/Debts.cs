using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// Decides whether a holding is a debt. The upstream indicates a debt in three fields: v4's <c>debt</c>, v5's <c>asset_sign</c> and the name of the kind. It does not
/// specify the sign of a debt's value (CONTRACT, "AdapterResult"), so these may disagree. A holding is a debt if any field of the REST API indicates it, or if its value
/// or its only underlying amount is negative.
/// A debt has the kind <see cref="PositionKind.Debt"/>, a value that is not positive, and amounts that are not negative. Any other holding has another kind.
/// </summary>
internal static class Debts
{
    /// <summary>Whether a holding is a debt.</summary>
    /// <param name="kind">The kind, from its upstream name.</param>
    /// <param name="isMarked">Whether a field of the upstream marks the holding as a debt.</param>
    /// <param name="figures">The value, and the only underlying amount; null if there is none.</param>
    public static bool IsDebt(PositionKind kind, bool isMarked, params ReadOnlySpan<JsonNumber?> figures)
    {
        if (isMarked || kind == PositionKind.Debt)
            return true;

        foreach (var figure in figures)
        {
            if (figure.ToBigDecimal() is { Sign: < 0 })
                return true;
        }

        return false;
    }
}
