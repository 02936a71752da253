using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Model;

namespace PortfolioGraph.Simulation.Pages;

/// <summary>The measured rates of one redis-server, beside what the simulated deployments need.</summary>
internal static class RedisTable
{
    public static string Format(RedisRate? rate, PageCost totals)
    {
        if (rate is null)
            return "Not measured: redis-server is not installed.";

        var table = new Table("one redis-server on loopback", "measured");
        table.Add("lookups of the shared cache per second, 256 at once", Table.Rough(rate.LookupsPerSecond));
        table.Add("stores with their messages per second, 256 at once", Table.Rough(rate.StoresPerSecond));
        table.Add("median round trip of a lookup alone", $"{rate.RoundTrip.TotalMilliseconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)} ms");
        table.Add($"memory of an entry of totals, {Table.Number(totals.ValueBytes / totals.Stores)} bytes without its key", Table.Bytes(rate.BytesPerEntry));
        table.Add("memory of the totals of 1,000,000 wallets", Table.Bytes(rate.BytesPerEntry * totals.Stores / totals.Wallets * 1_000_000));
        var scripts = 1 / new Deployment(1_000, 3, IsShared: true).Interval * totals.ScriptsPerCall;
        table.Add("part of its time that totals need at 1,000 calls/s, by these rates", Table.Percent(scripts / Math.Min(rate.LookupsPerSecond, rate.StoresPerSecond)));
        return table.ToString();
    }
}
