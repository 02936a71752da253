using System.CommandLine;
using PortfolioGraph.Simulation.Measuring;
using PortfolioGraph.Simulation.Pages;

namespace PortfolioGraph.Simulation;

/// <summary>The command that computes the tables of docs/SCALE.md.</summary>
internal static class SimulationCommand
{
    public static RootCommand Create()
    {
        var markdown = new Option<string>("--markdown") { Description = "File to which the tables are written, between its marks <!-- simulation --> and, with --redis, <!-- redis -->" };
        var redis = new Option<bool>("--redis") { Description = "Measure a redis-server of its own on loopback for some seconds too" };
        var command = new RootCommand("Simulates how many wallets a call budget serves, with virtual time and seeded random numbers.") { markdown, redis };
        command.SetAction(async (options, ct) =>
        {
            var costs = await PageCosts.CountAsync();
            var page = ScalePage.Create(costs);
            Console.WriteLine(page);
            var measured = options.GetValue(redis) ? RedisTable.Format(await RedisRate.MeasureAsync((int)(costs.Totals.ValueBytes / costs.Totals.Stores)), costs.Totals) : null;
            if (measured is not null)
                Console.WriteLine(measured);
            if (options.GetValue(markdown) is not { } path)
                return;

            var text = MarkedText.Replace(await File.ReadAllTextAsync(path, ct), "simulation", page);
            await File.WriteAllTextAsync(path, measured is null ? text : MarkedText.Replace(text, "redis", measured), ct);
        });
        return command;
    }
}
