using System.Globalization;

namespace PortfolioGraph.Core;

/// <summary>Whose holdings, on which chains, and when.</summary>
/// <param name="Owners">The addresses, taken together as one.</param>
/// <param name="ChainId">The one chain looked at; null for all chains.</param>
/// <param name="At">The moment of the past looked at, in whole seconds; null for now.</param>
public readonly record struct Scope(AddressSet Owners, int? ChainId = null, DateTimeOffset? At = null)
{
    /// <summary>The same owners on one chain.</summary>
    /// <param name="chainId">The chain.</param>
    public Scope On(int chainId) => this with { ChainId = chainId };

    /// <summary>
    /// The scope as stable text, part of the ids of what is held: the sorted addresses joined by a comma, then <c>@chain</c> for a chain slice, then <c>!moment</c>
    /// in Unix seconds for a moment of the past.
    /// </summary>
    public override string ToString()
    {
        var chain = ChainId is { } id ? string.Create(CultureInfo.InvariantCulture, $"@{id}") : "";
        var moment = At is { } at ? string.Create(CultureInfo.InvariantCulture, $"!{at.ToUnixTimeSeconds()}") : "";
        return $"{Owners}{chain}{moment}";
    }
}
