using System.CommandLine;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>A thousand clients come for one cold wallet at once: first for its value, then for all of it. The upstream is asked as for one.</summary>
internal sealed class StampedeScenario : IScenario
{
    private const string Value = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(500);

    private readonly Option<int> _clients = new("--clients") { Description = "How many clients come at once", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "How often, each time for another wallet", DefaultValueFactory = _ => 5 };

    public Command ToCommand()
    {
        var command = new Command("stampede", "A thousand clients at once for one cold wallet: the calls of one.") { _clients, _rounds };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var clients = options.GetValue(_clients);
        await using var bench = await LoadHarness.StartAsync(new SandboxOptions { Latency = Latency }, new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0" }, ct);
        var ofOne = await ComeAsync(bench, 1, wallet: 0, ct);
        var (areAnswered, areOfOne) = (ofOne.Faults == 0, ofOne.Calls.Count > 0);
        Console.WriteLine($"one client: {string.Join(", ", ofOne.Calls)}");
        for (var round = 1; round <= options.GetValue(_rounds); round++)
        {
            var ofAll = await ComeAsync(bench, clients, round, ct);
            Console.WriteLine($"{clients} clients: {ofAll.Calls.Count} calls, {ofAll.Faults} answers not good; {bench.Process.Figures}");
            areAnswered &= ofAll.Faults == 0;
            areOfOne &= ofAll.Calls.SequenceEqual(ofOne.Calls, StringComparer.Ordinal);
        }

        return Goals.Report(
            ("every answer good", areAnswered),
            ($"the {ofOne.Calls.Count} calls of one, each time", areOfOne));
    }

    private static async Task<(IReadOnlyList<string> Calls, int Faults)> ComeAsync(LoadHarness bench, int clients, int wallet, CancellationToken ct)
    {
        var connections = new List<RawConnection>();
        for (var number = 0; number < clients; number++)
            connections.Add(await RawConnection.OpenAsync(bench.Server, number, ct));
        var addresses = new[] { Requests.Wallet(wallet) };
        var calls = new List<string>();
        var faults = 0;
        foreach (var query in new[] { Value, Queries.WalletsInFull })
        {
            bench.Sandbox.ClearCalls();
            var request = Requests.Graph(query, new { addresses });
            var answers = await Task.WhenAll(connections.Select(connection => connection.AskAsync(request, ct)));
            faults += answers.Count(answer => answer.Fault is not null);
            calls.AddRange(bench.Sandbox.Calls.Select(call => call.ToString().Replace(addresses[0], "WALLET", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));
        }

        connections.ForEach(connection => connection.Dispose());
        return (calls, faults);
    }
}
