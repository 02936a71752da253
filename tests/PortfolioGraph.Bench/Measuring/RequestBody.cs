using System.Globalization;
using System.Text.Json;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>The bodies of a scenario's requests.</summary>
internal static class RequestBody
{
    // Stands for an address in the template, which the script of wrk reads too.
    private const string Place = "@";

    /// <summary>Returns the body with a placeholder for each address.</summary>
    public static string GetTemplate(Scenario scenario) =>
        JsonSerializer.Serialize(new { operationName = scenario.Operation, query = scenario.Document, variables = new { addresses = Enumerable.Repeat(Place, Scenario.WalletsPerRequest) } });

    /// <summary>Returns the body for some wallets.</summary>
    public static string Get(Scenario scenario, IEnumerable<string> addresses) =>
        JsonSerializer.Serialize(new { operationName = scenario.Operation, query = scenario.Document, variables = new { addresses } });

    /// <summary>Returns random addresses.</summary>
    public static IReadOnlyList<string> RandomAddresses(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => string.Create(CultureInfo.InvariantCulture, $"0x{random.NextInt64():x16}{random.NextInt64():x16}{random.Next():x8}"))];
}
