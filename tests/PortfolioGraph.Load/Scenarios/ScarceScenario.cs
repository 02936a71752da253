using System.CommandLine;
using System.Diagnostics;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// The upstream allows one call per second, with a latency of 200 ms. Clients repeatedly request some wallets in full, each from its own address and
/// with a timeout. While the wallets are cold, the clients need far more calls than the rate limit allows.
/// </summary>
internal sealed class ScarceScenario : IScenario
{
    private const double CallsPerSecond = 1;
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    private readonly Option<int> _clients = new("--clients") { Description = "Number of clients", DefaultValueFactory = _ => 20 };
    private readonly Option<int> _wallets = new("--wallets") { Description = "Total number of wallets", DefaultValueFactory = _ => 30 };
    private readonly Option<int> _each = new("--each") { Description = "Number of wallets in one request", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _cold = new("--cold") { Description = "Duration of the cold phase in seconds", DefaultValueFactory = _ => 140 };
    private readonly Option<int> _warm = new("--warm") { Description = "Duration of the warm phase in seconds", DefaultValueFactory = _ => 40 };
    private readonly Option<int> _timeout = new("--timeout") { Description = "Timeout of a client in seconds", DefaultValueFactory = _ => 15 };
    private readonly Option<int> _pause = new("--pause") { Description = "Pause of a client after a response, in milliseconds", DefaultValueFactory = _ => 500 };
    private readonly Option<double> _limit = new("--server-limit") { Description = "The setting Upstream:CallsPerSecond of the server", DefaultValueFactory = _ => CallsPerSecond };
    private readonly Option<double> _margin = new("--margin") { Description = "The setting Upstream:RateLimitMargin", DefaultValueFactory = _ => 0.02 };

    public Command ToCommand()
    {
        var command = new Command("scarce", "One upstream call per second, and clients that need far more.")
        {
            _clients, _wallets, _each, _cold, _warm, _timeout, _pause, _limit, _margin,
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
                ["Upstream:RateLimitMargin"] = FormattableString.Invariant($"{options.GetValue(_margin)}"),
            },
            ct);

        var timeout = TimeSpan.FromSeconds(options.GetValue(_timeout));
        var cold = new Phase("cold", TimeSpan.FromSeconds(options.GetValue(_cold)));
        var warm = new Phase("warm", TimeSpan.FromSeconds(options.GetValue(_warm)));
        var end = cold.Duration + warm.Duration;
        var clock = Stopwatch.StartNew();

        await Task.WhenAll(Enumerable.Range(0, options.GetValue(_clients)).Select(async number =>
        {
            using var client = new GraphClient(harness.Server, number);
            // Seeded, so that every run requests the same wallets.
            var random = new Random(number);
            while (clock.Elapsed < end)
            {
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
            ("cold: every response, or an error with retryAfter, arrived within the timeout", cold.Count(ResponseKind.TimedOut) + cold.Count(ResponseKind.Failed) == 0 && cold.Total > 0),
            ("warm: every response was complete (current or stale)", warm.Total > 0 && warm.Count(ResponseKind.Good) + warm.Count(ResponseKind.Stale) == warm.Total),
            ("the upstream rejected no call", calls.RateLimited == 0));
    }

    private static string Wallet(int number) => FormattableString.Invariant($"0x{0xabc000 + number:x40}");
}
