using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>What clients get that request totals of wallets drawn by a Zipf law.</summary>
internal static class TrafficTables
{
    // A stale value is served for 16 minutes, so that the caches are as full as they get.
    private const double WarmUp = 17 * 60;
    private const double Measured = 5 * 60;

    private static readonly int[] Populations = [1_000, 100_000, 1_000_000];
    private static readonly Dictionary<int, Zipf> Laws = Populations.ToDictionary(static population => population, static population => new Zipf(population));

    public static string Create(PageCost totals) => string.Join('\n',
        "### Requests for totals: 100 per second, 3 replicas, with sharing\n",
        CreateByBudget(totals, 100, [1, 10, 100, 1_000]),
        "### Requests for totals: 1,000 per second, 3 replicas, with sharing\n",
        CreateByBudget(totals, 1_000, [10, 100]),
        "### Requests for totals: 100 per second, 100,000 wallets, 10 calls per second, by the number of replicas\n",
        CreateByReplicas(totals));

    public static TrafficResult Run(Deployment deployment, int population, double perSecond, double warmUp, double measured, ulong seed) => Traffic.Run(
        deployment, population, Traffic.Draw(Laws.TryGetValue(population, out var law) ? law : new Zipf(population), perSecond, deployment.Replicas, new Dice(seed)), warmUp, warmUp + measured, new Dice(seed + 1));

    private static string CreateByBudget(PageCost totals, double perSecond, double[] budgets)
    {
        var table = CreateTable("calls/s", "wallets");
        foreach (var budget in budgets)
        {
            foreach (var population in Populations)
                AddRow(table, new Deployment(budget, 3, IsShared: true), totals, population, perSecond, Table.Number(budget), Table.Number(population));
        }

        return table.ToString();
    }

    private static string CreateByReplicas(PageCost totals)
    {
        var table = CreateTable("replicas", "");
        foreach (var replicas in ScalePage.Replicas)
        {
            AddRow(table, new Deployment(10, replicas, IsShared: true), totals, 100_000, 100, Table.Number(replicas), "shared");
            if (replicas > 1)
                AddRow(table, new Deployment(10, replicas, IsShared: false), totals, 100_000, 100, Table.Number(replicas), "alone");
        }

        return table.ToString();
    }

    private static Table CreateTable(string first, string second) => new(
        first, second, "process cache", "shared cache", "loaded", "stale", "rejected", "median wait", "p99 wait", "median age", "p99 age", "calls/s made", "wallets per call");

    private static void AddRow(Table table, Deployment deployment, PageCost totals, int population, double perSecond, string first, string second)
    {
        var result = Run(deployment with { BytesPerWallet = totals.CacheBytesPerWallet }, population, perSecond, WarmUp, Measured, ScalePage.Seed);
        table.Add(
            first, second,
            Table.Percent(result.Share(Answer.OwnCache)), Table.Percent(result.Share(Answer.SharedCache)), Table.Percent(result.Share(Answer.Loaded)),
            Table.Percent(result.Share(Answer.Stale)), Table.Percent(result.Share(Answer.Rejected)),
            Table.Seconds(result.Wait(0.5)), Table.Seconds(result.Wait(0.99)), $"{result.Age(0.5)} s", $"{result.Age(0.99)} s",
            Table.OneDigit(result.Calls / result.Seconds),
            Table.OneDigit(result.Calls == 0 ? 0 : (double)result.Wallets / result.Calls));
    }
}
