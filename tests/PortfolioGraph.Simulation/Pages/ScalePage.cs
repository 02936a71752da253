using PortfolioGraph.Simulation.Measuring;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>The tables that do not depend on the machine.</summary>
internal static class ScalePage
{
    public const ulong Seed = 20250701;

    public static readonly double[] Budgets = [1, 10, 100, 1_000];
    public static readonly int[] Replicas = [1, 3, 30];

    public static string Create(PageCost totals, PageCost full) => string.Join('\n',
        "### What ten wallets need\n",
        CostTable(totals, full),
        PollingTables.Create(totals, full),
        TrafficTables.Create(totals),
        SharingTables.Create(totals, full),
        LimitTable.Create(totals, full));

    private static string CostTable(params PageCost[] pages)
    {
        var table = new Table("page", "upstream calls", "scripts for lookups", "scripts for stores", "bytes of entries in Redis", "bytes of messages to each replica", "bytes in the cache of a process");
        foreach (var page in pages)
        {
            table.Add(page.Name, Table.Number(page.Calls), Table.Number(page.Lookups), Table.Number(page.Stores),
                Table.Bytes(page.ValueBytes + page.KeyBytes), Table.Bytes(page.MessageBytes), Table.Bytes(page.CacheBytes));
        }

        return table.ToString();
    }
}
