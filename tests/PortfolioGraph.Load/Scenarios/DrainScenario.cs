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
    private const int Terminated = 128 + 15;
    private const string Small = "{ chain(chainId: 1) { name } }";
    private const string Value = "query($address: Address!) { wallet(address: $address) { valueUsd } }";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

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
        var (heeded, heededExit) = await GoDownAsync(clients, heedsReadiness: true, ct);
        var (cut, refusedExits) = (0, new List<(int? Code, TimeSpan Took)>());
        for (var round = 0; round < options.GetValue(_rounds); round++)
        {
            var (load, exit) = await GoDownAsync(clients, heedsReadiness: false, ct);
            cut += load.Cut() + load.Faults.GetValueOrDefault("cut");
            refusedExits.Add(exit);
        }

        var second = await SecondSignalAsync(ct);
        var (answers, wallets, gap) = await KillAsync(options.GetValue(_starts), ct);
        return Goals.Report(
            ("readiness turns false while the server still listens", heeded.LastReadiness == "DRAINING"),
            ("clients who heed it: every request answered whole, none refused", heeded.Good > 0 && heeded.Faults.Count == 0 && heeded.Refused == 0),
            ("clients who do not: no request that was begun is left without its whole answer", cut == 0),
            ("exit with 0 within 30 s", refusedExits.Append(heededExit).All(exit => exit.Code == 0 && exit.Took <= TimeSpan.FromSeconds(30))),
            ($"a second signal: exit with {Terminated} within a second", second.Code == Terminated && second.Took <= TimeSpan.FromSeconds(1)),
            ("killed and started again: answers within 2 s", answers.Max <= TimeSpan.FromSeconds(2)),
            (string.Create(CultureInfo.InvariantCulture, $"a wallet, too, within 2 s and what the upstream takes ({Latency.TotalMilliseconds:0} ms)"), wallets.Max <= TimeSpan.FromSeconds(2) + Latency),
            ("no call sooner than a second after the last one of the killed process", gap >= Interval));
    }

    private static async Task<(ShutdownLoad Load, (int? Code, TimeSpan Took) Exit)> GoDownAsync(int clients, bool heedsReadiness, CancellationToken ct)
    {
        await using var bench = await LoadHarness.StartAsync(
            new SandboxOptions { Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Server:DrainDelay"] = heedsReadiness ? "00:00:02" : "00:00:00", ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None" },
            ct);
        var load = new ShutdownLoad(bench, clients);
        var running = load.RunAsync(heedsReadiness, ct);
        await Task.Delay(Before, ct);
        var exit = await ExitAsync(bench, ct);
        await running;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SIGTERM under {clients} clients who {(heedsReadiness ? "" : "do not ")}heed readiness: {load.Good} answers, {load.Refused} refused{string.Concat(load.Faults.Select(fault => $", {fault.Value} {fault.Key}"))} ({load.Cut()} of them begun), readiness last {load.LastReadiness}, exit with {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
        return (load, exit);
    }

    private static async Task<(int? Code, TimeSpan Took)> SecondSignalAsync(CancellationToken ct)
    {
        await using var bench = await LoadHarness.StartAsync(new SandboxOptions { Latency = Patience }, new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0" }, ct);
        using var connection = await RawConnection.OpenAsync(bench.Server, 0, ct);
        await connection.SendAsync(Requests.Graph(Value, new { address = Requests.Wallet(0) }), ct);
        while (bench.Sandbox.InFlight == 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), ct);
        bench.Process.Signal("TERM");
        await Task.Delay(TimeSpan.FromSeconds(1), ct);
        var exit = await ExitAsync(bench, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a second SIGTERM while a request hangs: exit with {exit.Code} after {exit.Took.TotalMilliseconds:0} ms"));
        return exit;
    }

    // Each time just after a call has gone out: so soon afterwards that none may follow.
    private static async Task<(Timings Answers, Timings Wallets, TimeSpan LeastGap)> KillAsync(int starts, CancellationToken ct)
    {
        await using var bench = await LoadHarness.StartAsync(
            new SandboxOptions { CallsPerSecond = 1 / Interval.TotalSeconds, Burst = 1, Latency = Latency },
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "1" },
            ct);
        List<TimeSpan> answers = [], wallets = [], gaps = [];
        for (var start = 0; start < starts; start++)
        {
            bench.Sandbox.ClearCalls();
            using (var connection = await RawConnection.OpenAsync(bench.Server, 0, ct))
            {
                await connection.SendAsync(Requests.Graph(Value, new { address = Requests.Wallet(2 * start) }), ct);
                while (bench.Sandbox.InFlight == 0)
                    await Task.Delay(TimeSpan.FromMilliseconds(1), ct);
                bench.Process.Signal("KILL");
            }

            await bench.Process.ExitAsync(Patience, ct);
            var clock = Stopwatch.StartNew();
            await bench.RestartAsync();
            await bench.Process.AnswersAsync(ct);
            using var again = await RawConnection.OpenAsync(bench.Server, 0, ct);
            if ((await again.AskAsync(Requests.Graph(Small), ct)).Fault is null)
                answers.Add(clock.Elapsed);
            if ((await again.AskAsync(Requests.Graph(Value, new { address = Requests.Wallet((2 * start) + 1) }), ct)).Fault is null)
                wallets.Add(clock.Elapsed);
            gaps.Add(bench.Calls().LeastGap!.Value);
        }

        var (all, cold) = (new Timings(Lacking(answers)), new Timings(Lacking(wallets)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"killed and started again {starts} times: first answer p50 {all.Median.TotalMilliseconds:0}, max {all.Max.TotalMilliseconds:0} ms after the start, first cold wallet p50 {cold.Median.TotalMilliseconds:0}, max {cold.Max.TotalMilliseconds:0} ms; least gap between the calls of the two {gaps.Min().TotalMilliseconds:0} ms"));
        return (all, cold, gaps.Min());

        // An answer that was not good came never.
        IEnumerable<TimeSpan> Lacking(List<TimeSpan> good) => good.Concat(Enumerable.Repeat(Patience, starts - good.Count));
    }

    private static async Task<(int? Code, TimeSpan Took)> ExitAsync(LoadHarness bench, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        bench.Process.Signal("TERM");
        return (await bench.Process.ExitAsync(Patience, ct), clock.Elapsed);
    }
}
