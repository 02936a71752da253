namespace PortfolioGraph.Simulation.Measuring;

/// <summary>What the server's own code needs to load one kind of page for ten wallets, counted and not simulated.</summary>
/// <param name="Name">The name of the page.</param>
/// <param name="Wallets">The number of wallets.</param>
/// <param name="Calls">The upstream calls.</param>
/// <param name="Lookups">The lookups in the shared cache, each of which is one script.</param>
/// <param name="Stores">The stored entries, each of which is one script and one message.</param>
/// <param name="ValueBytes">The bytes of the stored entries as Redis receives them, most of them compressed.</param>
/// <param name="KeyBytes">The bytes of their keys.</param>
/// <param name="MessageBytes">The bytes of their messages to each replica.</param>
/// <param name="CacheBytes">What the process's own cache counts for the entries.</param>
internal sealed record PageCost(string Name, int Wallets, int Calls, int Lookups, int Stores, long ValueBytes, long KeyBytes, long MessageBytes, long CacheBytes)
{
    public double CallsPerWallet => (double)Calls / Wallets;
}
