using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Load.Running;

/// <summary>
/// Clients of a server that goes down under them. Each asks for a wallet that nobody else asks for, one after the other; the even ones keep their connection, the
/// others open one a request. So the upstream's log tells which requests the server had taken on.
/// </summary>
internal sealed class ShutdownLoad(LoadHarness harness, int clients)
{
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<(string Wallet, string? Fault)> _results = [];
    private int _refusedConnections;
    private volatile bool _isStopped;

    /// <summary>Requests that were answered whole, and well.</summary>
    public int Succeeded => _results.Count(result => result.Fault is null);

    /// <summary>Connections that were refused.</summary>
    public int RefusedConnections => _refusedConnections;

    /// <summary>What came instead of a good answer, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => _results.Where(result => result.Fault is not null).CountBy(result => result.Fault!).ToDictionary();

    /// <summary>What <c>/health/ready</c> said last before it was refused or the load ended.</summary>
    public string LastReadiness { get; private set; } = "";

    /// <summary>Requests that the server had begun, and did not answer whole: the upstream was asked for their wallet.</summary>
    public int CountCut()
    {
        var started = harness.Sandbox.Calls.SelectMany(call => call.Addresses).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _results.Count(result => result.Fault is not null && started.Contains(result.Wallet));
    }

    /// <summary>Runs until nobody can connect any more.</summary>
    /// <param name="honorsReadiness">Whether clients ask for nothing more once readiness is false, as those behind a balancer.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RunAsync(bool honorsReadiness, CancellationToken ct)
    {
        var senders = Enumerable.Range(0, clients).Select(number => Task.Run(() => SendRequestsAsync(number, ct), ct)).ToList();
        while (await GetReadinessAsync(ct) is { } readiness)
        {
            LastReadiness = readiness;
            _isStopped |= honorsReadiness && readiness != "READY";
            await Task.Delay(BetweenPolls, ct);
        }

        await Task.WhenAll(senders);
    }

    private async Task SendRequestsAsync(int number, CancellationToken ct)
    {
        RawConnection? connection = null;
        for (var turn = 0; !_isStopped; turn++)
        {
            try
            {
                connection ??= await RawConnection.OpenAsync(harness.Server, number, ct);
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _refusedConnections);
                break;
            }

            var wallet = Requests.Wallet((number * 100_000) + turn);
            var response = await connection.RoundTripAsync(Requests.Graph("query($address: Address!) { wallet(address: $address) { valueUsd } }", new { address = wallet }), ct);
            _results.Add((wallet, response.Failure));
            if (number % 2 == 0 && !response.IsLast)
                continue;
            connection.Dispose();
            connection = null;
        }

        connection?.Dispose();
    }

    // Null where nobody listens. Without the quotes: one word.
    private async Task<string?> GetReadinessAsync(CancellationToken ct)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(harness.Server, clients, ct);
            var response = await connection.RoundTripAsync(Requests.Get("/health/ready"), ct);
            if (!response.IsComplete)
                return null;
            var body = Encoding.UTF8.GetString(response.Body.Span);
            return body.Contains("DRAINING", StringComparison.Ordinal) ? "DRAINING" : response.Status == 200 ? "READY" : body;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
