using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace PortfolioGraph.Load.Running;

/// <summary>
/// Clients of a server that goes down under them. Each asks for a wallet that nobody else asks for, one after the other; the even ones keep their connection, the
/// others open one a request. So the upstream's log tells which requests the server had taken on.
/// </summary>
internal sealed class ShutdownLoad(LoadHarness bench, int clients)
{
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentBag<(string Wallet, string? Fault)> _asked = [];
    private int _refused;
    private volatile bool _isStopped;

    /// <summary>Requests that were answered whole, and well.</summary>
    public int Good => _asked.Count(asked => asked.Fault is null);

    /// <summary>Connections that were refused.</summary>
    public int Refused => _refused;

    /// <summary>What came instead of a good answer, and how often.</summary>
    public IReadOnlyDictionary<string, int> Faults => _asked.Where(asked => asked.Fault is not null).CountBy(asked => asked.Fault!).ToDictionary();

    /// <summary>What <c>/health/ready</c> said last before it was refused or the load ended.</summary>
    public string LastReadiness { get; private set; } = "";

    /// <summary>Requests that the server had begun, and did not answer whole: the upstream was asked for their wallet.</summary>
    public int Cut()
    {
        var begun = bench.Sandbox.Calls.SelectMany(call => call.Addresses).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return _asked.Count(asked => asked.Fault is not null && begun.Contains(asked.Wallet));
    }

    /// <summary>Runs until nobody can connect any more.</summary>
    /// <param name="heedsReadiness">Whether clients ask for nothing more once readiness is false, as those behind a balancer.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RunAsync(bool heedsReadiness, CancellationToken ct)
    {
        var asking = Enumerable.Range(0, clients).Select(number => Task.Run(() => AskAsync(number, ct), ct)).ToList();
        while (await ReadinessAsync(ct) is { } readiness)
        {
            LastReadiness = readiness;
            _isStopped |= heedsReadiness && readiness != "READY";
            await Task.Delay(BetweenPolls, ct);
        }

        await Task.WhenAll(asking);
    }

    private async Task AskAsync(int number, CancellationToken ct)
    {
        RawConnection? connection = null;
        for (var turn = 0; !_isStopped; turn++)
        {
            try
            {
                connection ??= await RawConnection.OpenAsync(bench.Server, number, ct);
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _refused);
                break;
            }

            var wallet = Requests.Wallet((number * 100_000) + turn);
            var answer = await connection.AskAsync(Requests.Graph("query($address: Address!) { wallet(address: $address) { valueUsd } }", new { address = wallet }), ct);
            _asked.Add((wallet, answer.Fault));
            if (number % 2 == 0 && !answer.IsLast)
                continue;
            connection.Dispose();
            connection = null;
        }

        connection?.Dispose();
    }

    // Null where nobody listens. Without the quotes: one word.
    private async Task<string?> ReadinessAsync(CancellationToken ct)
    {
        try
        {
            using var connection = await RawConnection.OpenAsync(bench.Server, clients, ct);
            var answer = await connection.AskAsync(Requests.Get("/health/ready"), ct);
            if (!answer.IsWhole)
                return null;
            var body = Encoding.UTF8.GetString(answer.Body.Span);
            return body.Contains("DRAINING", StringComparison.Ordinal) ? "DRAINING" : answer.Status == 200 ? "READY" : body;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
