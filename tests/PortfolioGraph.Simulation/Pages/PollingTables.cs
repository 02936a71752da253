using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>How many wallets can be kept at which age.</summary>
internal static class PollingTables
{
    private static readonly (string Name, double Seconds)[] Ages = [("1 min", 60), ("5 min", 300), ("15 min", 900), ("1 h", 3_600)];
    private static readonly int[] Watchers = [1, 2, 10];

    public static string Create(PageCost totals, PageCost full) => string.Join('\n',
        "### Wallets kept at an age, with sharing\n",
        Create(totals, full, isShared: true),
        "### The same without sharing, if each wallet is read at every replica\n",
        Create(totals, full, isShared: false),
        "### What sharing is worth: totals at most 15 min old\n",
        CreateComparison(totals));

    private static string Create(PageCost totals, PageCost full, bool isShared)
    {
        var table = new Table(["calls/s", "replicas", .. Ages.Select(static age => $"totals, {age.Name}"), .. Ages.Select(static age => $"full page, {age.Name}")]);
        foreach (var budget in ScalePage.Budgets)
        {
            foreach (var replicas in ScalePage.Replicas)
            {
                if (!isShared && replicas == 1)
                    continue;
                var calls = Ages.Select(age => Polling.FindCapacity(new Deployment(budget, replicas, isShared), age.Seconds, ScalePage.Seed)).ToList();
                table.Add([
                    Table.Number(budget), Table.Number(replicas),
                    .. calls.Select(count => Table.Rough(count / totals.CallsPerWallet)),
                    .. calls.Select(count => Table.Rough(count / full.CallsPerWallet)),
                ]);
            }
        }

        return table.ToString();
    }

    private static string CreateComparison(PageCost totals)
    {
        var table = new Table(["calls/s", "replicas", "shared", .. Watchers.Select(static watchers => $"alone, {watchers} reader{(watchers == 1 ? "" : "s")} per wallet")]);
        foreach (var budget in ScalePage.Budgets)
        {
            foreach (var replicas in ScalePage.Replicas.Where(static replicas => replicas > 1))
            {
                var alone = Polling.FindCapacity(new Deployment(budget, replicas, IsShared: false), 900, ScalePage.Seed);
                table.Add([
                    Table.Number(budget), Table.Number(replicas),
                    Table.Rough(Polling.FindCapacity(new Deployment(budget, replicas, IsShared: true), 900, ScalePage.Seed) / totals.CallsPerWallet),
                    .. Watchers.Select(watchers => Table.Rough(alone / totals.CallsPerWallet / Polling.FindGreatestShare(replicas, watchers, ScalePage.Seed))),
                ]);
            }
        }

        return table.ToString();
    }
}
