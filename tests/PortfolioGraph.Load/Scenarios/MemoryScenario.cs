using System.CommandLine;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Requests very many different wallets one after the other: first only their values, then some of them in full until the cache is full. The resident
/// memory must stay below the cache's limit plus a fixed overhead.
/// </summary>
internal sealed class MemoryScenario : IScenario
{
    private const int PerRequest = 100;
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private readonly Option<int> _wallets = new("--wallets") { Description = "Number of wallets whose value is requested", DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _full = new("--full") { Description = "Number of wallets that are also requested in full", DefaultValueFactory = _ => 4_000 };
    private readonly Option<int> _cache = new("--cache") { Description = "The setting Cache:MaxBytes, in MiB", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _overhead = new("--overhead") { Description = "Maximum memory of the server in addition to the cache, in MiB", DefaultValueFactory = _ => 300 };

    public Command ToCommand()
    {
        var command = new Command("memory", "Very many different wallets: the memory stays bounded.") { _wallets, _full, _cache, _overhead };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var bound = options.GetValue(_cache);
        await using var harness = await LoadHarness.StartAsync(
            new SandboxOptions(),
            new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0", ["Cache:MaxBytes"] = FormattableString.Invariant($"{bound * MiB}") },
            ct);
        using var client = new GraphClient(harness.Server, 0);
        var start = harness.Process.Metrics.ResidentBytes;
        var failed = 0;

        foreach (var numbers in Enumerable.Range(0, options.GetValue(_wallets)).Chunk(PerRequest))
            failed += await SendAsync("query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }", numbers);
        var values = harness.Process.Metrics.ResidentBytes;
        foreach (var numbers in Enumerable.Range(0, options.GetValue(_full)).Chunk(3))
            failed += await SendAsync(Queries.WalletsInFull, numbers);
        var full = harness.Process.Metrics.ResidentBytes;

        Console.WriteLine($"resident memory at the start {start / MiB} MiB, after {options.GetValue(_wallets):N0} values {values / MiB} MiB, after {options.GetValue(_full):N0} wallets in full {full / MiB} MiB");
        return Goals.Report(
            ("every response was successful", failed == 0),
            ($"resident memory at most the cache's {bound} MiB plus {options.GetValue(_overhead)} MiB", full / MiB <= bound + options.GetValue(_overhead)));

        async Task<int> SendAsync(string query, int[] numbers)
        {
            var response = await client.SendAsync(query, new { addresses = numbers.Select(Wallet).ToArray() }, RequestTimeout, ct);
            return response.Kind == ResponseKind.Good ? 0 : 1;
        }
    }

    private static string Wallet(int number) => FormattableString.Invariant($"0x{0xfed0000 + number:x40}");
}
