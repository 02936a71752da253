using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// A thousand clients each request a cold wallet from a slow upstream and disconnect at once before it responds. Every second client closes its
/// connection; the others reset it. The server must cancel their upstream calls and must not leak resources.
/// </summary>
internal sealed class DisconnectScenario : IScenario
{
    private const int ExtraHandles = 20;
    private const int ExtraThreads = 4;
    private const string ValueQuery = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
    private static readonly TimeSpan Latency = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(10);

    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of rounds; the first round is the baseline of the others", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _within = new("--within") { Description = "Maximum time until no call is in flight, in milliseconds", DefaultValueFactory = _ => 1_000 };

    public Command ToCommand()
    {
        var command = new Command("disconnect", "A thousand clients disconnect at once: their calls are cancelled and nothing leaks.") { _clients, _rounds, _within };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var clients = options.GetValue(_clients);
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Upstream:AttemptTimeout"] = "00:01:00", ["Upstream:Timeout"] = "00:01:00", ["Server:OperationTimeout"] = "00:01:00", ["Logging:LogLevel:Default"] = "Error" },
            ct);
        Console.WriteLine($"at the start: {harness.Process.Metrics}");

        var longest = TimeSpan.Zero;
        ProcessMetrics? first = null, last = null;
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            var (inFlight, within) = await ConnectAndDisconnectAsync(harness, clients, round, ct);
            longest = within > longest ? within : longest;
            last = await WaitUntilSettledAsync(harness, first, ct);
            first ??= last;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{inFlight} calls in flight, none {within.TotalMilliseconds:0} ms after the clients disconnected; afterwards: {last}"));
        }

        harness.Sandbox.Options.Latency = TimeSpan.Zero;
        using var connection = await RawConnection.OpenAsync(harness.Server, 0, ct);
        var failure = (await connection.RoundTripAsync(Requests.Graph(ValueQuery, new { address = Requests.Wallet(-1) }), ct)).Failure;
        return Goals.Report(
            (string.Create(CultureInfo.InvariantCulture, $"no call in flight within {options.GetValue(_within)} ms"), longest <= TimeSpan.FromMilliseconds(options.GetValue(_within))),
            ($"handles: at most {ExtraHandles} more than after the first round", last!.Handles <= first!.Handles + ExtraHandles),
            ($"threads: at most {ExtraThreads} more than after the first round", last.Threads <= first.Threads + ExtraThreads),
            ("the next client succeeds", failure is null));
    }

    private static async Task<(int InFlight, TimeSpan Within)> ConnectAndDisconnectAsync(LoadHarness harness, int clients, int round, CancellationToken ct)
    {
        var connections = new List<RawConnection>();
        for (var number = 0; number < clients; number++)
            connections.Add(await RawConnection.OpenAsync(harness.Server, number, ct));
        await Task.WhenAll(connections.Select((connection, number) =>
            connection.SendAsync(Requests.Graph(ValueQuery, new { address = Requests.Wallet((round * clients) + number) }), ct)));
        for (var wait = Stopwatch.StartNew(); harness.Sandbox.InFlight < clients && wait.Elapsed < WaitTimeout;)
            await Task.Delay(TimeSpan.FromMilliseconds(10), ct);

        var inFlight = harness.Sandbox.InFlight;
        var clock = Stopwatch.StartNew();
        for (var number = 0; number < clients; number++)
        {
            if (number % 2 == 0)
                connections[number].Dispose();
            else
                connections[number].Reset();
        }

        while (harness.Sandbox.InFlight > 0 && clock.Elapsed < WaitTimeout)
            await Task.Delay(TimeSpan.FromMilliseconds(1), ct);
        return (inFlight, clock.Elapsed);
    }

    // Handles are released with a delay, and idle threads end after some seconds.
    private static async Task<ProcessMetrics> WaitUntilSettledAsync(LoadHarness harness, ProcessMetrics? baseline, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(2), ct);
        var wait = Stopwatch.StartNew();
        var metrics = harness.Process.Metrics;
        while (baseline is not null && (metrics.Handles > baseline.Handles + ExtraHandles || metrics.Threads > baseline.Threads + ExtraThreads) && wait.Elapsed < TimeSpan.FromSeconds(30))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
            metrics = harness.Process.Metrics;
        }

        return metrics;
    }
}
