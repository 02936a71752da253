using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>What a budget that is used in full makes Redis do: arithmetic with the counted scripts and bytes.</summary>
internal static class SharingTables
{
    // Acquire and Sent. A replica that waits asks again, which is not counted.
    private const int BudgetScriptsPerCall = 2;

    public static string Create(PageCost totals, PageCost full) => string.Join('\n',
        "### What Redis does if the budget is used in full for totals\n",
        CreateRates(totals),
        "### The same for full pages\n",
        CreateRates(full),
        "### Memory of the shared cache\n",
        CreateMemory(totals, full));

    /// <summary>Returns the scripts per call: the budget's, one lookup for each key, one store for each entry.</summary>
    public static double ScriptsPerCall(PageCost page) => BudgetScriptsPerCall + ((double)(page.Lookups + page.Stores) / page.Calls);

    /// <summary>Returns the bytes of a wallet in Redis without its own overhead.</summary>
    public static double BytesPerWallet(PageCost page) => (double)(page.ValueBytes + page.KeyBytes) / page.Wallets;

    private static string CreateRates(PageCost page)
    {
        var table = new Table("calls/s", "replicas", "calls/s that arrive", "scripts/s", "of these for the budget", "bytes stored/s", "messages/s", "delivered to all replicas/s", "bytes delivered/s");
        foreach (var budget in ScalePage.Budgets)
        {
            foreach (var replicas in ScalePage.Replicas.Where(static replicas => replicas > 1))
            {
                var calls = 1 / new Deployment(budget, replicas, IsShared: true).Interval;
                var messages = calls * page.Stores / page.Calls;
                table.Add(
                    Table.Number(budget), Table.Number(replicas), calls.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
                    Table.Rough(calls * ScriptsPerCall(page)), Table.Rough(calls * BudgetScriptsPerCall),
                    Table.Bytes(calls * page.ValueBytes / page.Calls), Table.Rough(messages), Table.Rough(messages * replicas), Table.Bytes(calls * page.MessageBytes / page.Calls * replicas));
            }
        }

        return table.ToString();
    }

    private static string CreateMemory(PageCost totals, PageCost full)
    {
        var table = new Table("page", "bytes per wallet", "1,000 wallets", "100,000 wallets", "1,000,000 wallets");
        foreach (var page in new[] { totals, full })
        {
            var bytes = BytesPerWallet(page);
            table.Add(page.Name, Table.Bytes(bytes), Table.Bytes(bytes * 1_000), Table.Bytes(bytes * 100_000), Table.Bytes(bytes * 1_000_000));
        }

        return table.ToString();
    }
}
