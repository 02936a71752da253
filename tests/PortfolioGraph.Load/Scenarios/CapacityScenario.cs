using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Measures the server's own capacity with an unlimited upstream. The load is 64 clients in a closed loop, then 1,000 connections, then 1,000 idle WebSockets,
/// then more concurrent requests than the server accepts.
/// </summary>
internal sealed class CapacityScenario : IScenario
{
    private const int WalletCount = 10;
    private const int SocketCount = 1_000;
    private const int MaxConcurrentRequests = 8;
    private const int ExcessRequests = 500;
    private const string SmallQuery = "{ chain(chainId: 1) { name } }";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxRejectionTime = TimeSpan.FromMilliseconds(20);

    private readonly Option<int> _seconds = new("--seconds") { Description = "Duration of each loop in seconds", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients in the first loop", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _connections = new("--connections") { Description = "Number of connections in the second loop", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _perSocket = new("--per-socket") { Description = "Maximum memory of an idle WebSocket in KiB", DefaultValueFactory = _ => 64 };

    public Command ToCommand()
    {
        var command = new Command("capacity", "Measures requests per second, connections, concurrent requests and idle sockets.") { _seconds, _clients, _connections, _perSocket };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var duration = TimeSpan.FromSeconds(options.GetValue(_seconds));
        var connections = options.GetValue(_connections);
        Timings alone;
        LoopResult many, all;
        double perSocket;

        await using (var harness = await StartAsync([], ct))
        {
            await ClosedLoop.RunAsync(harness.Server, 1, Mix, TimeSpan.FromSeconds(5), ct);
            await ClosedLoop.RunAsync(harness.Server, options.GetValue(_clients), Mix, TimeSpan.FromSeconds(5), ct);

            many = await ClosedLoop.RunAsync(harness.Server, options.GetValue(_clients), Mix, duration, ct);
            Console.WriteLine($"{options.GetValue(_clients)} clients: {many}; after the loop: {harness.Process.Metrics}");

            var one = await ClosedLoop.RunAsync(harness.Server, 1, Mix, duration / 4, ct);
            Console.WriteLine($"one client: {one}");
            alone = one.Timings;
            all = await ClosedLoop.RunAsync(harness.Server, connections, Mix, duration, ct);
            Console.WriteLine($"{connections} connections: {all}; after the loop: {harness.Process.Metrics}");
            perSocket = await MeasureSocketsAsync(harness, ct);
        }

        var (rejected, areCompleted) = await ExceedLimitAsync(ct);
        var bound = connections * alone.Mean * 1.5;
        return Goals.Report(
            ("first loop: every response was successful", many.AllSucceeded),
            ($"{connections} connections: every response was successful", all.AllSucceeded),
            (string.Create(CultureInfo.InvariantCulture, $"their p99 of {all.Timings.P99.TotalMilliseconds:0} ms is at most 1.5 x {connections} x the mean of one client ({alone.Mean.TotalMilliseconds:0.000} ms) = {bound.TotalMilliseconds:0} ms"), all.Timings.P99 <= bound),
            ($"more than {MaxConcurrentRequests} concurrent requests: 503 with Retry-After", rejected is not null),
            (string.Create(CultureInfo.InvariantCulture, $"rejected immediately: p99 at most {MaxRejectionTime.TotalMilliseconds:0} ms"), rejected is not null && rejected.P99 <= MaxRejectionTime),
            ("the requests within the limit still succeeded", areCompleted),
            (string.Create(CultureInfo.InvariantCulture, $"an idle socket uses {perSocket:0.0} KiB, at most {options.GetValue(_perSocket)}"), perSocket <= options.GetValue(_perSocket)));
    }

    private static IReadOnlyList<byte[]> Mix { get; } =
    [
        Requests.Graph(SmallQuery),
        .. Enumerable.Range(0, WalletCount).SelectMany(number => new[] { Requests.Graph(Queries.WalletsInFull, new { addresses = new[] { Requests.Wallet(number) } }), Requests.Graph(SmallQuery) }),
    ];

    private static Task<LoadHarness> StartAsync(Dictionary<string, string> settings, CancellationToken ct, TimeSpan? latency = null)
    {
        settings["Upstream:CallsPerSecond"] = "0";
        settings["Cache:TimeToLive"] = "01:00:00";
        return LoadHarness.StartAsync(new SandboxOptions { Latency = latency ?? Latency }, settings, ct);
    }

    // Fills the limit with requests that wait for the upstream. Every further request must be rejected.
    private static async Task<(Timings? Rejected, bool AreCompleted)> ExceedLimitAsync(CancellationToken ct)
    {
        await using var harness = await StartAsync(new Dictionary<string, string> { ["Server:MaxConcurrentRequests"] = FormattableString.Invariant($"{MaxConcurrentRequests}") }, ct, TimeSpan.FromSeconds(4));
        // The first pass is a warm-up, so that JIT compilation does not affect the measurement.
        await RejectAsync();
        return await RejectAsync(MaxConcurrentRequests);

        async Task<(Timings?, bool)> RejectAsync(int first = 0)
        {
            var waiting = Enumerable.Range(first, MaxConcurrentRequests).Select(async number =>
            {
                using var connection = await RawConnection.OpenAsync(harness.Server, number, ct);
                return (await connection.RoundTripAsync(Requests.Graph("query($a: Address!) { wallet(address: $a) { valueUsd } }", new { a = Requests.Wallet(number) }), ct)).Failure;
            }).ToList();
            while (harness.Sandbox.InFlight < MaxConcurrentRequests)
                await Task.Delay(TimeSpan.FromMilliseconds(10), ct);

            using var other = await RawConnection.OpenAsync(harness.Server, 100, ct);
            var (times, allExpected) = (new List<TimeSpan>(), true);
            for (var i = 0; i < ExcessRequests && harness.Sandbox.InFlight == MaxConcurrentRequests; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var response = await other.RoundTripAsync(Requests.Graph(SmallQuery), ct);
                times.Add(Stopwatch.GetElapsedTime(start));
                allExpected &= response is { Status: 503, IsComplete: true, RetryAfter: "1" };
            }

            var failures = await Task.WhenAll(waiting);
            var rejected = new Timings(times);
            if (first > 0)
                Console.WriteLine($"more than {MaxConcurrentRequests} concurrent requests: {rejected.Count} rejected, {rejected}");
            return (allExpected && rejected.Count > 0 ? rejected : null, failures.All(failure => failure is null));
        }
    }

    private static async Task<double> MeasureSocketsAsync(LoadHarness harness, CancellationToken ct)
    {
        using var handler = new HttpMessageInvoker(new SocketsHttpHandler());
        // The first sockets allocate shared state. During the delay the memory of the loops is released, which would otherwise hide the memory of the sockets.
        await OpenAsync(20);
        await Task.Delay(TimeSpan.FromSeconds(5), ct);
        var before = harness.Process.Metrics;
        var sockets = await OpenAsync(SocketCount);
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var after = harness.Process.Metrics;
        Console.WriteLine($"before {SocketCount} idle sockets: {before}; with the sockets: {after}");
        sockets.ForEach(socket => socket.Dispose());
        return (after.ResidentBytes - before.ResidentBytes) / 1024.0 / SocketCount;

        async Task<List<ClientWebSocket>> OpenAsync(int count)
        {
            var opened = new List<ClientWebSocket>();
            var buffer = new byte[256];
            for (var i = 0; i < count; i++)
            {
                var socket = new ClientWebSocket();
                socket.Options.AddSubProtocol("graphql-transport-ws");
                await socket.ConnectAsync(new UriBuilder(harness.Server) { Scheme = "ws", Path = "graphql" }.Uri, handler, ct);
                await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, ct);
                var response = await socket.ReceiveAsync(buffer, ct);
                if (!Encoding.UTF8.GetString(buffer, 0, response.Count).Contains("connection_ack", StringComparison.Ordinal))
                    throw new InvalidOperationException("The server did not acknowledge a WebSocket connection.");
                opened.Add(socket);
            }

            return opened;
        }
    }
}
