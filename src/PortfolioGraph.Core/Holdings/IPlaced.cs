namespace PortfolioGraph.Core;

/// <summary>An item of a list that is in the order of everything held.</summary>
public interface IPlaced
{
    /// <summary>What the list is a list of; the scope tells whose. Together they name one list.</summary>
    static abstract string ListName { get; }

    /// <summary>Whose list it is, and the chain slice or moment it was asked in.</summary>
    Scope Scope { get; }

    /// <summary>The item's place in the list; no two items of a list have the same.</summary>
    Place Place { get; }
}
