namespace PortfolioGraph.Core;

/// <summary>What is kept across operations.</summary>
public interface ICacheInvalidator
{
    /// <summary>Forgets what is known of the addresses, alone or with others: what is asked of them next is asked of the data source anew.</summary>
    /// <param name="owners">The addresses.</param>
    void Invalidate(AddressSet owners);
}
