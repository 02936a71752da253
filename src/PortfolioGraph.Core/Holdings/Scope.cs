namespace PortfolioGraph.Core;

/// <summary>Whose holdings, and on which chains.</summary>
/// <param name="Owners">The addresses, taken together as one.</param>
/// <param name="ChainId">The one chain looked at; null for all chains.</param>
public readonly record struct Scope(AddressSet Owners, int? ChainId = null)
{
    /// <summary>The same owners on one chain.</summary>
    /// <param name="chainId">The chain.</param>
    public Scope On(int chainId) => this with { ChainId = chainId };

    /// <summary>The scope as stable text, part of the ids of what is held: the sorted addresses joined by a comma, then <c>@chain</c> for a chain slice.</summary>
    public override string ToString() => ChainId is { } chain ? string.Create(null, $"{Owners}@{chain}") : Owners.ToString();
}
