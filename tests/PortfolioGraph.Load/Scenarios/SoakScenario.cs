using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// A steady mix of requests for few wallets, in windows of fixed length. Two groups of wallets alternate: data loaded at the start of a window
/// stays cached for that window and expires before the next window of its group. Each window therefore needs the upstream calls of its
/// wallets exactly once, regardless of the machine's speed.
/// </summary>
internal sealed class SoakScenario : IScenario
{
    private const int Groups = 2;
    private const int WalletsPerGroup = 3;
    private const int ExtraHandles = 20;
    private const int ExtraThreads = 4;
    private const string PortfolioQuery = "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { valueUsd tokens(first: 20) { nodes { token { symbol } valueUsd } } positions(first: 20) { nodes { name valueUsd } } profitAndLoss { absoluteUsd } } }";
    private const string TokensQuery = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { tokens(first: 5) { totalCount nodes { token { symbol } valueUsd } } } }";
    private const string ValuesQuery = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd chains { valueUsd } } }";

    // From the call table: the calls for one wallet in full, which equal those for a portfolio in full.
    private const int CallsInFull = 4;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CacheLifetime = TimeSpan.FromSeconds(15);

    private readonly Option<int> _seconds = new("--seconds") { Description = "Duration in seconds: a multiple of 10, at least 40", DefaultValueFactory = _ => 60 };
    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients", DefaultValueFactory = _ => 8 };
    private readonly Option<int> _pause = new("--pause") { Description = "Pause of a client after a response, in milliseconds", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _growth = new("--growth") { Description = "Maximum growth of the memory from the second window to the last, in MiB", DefaultValueFactory = _ => 64 };

    public Command ToCommand()
    {
        var command = new Command("soak", "A steady mix of requests for a long time: no leaks, no failures, no unnecessary calls.") { _seconds, _clients, _pause, _growth };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var windows = Math.Max(4, options.GetValue(_seconds) / (int)Window.TotalSeconds);
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { Latency = TimeSpan.FromMilliseconds(20) },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Cache:TimeToLive"] = CacheLifetime.ToString() },
            ct);
        var pause = TimeSpan.FromMilliseconds(options.GetValue(_pause));
        var clock = Stopwatch.StartNew();
        var clients = Enumerable.Range(0, options.GetValue(_clients)).Select(number => Task.Run(() => SendRequestsAsync(harness.Server, number, pause, clock, windows, ct), ct)).ToList();
        var sockets = Task.Run(() => OpenSocketsAsync(harness.Server, pause, clock, windows * Window, ct), ct);
        var metrics = await SampleMetricsAsync(harness, clock, windows, ct);
        var responses = (await Task.WhenAll(clients)).Select(client => client.Responses).Sum();
        var failures = clients.SelectMany(client => client.Result.Failures).CountBy(failure => failure).ToList();
        var opened = await sockets;

        var expected = windows * CallsInFull * (WalletsPerGroup + 1);
        var calls = harness.GetCalls().All.Count;
        var (second, last) = (metrics[1], metrics[^1]);
        var growth = last.ResidentMiB - second.ResidentMiB;
        Console.WriteLine($"{responses} responses, {opened} sockets opened and closed, {calls} upstream calls{string.Concat(failures.Select(failure => $", {failure.Value} times {failure.Key}"))}");
        return Goals.Report(
            ("no error", failures.Count == 0 && responses > 0 && opened > 0),
            ($"{calls} upstream calls, exactly {windows} windows x {CallsInFull} calls x ({WalletsPerGroup} wallets and 1 portfolio) = {expected}", calls == expected),
            ($"handles are stable: {last.Handles} at the end, {second.Handles} after the second window, at most {ExtraHandles} more", last.Handles <= second.Handles + ExtraHandles),
            ($"threads are stable: {last.Threads} at the end, {second.Threads} after the second window, at most {ExtraThreads} more", last.Threads <= second.Threads + ExtraThreads),
            (string.Create(CultureInfo.InvariantCulture, $"memory is stable: {growth:0.0} MiB more than after the second window, at most {options.GetValue(_growth)}"), growth <= options.GetValue(_growth)));
    }

    // Takes the lowest values in the second half of each window, because uncollected garbage does not count as growth.
    private static async Task<List<ProcessMetrics>> SampleMetricsAsync(LoadHarness harness, Stopwatch clock, int windows, CancellationToken ct)
    {
        var metrics = new List<ProcessMetrics>();
        for (var window = 1; window <= windows; window++)
        {
            var samples = new List<ProcessMetrics>();
            while (clock.Elapsed < window * Window)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), ct);
                samples.Add(harness.Process.Metrics);
            }

            var secondHalf = samples.Skip(samples.Count / 2).ToList();
            metrics.Add(new ProcessMetrics(secondHalf.Min(sample => sample.ResidentBytes), secondHalf.Min(sample => sample.Handles), secondHalf.Min(sample => sample.Threads)));
            if (windows <= 12 || window % 6 == 0 || window == 2)
                Console.WriteLine($"after {window * Window.TotalSeconds} s: {metrics[^1]}");
        }

        return metrics;
    }

    private static async Task<(int Responses, List<string> Failures)> SendRequestsAsync(Uri server, int number, TimeSpan pause, Stopwatch clock, int windows, CancellationToken ct)
    {
        var (responses, failures) = (0, new List<string>());
        using var connection = await RawConnection.OpenAsync(server, number, ct);
        // Seeded, so that every run requests the same data.
        var random = new Random(number);
        for (var window = 0; window < windows; window++)
        {
            var first = window % Groups * WalletsPerGroup;
            var wallets = Enumerable.Range(first, WalletsPerGroup).Select(Requests.Wallet).ToArray();
            // Load all data first. Later requests need only parts of the data and no upstream calls.
            foreach (var request in wallets.Select(wallet => Requests.Graph(Queries.WalletsInFull, new { addresses = new[] { wallet } })).Append(Requests.Graph(PortfolioQuery, new { addresses = wallets })))
                await SendAsync(request);
            while (clock.Elapsed < (window + 1) * Window)
            {
                await SendAsync(random.Next(4) switch
                {
                    0 => Requests.Graph(ValuesQuery, new { addresses = wallets }),
                    1 => Requests.Graph(TokensQuery, new { addresses = new[] { wallets[random.Next(WalletsPerGroup)] } }),
                    2 => Requests.Graph(PortfolioQuery, new { addresses = wallets }),
                    _ => Requests.Graph(Queries.WalletsInFull, new { addresses = new[] { wallets[random.Next(WalletsPerGroup)] } }),
                });
                await Task.Delay(pause, ct);
            }
        }

        return (responses, failures);

        async Task SendAsync(byte[] request)
        {
            if ((await connection.RoundTripAsync(request, ct)).Failure is { } failure)
                failures.Add(failure);
            else
                responses++;
        }
    }

    // Opens and closes sockets continuously, so that leaks would accumulate.
    private static async Task<int> OpenSocketsAsync(Uri server, TimeSpan pause, Stopwatch clock, TimeSpan duration, CancellationToken ct)
    {
        var opened = 0;
        using var handler = new HttpMessageInvoker(new SocketsHttpHandler());
        for (var buffer = new byte[256]; clock.Elapsed < duration; opened++)
        {
            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("graphql-transport-ws");
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "graphql" }.Uri, handler, ct);
            await socket.SendAsync("""{"type":"connection_init"}"""u8.ToArray(), WebSocketMessageType.Text, true, ct);
            await socket.ReceiveAsync(buffer, ct);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, ct);
            await Task.Delay(10 * pause, ct);
        }

        return opened;
    }
}
