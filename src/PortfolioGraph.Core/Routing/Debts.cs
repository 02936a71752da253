using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>
/// The one rule for what is a debt. The wire has three marks (v4's <c>debt</c>, v5's <c>asset_sign</c>, the kind's word) and does not promise the sign of a debt's value
/// (CONTRACT, "AdapterResult"), so they may disagree. A holding is a debt if any of them says so, or if its value or the one amount it is made of is below zero. Then its kind is
/// <see cref="PositionKind.Debt"/>, its value is not positive, and its amounts are not negative; everything else is no debt and of another kind.
/// </summary>
internal static class Debts
{
    /// <summary>Whether a holding is a debt.</summary>
    /// <param name="kind">The kind by its word.</param>
    /// <param name="isMarked">Whether the wire marks it as a liability.</param>
    /// <param name="figures">Its value, and the one amount it is made of; null for none.</param>
    public static bool IsDebt(PositionKind kind, bool isMarked, params ReadOnlySpan<JsonNumber?> figures)
    {
        if (isMarked || kind == PositionKind.Debt)
            return true;

        foreach (var figure in figures)
        {
            if (figure?.Text.StartsWith('-') == true && figure.ToBigDecimal() is { Sign: < 0 })
                return true;
        }

        return false;
    }
}
