using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Couverture.Execution;

namespace Couverture.Benchmarks;

/// <summary>
/// Holds each hostile document to 50 ms: `dotnet run -c Release -- hostile`. It counts the time of the processor, that of the collector
/// included, not that of the clock, so that what else the machine does matters little.
/// </summary>
internal static class HostileCheck
{
    private const int Runs = 20;

    private static readonly TimeSpan MaxCpuTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Prints what each costs; the number of those that cost too much.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        var executor = BenchmarkExecutor.Create(maxCachedDocuments: 0);
        var failed = 0;
        foreach (var (name, (document, variables)) in HostileDocuments.All)
        {
            var request = new OperationRequest { Document = document, Variables = variables is null ? null : JsonElement.Parse(variables) };
            var costs = new List<TimeSpan>();
            OperationResult? result = null;
            for (var run = 0; run < Runs * 2; run++)
            {
                var before = Environment.CpuUsage.TotalTime;
                result = await executor.ExecuteAsync(request);
                result.WriteTo(new ArrayBufferWriter<byte>());
                costs.Add(Environment.CpuUsage.TotalTime - before);
            }

            // The first half of the runs compiles the code.
            var cost = costs.Skip(Runs).Order().ElementAt(Runs / 2);
            failed += cost > MaxCpuTime ? 1 : 0;
            var verdict = result!.Errors is [var error, ..] ? error.Code : "runs";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cost.TotalMilliseconds,8:0.0} ms  {name}: {verdict}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{HostileDocuments.All.Count - failed} passed, {failed} failed"));
        return failed;
    }
}
