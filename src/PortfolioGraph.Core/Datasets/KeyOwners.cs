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
    /// <summary>Returns the owners of a dataset's key; null for a <see cref="Dataset"/>, whose data has no owners.</summary>
    /// <exception cref="NotSupportedException">The key's type does not implement <see cref="IOwned"/>, so its entries could not be invalidated.</exception>
    public static AddressSet? Of<TKey>(TKey key) => key switch
    {
        IOwned owned => owned.Owners,
        Dataset => null,
        _ => throw new NotSupportedException($"Keys of type {typeof(TKey).Name} have no owners, so their entries cannot be invalidated. Implement {nameof(IOwned)}."),
    };
}
