using PortfolioGraph.Simulation.Measuring;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>The tables that do not depend on the machine.</summary>
internal static class ScalePage
{
    public const ulong Seed = 20250701;

    public static readonly double[] Budgets = [1, 10, 100, 1_000];
    public static readonly int[] Replicas = [1, 3, 30];

    public static string Create(PageCosts costs) => string.Join('\n',
        "### What ten wallets need\n",
        CostTable(costs.Totals, costs.Tokens, costs.Positions, costs.ProfitAndLoss, costs.Full),
        PollingTables.Create(costs.Totals, costs.Full),
        TrafficTables.Create(costs.Totals),
        SharingTables.Create(costs.Totals, costs.Full),
        LimitTable.Create(costs.Totals, costs.Full));

    private static string CostTable(params PageCost[] pages)
    {
        var table = new Table("page", "upstream calls", "scripts for lookups", "scripts for stores", "bytes of entries in Redis", "bytes of messages to each replica", "bytes in the cache of a process");
        foreach (var page in pages)
        {
            table.Add(page.Name, Table.OneDigit(page.Calls), Table.OneDigit(page.Lookups), Table.OneDigit(page.Stores),
                Table.Bytes(page.ValueBytes + page.KeyBytes), Table.Bytes(page.MessageBytes), Table.Bytes(page.CacheBytes));
        }

        return table.ToString();
    }
}
