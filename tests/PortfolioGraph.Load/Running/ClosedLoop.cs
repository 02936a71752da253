using System.Diagnostics;
using PortfolioGraph.Load.Reports;

namespace PortfolioGraph.Load.Running;

/// <summary>Clients that each keep one request in flight, without a pause, over a connection of their own that stays open.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs for a time.</summary>
    /// <param name="server">The server.</param>
    /// <param name="clients">How many.</param>
    /// <param name="requests">What they ask, in turn; each client begins at another place.</param>
    /// <param name="duration">How long; what is asked by then is waited for.</param>
    /// <param name="ct">Gives up.</param>
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
                loops.Where(loop => loop.Fault is not null).CountBy(loop => loop.Fault!).ToDictionary());
        }
        finally
        {
            connections.ForEach(connection => connection.Dispose());
        }
    }

    // A fault ends the client's loop: what it asks next would say nothing new, and it might come a million times.
    private static async Task<(List<TimeSpan> Times, string? Fault)> LoopAsync(RawConnection connection, int number, IReadOnlyList<byte[]> requests, Func<bool> shouldContinue, CancellationToken ct)
    {
        var times = new List<TimeSpan>();
        for (var turn = number; shouldContinue(); turn++)
        {
            var start = Stopwatch.GetTimestamp();
            var response = await connection.RoundTripAsync(requests[turn % requests.Count], ct);
            if (response.Failure is { } failure)
                return (times, failure);
            times.Add(Stopwatch.GetElapsedTime(start));
        }

        return (times, null);
    }
}
