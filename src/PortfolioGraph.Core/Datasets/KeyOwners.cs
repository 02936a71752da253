namespace PortfolioGraph.Core;

/// <summary>A key or record with owners.</summary>
public interface IOwned
{
    /// <summary>The owners' addresses, as one portfolio.</summary>
    AddressSet Owners { get; }
}

/// <summary>Reads the owners of dataset keys.</summary>
internal static class KeyOwners
{
    /// <summary>Returns the owners of a dataset's key; null if its data has no owners.</summary>
    public static AddressSet? Of<TKey>(TKey key) => key switch
    {
        AddressSet owners => owners,
        IOwned owned => owned.Owners,
        _ => null,
    };
}
