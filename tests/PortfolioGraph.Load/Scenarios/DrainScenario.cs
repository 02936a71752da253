using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// The server goes down under load: told to, by clients who heed its readiness and by clients who do not; told twice; and killed, then started again at the same
/// address over an upstream that grants one call a second.
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

    private readonly Option<int> _clients = new("--clients") { Description = "How many clients ask", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often it goes down under clients who do not heed its readiness", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _starts = new("--starts") { Description = "How often it is killed and started again", DefaultValueFactory = _ => 5 };

    public Command ToCommand()
    {
        var command = new Command("drain", "Down and up again: SIGTERM under load, a second one, kill -9 and a new start.") { _clients, _rounds, _starts };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var clients = options.GetValue(_clients);
        var (honoring, honoringExit) = await ShutDownAsync(clients, honorsReadiness: true, ct);
        var (cut, ignoringExits) = (0, new List<(int? Code, TimeSpan Took)>());
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            var (load, exit) = await ShutDownAsync(clients, honorsReadiness: false, ct);
            cut += load.CountCut() + load.Failures.GetValueOrDefault("cut");
            ignoringExits.Add(exit);
        }

        var second = await SecondSignalAsync(ct);
        var (responses, wallets, gap) = await KillAndRestartAsync(options.GetValue(_starts), ct);
        return Goals.Report(
            ("readiness turns false while the server still listens", honoring.LastReadiness == "DRAINING"),
            ("clients who heed it: every request answered whole, none refused", honoring.Succeeded > 0 && honoring.Failures.Count == 0 && honoring.RefusedConnections == 0),
            ("clients who do not: no request that was begun is left without its whole answer", cut == 0),
            ("exit with 0 within 30 s", ignoringExits.Append(honoringExit).All(exit => exit.Code == 0 && exit.Took <= TimeSpan.FromSeconds(30))),
            ($"a second signal: exit with {TerminatedExitCode} within a second", second.Code == TerminatedExitCode && second.Took <= TimeSpan.FromSeconds(1)),
            ("killed and started again: answers within 2 s", responses.Max <= TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"a wallet, too, within 2 s and what the upstream takes ({Latency.TotalMilliseconds:0} ms)"), wallets.Max <= TimeSpan.FromSeconds(2) + Latency),
            ("no call sooner than a second after the last one of the killed process", gap >= Interval));
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
            $"SIGTERM under {clients} clients who {(honorsReadiness ? "" : "do not ")}heed readiness: {load.Succeeded} answers, {load.RefusedConnections} refused{string.Concat(load.Failures.Select(failure => $", {failure.Value} {failure.Key}"))} ({load.CountCut()} of them begun), readiness last {load.LastReadiness}, exit with {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
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
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a second SIGTERM while a request hangs: exit with {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
        return exit;
    }

    // Each time just after a call has gone out: so soon afterwards that none may follow.
    private static async Task<(Timings Answers, Timings Wallets, TimeSpan LeastGap)> KillAndRestartAsync(int starts, CancellationToken ct)
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
            $"killed and started again {starts} times: first answer p50 {all.Median.TotalMilliseconds:0}, max {all.Max.TotalMilliseconds:0} ms after the start, first cold wallet p50 {cold.Median.TotalMilliseconds:0}, max {cold.Max.TotalMilliseconds:0} ms; least gap between the calls of the two {gaps.Min().TotalMilliseconds:0} ms"));
        return (all, cold, gaps.Min());

        // An answer that was not good came never.
        IEnumerable<TimeSpan> PadWithTimeouts(List<TimeSpan> good) => good.Concat(Enumerable.Repeat(ExitTimeout, starts - good.Count));
    }

    private static async Task<(int? Code, TimeSpan Took)> TerminateAsync(LoadHarness harness, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        harness.Process.Signal("TERM");
        return (await harness.Process.WaitForExitAsync(ExitTimeout, ct), clock.Elapsed);
    }
}
