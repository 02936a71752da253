using System.Diagnostics;
using PortfolioGraph.Load.Reports;

namespace PortfolioGraph.Load.Running;

/// <summary>Clients that each keep one request in flight without pauses, over their own persistent connection.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs the loop for a limited time.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="clients">The number of clients.</param>
    /// <param name="requests">The requests, sent in order. Each client starts at a different request.</param>
    /// <param name="duration">The duration. Requests in flight at its end are completed.</param>
    /// <param name="ct">Cancels the run.</param>
    public static async Task<LoopResult> RunAsync(Uri server, int clients, IReadOnlyList<byte[]> requests, TimeSpan duration, CancellationToken ct)
    {
        var connections = new List<RawConnection>();
        try
        {
            for (var number = 0; number < clients; number++)
                connections.Add(await RawConnection.OpenAsync(server, number, ct));

            var clock = Stopwatch.StartNew();
            var loops = await Task.WhenAll(connections.Select((connection, number) => Task.Run(() => LoopAsync(connection, number, requests, () => clock.Elapsed < duration, ct), ct)));
            return new LoopResult(
                clock.Elapsed,
                new Timings(loops.SelectMany(loop => loop.Times)),
                loops.Where(loop => loop.Failure is not null).CountBy(loop => loop.Failure!).ToDictionary());
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    // The first failure ends the client's loop, because a repeated failure could occur a million times and adds no information.
    private static async Task<(List<TimeSpan> Times, string? Failure)> LoopAsync(RawConnection connection, int number, IReadOnlyList<byte[]> requests, Func<bool> shouldContinue, CancellationToken ct)
    {
        var times = new List<TimeSpan>();
        for (var requestNumber = number; shouldContinue(); requestNumber++)
        {
            var start = Stopwatch.GetTimestamp();
            var response = await connection.RoundTripAsync(requests[requestNumber % requests.Count], ct);
            if (response.Failure is { } failure)
                return (times, failure);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return (times, null);
    }
}
