namespace PortfolioGraph.Core;

/// <summary>A subject that is some owners', whose addresses it names.</summary>
public interface IOwned
{
    /// <summary>The addresses, taken together.</summary>
    AddressSet Owners { get; }
}

internal static class KeyOwners
{
    /// <summary>The owners that a dataset's key is about; null where its data is nobody's.</summary>
    public static AddressSet? Of<TKey>(TKey key) => key switch
    {
        AddressSet owners => owners,
        IOwned owned => owned.Owners,
        _ => null,
    };
}
