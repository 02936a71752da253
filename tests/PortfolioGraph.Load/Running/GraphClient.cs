using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PortfolioGraph.Load.Running;

/// <summary>A client of the graph with a source address of its own, by which the server tells it from others.</summary>
internal sealed class GraphClient : IDisposable
{
    private static readonly string[] TryAgainCodes = ["BUDGET_EXHAUSTED", "UPSTREAM_RATE_LIMITED"];

    private readonly HttpClient _http;

    /// <param name="server">The server's address, on loopback.</param>
    /// <param name="number">Which client: the first is 127.0.0.2.</param>
    public GraphClient(Uri server, int number)
    {
        var source = RawConnection.Source(number);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (context, ct) => ConnectAsync(source, context.DnsEndPoint.Port, ct) })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks, and judges what comes.</summary>
    public async Task<ClientResponse> AskAsync(string query, object variables, TimeSpan patience, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        impatience.CancelAfter(patience);
        try
        {
            using var response = await _http.PostAsJsonAsync("graphql", new { query, variables }, impatience.Token);
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(impatience.Token), default, impatience.Token);
            return Judge(body.RootElement, Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ClientResponse(ResponseKind.Late, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException)
        {
            return new ClientResponse(ResponseKind.Failed, Stopwatch.GetElapsedTime(start), Code: fault.GetType().Name);
        }
    }

    public void Dispose() => _http.Dispose();

    private static ClientResponse Judge(JsonElement answer, TimeSpan took)
    {
        if (!answer.TryGetProperty("errors", out var errors))
        {
            var isStale = answer.GetProperty("extensions").GetProperty("upstream").GetProperty("stale").GetArrayLength() > 0;
            return new ClientResponse(isStale ? ResponseKind.Stale : ResponseKind.Good, took);
        }

        var waits = new List<int>();
        foreach (var error in errors.EnumerateArray())
        {
            var code = error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var text) ? text.GetString()! : "no code";
            if (!TryAgainCodes.Contains(code) || !extensions.TryGetProperty("retryAfter", out var retryAfter))
                return new ClientResponse(ResponseKind.Failed, took, Code: code);
            waits.Add(retryAfter.GetInt32());
        }

        return new ClientResponse(ResponseKind.TryAgain, took, TimeSpan.FromSeconds(waits.Max()));
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress source, int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
