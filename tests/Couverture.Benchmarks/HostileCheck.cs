using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Couverture.Execution;

namespace Couverture.Benchmarks;

/// <summary>
/// Checks that each hostile document costs at most 50 ms: `dotnet run -c Release -- hostile`. It measures CPU time, including garbage
/// collection, instead of elapsed time, so that other load on the machine has little effect.
/// </summary>
internal static class HostileCheck
{
    private const int Runs = 20;

    private static readonly TimeSpan MaxCpuTime = TimeSpan.FromMilliseconds(50);

    /// <summary>Prints the cost of each document and returns the number of documents over the limit.</summary>
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

            // The first half of the runs is warm-up for the JIT compiler.
            var cost = costs.Skip(Runs).Order().ElementAt(Runs / 2);
            failed += cost > MaxCpuTime ? 1 : 0;
            var verdict = result!.Errors is [var error, ..] ? error.Code : "runs";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{cost.TotalMilliseconds,8:0.0} ms  {name}: {verdict}"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{HostileDocuments.All.Count - failed} passed, {failed} failed"));
        return failed;
    }
}
