using PortfolioGraph.Core;
using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>The number of wallets at which each part of the system gives way, in order.</summary>
internal static class LimitTable
{
    private const double Wallets = 1_000_000;
    private const int Replicas = 3;
    private const int MaxWatched = 10_000;
    private const double Redis = 1e9;

    public static string Create(PageCost totals, PageCost full)
    {
        var watch = new WatchOptions().MaxPortfolios;
        var cache = new Deployment(1, 1, IsShared: false).CacheBytes;
        List<(string Part, double Limit, string Arithmetic)> limits =
        [
            Budget("1 call/s, full pages at most 1 min old", 1, 60, full),
            Budget("1 call/s, totals at most 1 min old", 1, 60, totals),
            Budget("1 call/s, totals at most 15 min old", 1, 900, totals),
            Budget("10 calls/s, full pages at most 15 min old", 10, 900, full),
            Budget("10 calls/s, totals at most 15 min old", 10, 900, totals),
            Budget("100 calls/s, full pages at most 15 min old", 100, 900, full),
            Budget("100 calls/s, totals at most 15 min old", 100, 900, totals),
            Budget("1,000 calls/s, full pages at most 15 min old", 1_000, 900, full),
            Budget("1,000 calls/s, totals at most 15 min old", 1_000, 900, totals),
            ("watching, Watch:MaxPortfolios as it is", watch * Replicas, $"{Table.Number(watch)} per replica x {Replicas} replicas"),
            ("watching, Watch:MaxPortfolios at its greatest", MaxWatched * Replicas, $"{Table.Number(MaxWatched)} per replica x {Replicas} replicas"),
            ("cache of a process, totals, Cache:MaxBytes as it is", cache / totals.CacheBytesPerWallet, $"{Table.Bytes(cache)} for entries / {Table.Bytes(totals.CacheBytesPerWallet)}"),
            ("cache of a process, full pages, Cache:MaxBytes as it is", cache / full.CacheBytesPerWallet, $"{Table.Bytes(cache)} for entries / {Table.Bytes(full.CacheBytesPerWallet)}"),
            ("1 GB of Redis, totals", Redis / totals.StoredBytesPerWallet, $"1.0 GB / {Table.Bytes(totals.StoredBytesPerWallet)}"),
            ("1 GB of Redis, full pages", Redis / full.StoredBytesPerWallet, $"1.0 GB / {Table.Bytes(full.StoredBytesPerWallet)}"),
        ];

        var table = new Table("part, with 3 replicas that share", "wallets", "part of 1,000,000", "arithmetic");
        foreach (var (part, limit, arithmetic) in limits.OrderBy(static limit => limit.Limit))
            table.Add(part, Table.Rough(limit), limit >= Wallets ? "enough" : $"{(limit / Wallets * 100).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)} %", arithmetic);
        return $"### What gives way first on the way to 1,000,000 wallets\n\n{table}";

        static (string, double, string) Budget(string name, double callsPerSecond, double age, PageCost page)
        {
            var deployment = new Deployment(callsPerSecond, Replicas, IsShared: true);
            var calls = Polling.FindCapacity(deployment, age, ScalePage.Seed);
            return ($"calls: {name}", calls / page.CallsPerWallet, $"{Table.Number(calls)} calls in {Table.Number(age)} s / {Table.OneDigit(page.CallsPerWallet)} calls per wallet");
        }
    }
}
