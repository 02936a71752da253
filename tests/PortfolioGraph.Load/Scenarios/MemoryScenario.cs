using System.CommandLine;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// Very many different wallets, one after the other: first their values alone, then some of them in full until the cache has no room left. What the
/// server takes must end at the cache's bound and what it takes besides.
/// </summary>
internal sealed class MemoryScenario : IScenario
{
    private const int PerRequest = 100;
    private const long MiB = 1024 * 1024;
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);

    private readonly Option<int> _wallets = new("--wallets") { Description = "How many different wallets are asked for their value", DefaultValueFactory = _ => 100_000 };
    private readonly Option<int> _full = new("--full") { Description = "How many of them are asked for in full", DefaultValueFactory = _ => 4_000 };
    private readonly Option<int> _cache = new("--cache") { Description = "Cache:MaxBytes in MiB", DefaultValueFactory = _ => 64 };
    private readonly Option<int> _besides = new("--besides") { Description = "MiB that the server may take besides the cache", DefaultValueFactory = _ => 300 };

    public Command ToCommand()
    {
        var command = new Command("memory", "Very many different wallets: the memory of the cache is bounded.") { _wallets, _full, _cache, _besides };
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

        Console.WriteLine($"resident at the start {start / MiB} MiB, after {options.GetValue(_wallets):N0} values {values / MiB} MiB, after {options.GetValue(_full):N0} wallets in full {full / MiB} MiB");
        return Goals.Report(
            ("every answer good", failed == 0),
            ($"no more than the cache's {bound} MiB and {options.GetValue(_besides)} MiB", full / MiB <= bound + options.GetValue(_besides)));

        async Task<int> SendAsync(string query, int[] numbers)
        {
            var response = await client.SendAsync(query, new { addresses = numbers.Select(Wallet).ToArray() }, RequestTimeout, ct);
            return response.Kind == ResponseKind.Good ? 0 : 1;
        }
    }

    private static string Wallet(int number) => FormattableString.Invariant($"0x{0xfed0000 + number:x40}");
}
