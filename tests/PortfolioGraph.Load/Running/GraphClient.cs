using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PortfolioGraph.Load.Running;

/// <summary>A GraphQL client with its own source address, which identifies it to the server.</summary>
internal sealed class GraphClient : IDisposable
{
    private static readonly string[] RetryLaterCodes = ["BUDGET_EXHAUSTED", "UPSTREAM_RATE_LIMITED"];

    private readonly HttpClient _http;

    /// <param name="server">The server's address, on loopback.</param>
    /// <param name="number">The number of the client. Client 0 is 127.0.0.2.</param>
    public GraphClient(Uri server, int number)
    {
        var sourceAddress = RawConnection.GetSourceAddress(number);
        _http = new HttpClient(new SocketsHttpHandler { ConnectCallback = (context, ct) => ConnectAsync(sourceAddress, context.DnsEndPoint.Port, ct) })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Sends a query and classifies the response.</summary>
    public async Task<ClientResponse> SendAsync(string query, object variables, TimeSpan timeout, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(ct);
        cancellation.CancelAfter(timeout);
        try
        {
            using var response = await _http.PostAsJsonAsync("graphql", new { query, variables }, cancellation.Token);
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation.Token), default, cancellation.Token);
            return Classify(body.RootElement, Stopwatch.GetElapsedTime(start));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new ClientResponse(ResponseKind.TimedOut, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException)
        {
            return new ClientResponse(ResponseKind.Failed, Stopwatch.GetElapsedTime(start), Code: exception.GetType().Name);
        }
    }

    public void Dispose() => _http.Dispose();

    private static ClientResponse Classify(JsonElement body, TimeSpan took)
    {
        if (!body.TryGetProperty("errors", out var errors))
        {
            var isStale = body.GetProperty("extensions").GetProperty("upstream").GetProperty("stale").GetArrayLength() > 0;
            return new ClientResponse(isStale ? ResponseKind.Stale : ResponseKind.Good, took);
        }

        var waits = new List<int>();
        foreach (var error in errors.EnumerateArray())
        {
            var code = error.TryGetProperty("extensions", out var extensions) && extensions.TryGetProperty("code", out var text) ? text.GetString()! : "no code";
            if (!RetryLaterCodes.Contains(code) || !extensions.TryGetProperty("retryAfter", out var retryAfter))
                return new ClientResponse(ResponseKind.Failed, took, Code: code);
            waits.Add(retryAfter.GetInt32());
        }

        return new ClientResponse(ResponseKind.RetryLater, took, TimeSpan.FromSeconds(waits.Max()));
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress sourceAddress, int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(sourceAddress, 0));
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
