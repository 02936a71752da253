using System.CommandLine;
using System.Diagnostics;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// The upstream grants one call a second and takes 200 ms for each; clients ask for some of its wallets in full, again and again, each from an address of its
/// own and with limited patience. While the wallets are cold there are not nearly enough calls for all.
/// </summary>
internal sealed class ScarceScenario : IScenario
{
    private const double CallsPerSecond = 1;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private readonly Option<int> _clients = new("--clients") { Description = "How many clients ask", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _wallets = new("--wallets") { Description = "How many wallets there are", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _each = new("--each") { Description = "How many of them a client asks for at a time", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _cold = new("--cold") { Description = "Seconds until the wallets count as warm", DefaultValueFactory = _ => 140 };
    private readonly Option<int> _warm = new("--warm") { Description = "Seconds after that", DefaultValueFactory = _ => 40 };
    private readonly Option<int> _patience = new("--patience") { Description = "Seconds after which an answer comes too late", DefaultValueFactory = _ => 15 };
    private readonly Option<int> _pause = new("--pause") { Description = "Milliseconds a client thinks after an answer", DefaultValueFactory = _ => 500 };
    private readonly Option<double> _limit = new("--server-limit") { Description = "Calls per second that the server believes in", DefaultValueFactory = _ => CallsPerSecond };
    private readonly Option<double> _margin = new("--margin") { Description = "Upstream:LimitMargin", DefaultValueFactory = _ => 0.02 };

    public Command ToCommand()
    {
        var command = new Command("scarce", "One upstream call a second, and clients who ask for far more.")
        {
            _clients, _wallets, _each, _cold, _warm, _patience, _pause, _limit, _margin,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions { CallsPerSecond = CallsPerSecond, Burst = 1, Latency = Latency },
            new Dictionary<string, string>
            {
                ["Upstream:CallsPerSecond"] = FormattableString.Invariant($"{options.GetValue(_limit)}"),
                ["Upstream:LimitMargin"] = FormattableString.Invariant($"{options.GetValue(_margin)}"),
            },
            ct);

        var timeout = TimeSpan.FromSeconds(options.GetValue(_patience));
        var cold = new Phase("cold", TimeSpan.FromSeconds(options.GetValue(_cold)));
        var warm = new Phase("warm", TimeSpan.FromSeconds(options.GetValue(_warm)));
        var end = cold.Duration + warm.Duration;
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, options.GetValue(_clients)).Select(async number =>
        {
            using var client = new GraphClient(harness.Server, number);
            // Seeded: every run asks for the same wallets.
            var random = new Random(number);
            while (clock.Elapsed < end)
            {
                // An answer belongs to the phase that it was asked in.
                var phase = clock.Elapsed < cold.Duration ? cold : warm;
                var wallets = Enumerable.Range(0, options.GetValue(_wallets)).OrderBy(_ => random.Next()).Take(options.GetValue(_each)).Select(Wallet);
                var response = await client.SendAsync(Queries.WalletsInFull, new { addresses = wallets.ToArray() }, timeout, ct);
                phase.Add(response);
                await Task.Delay(response.RetryAfter ?? TimeSpan.FromMilliseconds(options.GetValue(_pause)), ct);
            }
        }));

        var calls = harness.GetCalls();
        PhaseTable.Print([cold, warm], calls);
        return Goals.Report(
            ("cold: every answer or a dated try again within the patience", cold.Count(ResponseKind.TimedOut) + cold.Count(ResponseKind.Failed) == 0 && cold.Total > 0),
            ("warm: every answer good, or good and past its time", warm.Total > 0 && warm.Count(ResponseKind.Good) + warm.Count(ResponseKind.Stale) == warm.Total),
            ("the upstream refused nothing", calls.RateLimited == 0));
    }

    private static string Wallet(int number) => FormattableString.Invariant($"0x{0xabc000 + number:x40}");
}
