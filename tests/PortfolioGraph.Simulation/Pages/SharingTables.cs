using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>What sharing makes Redis do: arithmetic with the counted scripts and bytes.</summary>
internal static class SharingTables
{
    private static readonly (string Name, double Seconds)[] Ages = [("5 min", 300), ("15 min", 900), ("1 h", 3_600)];

    public static string Create(PageCost totals, PageCost full) => string.Join('\n',
        "### What Redis does if the budget is used in full\n",
        CreateRates(totals, full),
        "### What 1,000,000 wallets would need, kept at an age\n",
        CreateNeeds(totals, full));

    private static string CreateRates(params PageCost[] pages)
    {
        var table = new Table("calls/s", "replicas", "page", "calls/s made", "scripts/s", "of these for the budget", "bytes stored/s", "messages/s", "delivered to all replicas/s", "bytes delivered/s");
        foreach (var budget in ScalePage.Budgets)
        {
            foreach (var replicas in ScalePage.Replicas.Where(static replicas => replicas > 1))
            {
                foreach (var page in pages)
                {
                    var calls = 1 / new Deployment(budget, replicas, IsShared: true).Interval;
                    table.Add(
                        Table.Number(budget), Table.Number(replicas), ShortName(page), Table.OneDigit(calls), Table.Rough(calls * page.ScriptsPerCall),
                        Table.Rough(calls * PageCost.BudgetScriptsPerCall), Table.Bytes(calls * page.ValueBytes / page.Calls), Table.Rough(calls * page.StoresPerCall),
                        Table.Rough(calls * page.StoresPerCall * replicas), Table.Bytes(calls * page.MessageBytes / page.Calls * replicas));
                }
            }
        }

        return table.ToString();
    }

    private static string CreateNeeds(params PageCost[] pages)
    {
        const double wallets = 1_000_000;
        var table = new Table("page", "age", "calls/s", "scripts/s", "messages/s to each replica", "bytes of messages/s to each replica", "bytes of entries in Redis", "cache of a process that reads all");
        foreach (var page in pages)
        {
            foreach (var (name, seconds) in Ages)
            {
                var calls = wallets * page.CallsPerWallet / seconds;
                table.Add(
                    ShortName(page), name, Table.Rough(calls), Table.Rough(calls * page.ScriptsPerCall), Table.Rough(calls * page.StoresPerCall), Table.Bytes(calls * page.MessageBytes / page.Calls),
                    Table.Bytes(wallets * page.StoredBytesPerWallet), Table.Bytes(wallets * page.CacheBytesPerWallet));
            }
        }

        return table.ToString();
    }

    private static string ShortName(PageCost page) => page.Name.Split(':')[0];
}
