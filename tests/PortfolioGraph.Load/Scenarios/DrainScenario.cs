using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Shuts the server down under load: with clients that honor its readiness, with clients that ignore it, and with a second signal. Then kills the server
/// and restarts it at the same address, with an upstream that allows one call per second.
/// </summary>
internal sealed class DrainScenario : IScenario
{
    private const int TerminatedExitCode = 128 + 15;
    private const string SmallQuery = "{ chain(chainId: 1) { name } }";
    private const string ValueQuery = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(60);

    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of shutdowns with clients that ignore its readiness", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _starts = new("--starts") { Description = "Number of times the server is killed and restarted", DefaultValueFactory = _ => 5 };

    public Command ToCommand()
    {
        var command = new Command("drain", "Shutdown and restart: SIGTERM under load, a second SIGTERM, kill -9 and a restart.") { _clients, _rounds, _starts };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var clients = options.GetValue(_clients);
        var (honoring, honoringExit) = await ShutDownAsync(clients, honorsReadiness: true, ct);
        var (interrupted, ignoringExits) = (0, new List<(int? Code, TimeSpan Took)>());
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            var (load, exit) = await ShutDownAsync(clients, honorsReadiness: false, ct);
            interrupted += load.CountInterrupted() + load.Failures.GetValueOrDefault(RawResponse.Incomplete);
            ignoringExits.Add(exit);
        }

        var second = await SecondSignalAsync(ct);
        var (responses, wallets, gap) = await KillAndRestartAsync(options.GetValue(_starts), ct);
        return Goals.Report(
            ("readiness is false while the server still listens", honoring.LastReadiness == "DRAINING"),
            ("clients that honor readiness: every request succeeded, no connection was refused", honoring.Succeeded > 0 && honoring.Failures.Count == 0 && honoring.RefusedConnections == 0),
            ("clients that ignore readiness: every started request got a complete response", interrupted == 0),
            ("exit code 0 within 30 s", ignoringExits.Append(honoringExit).All(exit => exit.Code == 0 && exit.Took <= TimeSpan.FromSeconds(30))),
            ($"second signal: exit code {TerminatedExitCode} within 1 s", second.Code == TerminatedExitCode && second.Took <= TimeSpan.FromSeconds(1)),
            ("restart after a kill: first response within 2 s", responses.Max <= TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"restart after a kill: first wallet within 2 s plus the upstream's latency ({Latency.TotalMilliseconds:0} ms)"), wallets.Max <= TimeSpan.FromSeconds(2) + Latency),
            ("restart after a kill: at least 1 s between the last call of the killed process and the next call", gap >= Interval));
    }

    private static async Task<(ShutdownLoad Load, (int? Code, TimeSpan Took) Exit)> ShutDownAsync(int clients, bool honorsReadiness, CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Server:DrainDelay"] = honorsReadiness ? "00:00:02" : "00:00:00", ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None" },
            ct);
        var load = new ShutdownLoad(harness, clients);
        var running = load.RunAsync(honorsReadiness, ct);
        await Task.Delay(LoadTime, ct);
        var exit = await TerminateAsync(harness, ct);
        await running;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SIGTERM with {clients} clients that {(honorsReadiness ? "honor" : "ignore")} readiness: {load.Succeeded} successful, {load.RefusedConnections} connections refused{string.Concat(load.Failures.Select(failure => $", {failure.Value} {failure.Key}"))} ({load.CountInterrupted()} of the failures had started), last readiness {load.LastReadiness}, exit code {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
        return (load, exit);
    }

    private static async Task<(int? Code, TimeSpan Took)> SecondSignalAsync(CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(new SandboxOptions { Latency = ExitTimeout }, new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0" }, ct);
        using var connection = await RawConnection.OpenAsync(harness.Server, 0, ct);
        await connection.SendAsync(Requests.Graph(ValueQuery, new { address = Requests.Wallet(0) }), ct);
        while (harness.Sandbox.InFlight == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), ct);
        harness.Process.Signal("TERM");
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var exit = await TerminateAsync(harness, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"second SIGTERM while a request hangs: exit code {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
        return exit;
    }

    // Kills the server just after it sent a call, so that the rate limit does not allow another call at the restart.
    private static async Task<(Timings Responses, Timings Wallets, TimeSpan MinGap)> KillAndRestartAsync(int starts, CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { CallsPerSecond = 1 / Interval.TotalSeconds, Burst = 1, Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "1" },
            ct);
        List<TimeSpan> responses = [], wallets = [], gaps = [];
        for (var start = 0; start < starts; start++)
        {
            harness.Sandbox.ClearCalls();
            using (var connection = await RawConnection.OpenAsync(harness.Server, 0, ct))
            {
                await connection.SendAsync(Requests.Graph(ValueQuery, new { address = Requests.Wallet(2 * start) }), ct);
                while (harness.Sandbox.InFlight == 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), ct);
                harness.Process.Signal("KILL");
            }

            await harness.Process.WaitForExitAsync(ExitTimeout, ct);
            var clock = Stopwatch.StartNew();
            await harness.RestartAsync();
            await harness.Process.WaitUntilReadyAsync(ct);
            using var connectionAfterRestart = await RawConnection.OpenAsync(harness.Server, 0, ct);
            if ((await connectionAfterRestart.RoundTripAsync(Requests.Graph(SmallQuery), ct)).Failure is null)
                responses.Add(clock.Elapsed);
            if ((await connectionAfterRestart.RoundTripAsync(Requests.Graph(ValueQuery, new { address = Requests.Wallet((2 * start) + 1) }), ct)).Failure is null)
                wallets.Add(clock.Elapsed);
            gaps.Add(harness.GetCalls().MinGap!.Value);
        }

        var (all, cold) = (new Timings(PadWithTimeouts(responses)), new Timings(PadWithTimeouts(wallets)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"killed and restarted {starts} times: first response p50 {all.Median.TotalMilliseconds:0}, max {all.Max.TotalMilliseconds:0} ms after the start, first cold wallet p50 {cold.Median.TotalMilliseconds:0}, max {cold.Max.TotalMilliseconds:0} ms; shortest gap between the calls of both processes {gaps.Min().TotalMilliseconds:0} ms"));
        return (all, cold, gaps.Min());

        // A failed response counts as a timeout.
        IEnumerable<TimeSpan> PadWithTimeouts(List<TimeSpan> good) => good.Concat(Enumerable.Repeat(ExitTimeout, starts - good.Count));
    }

    private static async Task<(int? Code, TimeSpan Took)> TerminateAsync(LoadHarness harness, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        harness.Process.Signal("TERM");
        return (await harness.Process.WaitForExitAsync(ExitTimeout, ct), clock.Elapsed);
    }
}
