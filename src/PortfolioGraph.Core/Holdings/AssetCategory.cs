namespace PortfolioGraph.Core;

/// <summary>A category of the breakdown of a value.</summary>
public enum AssetCategory
{
    /// <summary>The chains' own coins.</summary>
    Native,

    /// <summary>Tokens other than the chains' own coins.</summary>
    Tokens,

    /// <summary>Positions in protocols, debts counted negative.</summary>
    Protocols,

    /// <summary>Every category this server does not know.</summary>
    Other,
}
