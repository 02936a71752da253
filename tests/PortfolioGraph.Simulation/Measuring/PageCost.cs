namespace PortfolioGraph.Simulation.Measuring;

/// <summary>What the server's own code needs to load one kind of page for ten wallets, counted and not simulated. The figures are means of several tens.</summary>
/// <param name="Name">The name of the page.</param>
/// <param name="Wallets">The number of wallets.</param>
/// <param name="Calls">The upstream calls.</param>
/// <param name="Lookups">The lookups in the shared cache, each of which is one script.</param>
/// <param name="Stores">The stored entries, each of which is one script and one message.</param>
/// <param name="ValueBytes">The bytes of the stored entries as Redis receives them, most of them compressed.</param>
/// <param name="KeyBytes">The bytes of their keys.</param>
/// <param name="MessageBytes">The bytes of their messages to each replica.</param>
/// <param name="CacheBytes">What the process's own cache counts for the entries.</param>
internal sealed record PageCost(string Name, int Wallets, double Calls, double Lookups, double Stores, double ValueBytes, double KeyBytes, double MessageBytes, double CacheBytes)
{
    public double CallsPerWallet => Calls / Wallets;

    /// <summary>The bytes of the entries in Redis for each wallet, without what Redis adds to them.</summary>
    public double StoredBytesPerWallet => (ValueBytes + KeyBytes) / Wallets;

    public double CacheBytesPerWallet => CacheBytes / Wallets;

    public double StoresPerCall => Stores / Calls;

    /// <summary>The scripts per call: two of the call budget, one lookup for each key, one store for each entry.</summary>
    public double ScriptsPerCall => BudgetScriptsPerCall + ((Lookups + Stores) / Calls);

    /// <summary>A replica acquires a call and reports that it was sent. A replica that waits asks again, which is not counted.</summary>
    public const int BudgetScriptsPerCall = 2;
}
