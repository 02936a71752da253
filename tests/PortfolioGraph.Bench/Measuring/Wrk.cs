using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>The load generator, a program of Debian.</summary>
internal static class Wrk
{
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "wrk", "load.lua");

    /// <summary>Sends requests over all connections, each as soon as the last response on its connection arrived.</summary>
    /// <param name="server">The server's GraphQL endpoint.</param>
    /// <param name="scenario">The requests.</param>
    /// <param name="pool">The wallets; null for random wallets.</param>
    /// <param name="seed">The seed of the random wallets.</param>
    /// <param name="duration">The duration.</param>
    /// <param name="ct">Ends the load.</param>
    public static async Task<WrkResult> RunAsync(Uri server, Scenario scenario, IReadOnlyList<string>? pool, int seed, TimeSpan duration, CancellationToken ct)
    {
        var template = WriteFile($"{scenario.Name}.body", RequestBody.GetTemplate(scenario));
        var poolPath = pool is null ? "-" : WriteFile($"{scenario.Name}.pool", string.Join('\n', pool));
        var start = new ProcessStartInfo(
            Programs.Wrk,
            ["--threads", "1", "--connections", Text(scenario.Connections), "--duration", $"{Text((int)duration.TotalSeconds)}s", "--timeout", "10s", "--script", Script, server.ToString(), "--", template, Text(seed), poolPath])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return WrkResult.Parse(output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static string WriteFile(string name, string text)
    {
        var path = Path.Combine(Repository.Artifacts, name);
        Directory.CreateDirectory(Repository.Artifacts);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What wrk has counted.</summary>
/// <param name="Requests">The number of complete responses.</param>
/// <param name="Duration">The time in which they arrived.</param>
/// <param name="P50">The median of the response times.</param>
/// <param name="P99">The 99th percentile of the response times.</param>
/// <param name="Errors">The number of failed connections, timeouts and statuses above 399.</param>
/// <param name="Bytes">The bytes of all responses, with their headers.</param>
internal sealed record WrkResult(long Requests, TimeSpan Duration, TimeSpan P50, TimeSpan P99, long Errors, long Bytes)
{
    public static WrkResult Parse(string output)
    {
        var line = output.Split('\n').FirstOrDefault(static line => line.StartsWith("result ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"wrk failed: {output}");
        var numbers = line.Split(' ')[1..].Select(static number => long.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return new WrkResult(numbers[0], TimeSpan.FromMicroseconds(numbers[1]), TimeSpan.FromMicroseconds(numbers[2]), TimeSpan.FromMicroseconds(numbers[3]), numbers[4], numbers[5]);
    }
}
