using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Load.Running;

/// <summary>
/// Clients of a server that shuts down while they send requests. Every request is for a different wallet, so the upstream's log shows which requests
/// the server started. Clients with an even number reuse their connection; the others open a connection for each request.
/// </summary>
internal sealed class ShutdownLoad(LoadHarness harness, int clients)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<(string Wallet, string? Failure)> _results = [];
    private int _refusedConnections;
    private volatile bool _isStopped;

    /// <summary>The number of successful requests.</summary>
    public int Succeeded => _results.Count(result => result.Failure is null);

    /// <summary>The number of refused connections.</summary>
    public int RefusedConnections => _refusedConnections;

    /// <summary>The failures, each with its number of occurrences.</summary>
    public IReadOnlyDictionary<string, int> Failures => _results.Where(result => result.Failure is not null).CountBy(result => result.Failure!).ToDictionary();

    /// <summary>The last response of <c>/health/ready</c>, as a single status.</summary>
    public string LastReadiness { get; private set; } = "";

    /// <summary>Returns the number of failed requests that the server had started: the upstream received a call for their wallet.</summary>
    public int CountInterrupted()
    {
        var started = harness.Sandbox.Calls.SelectMany(call => call.Addresses).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _results.Count(result => result.Failure is not null && started.Contains(result.Wallet));
    }

    /// <summary>Runs until the server no longer accepts connections.</summary>
    /// <param name="honorsReadiness">Whether clients stop once readiness is false, as clients behind a load balancer do.</param>
    /// <param name="ct">Cancels the run.</param>
    public async Task RunAsync(bool honorsReadiness, CancellationToken ct)
    {
        var senders = Enumerable.Range(0, clients).Select(number => Task.Run(() => SendRequestsAsync(number, ct), ct)).ToList();
        while (await GetReadinessAsync(ct) is { } readiness)
        {
            LastReadiness = readiness;
            _isStopped |= honorsReadiness && readiness != "READY";
            await Task.Delay(PollInterval, ct);
        }

        await Task.WhenAll(senders);
    }

    private async Task SendRequestsAsync(int number, CancellationToken ct)
    {
        RawConnection? connection = null;
        for (var requestNumber = 0; !_isStopped; requestNumber++)
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

            var wallet = Requests.Wallet((number * 100_000) + requestNumber);
            var response = await connection.RoundTripAsync(Requests.Graph("query($address: Address!) { wallet(address: $address) { valueUsd } }", new { address = wallet }), ct);
            _results.Add((wallet, response.Failure));
            if (number % 2 == 0 && !response.IsLast)
                continue;
            connection.Dispose();
            connection = null;
        }

        connection?.Dispose();
    }

    // Returns null if the server does not accept connections. Returns a single status otherwise, without the quotes of the body.
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
