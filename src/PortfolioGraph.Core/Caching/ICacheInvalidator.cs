namespace PortfolioGraph.Core;

/// <summary>Invalidates cached data.</summary>
public interface ICacheInvalidator
{
    /// <summary>Invalidates all data of the addresses, alone or together with others. The next requests load their data again and bypass the upstream's cache.</summary>
    /// <param name="owners">The addresses.</param>
    void Invalidate(AddressSet owners);
}
