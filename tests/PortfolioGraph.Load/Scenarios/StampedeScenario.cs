using System.CommandLine;
using PortfolioGraph.Load.Reports;
using PortfolioGraph.Load.Running;
using PortfolioGraph.Sandbox;

namespace PortfolioGraph.Load.Scenarios;

/// <summary>
/// A thousand clients request one cold wallet at once: first its value, then the wallet in full. The upstream must receive only the calls of a single client.
/// </summary>
internal sealed class StampedeScenario : IScenario
{
    private const string ValueQuery = "query($addresses: [Address!]!) { wallets(addresses: $addresses) { valueUsd } }";
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(500);

    private readonly Option<int> _clients = new("--clients") { Description = "Number of concurrent clients", DefaultValueFactory = _ => 1_000 };
    private readonly Option<int> _rounds = new("--rounds") { Description = "Number of rounds, each with a different wallet", DefaultValueFactory = _ => 5 };

    public Command ToCommand()
    {
        var command = new Command("stampede", "A thousand clients request one cold wallet at once: only the calls of one client are made.") { _clients, _rounds };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        var clients = options.GetValue(_clients);
        await using var harness = await LoadHarness.StartAsync(new SandboxOptions { Latency = Latency }, new Dictionary<string, string> { ["Upstream:CallsPerSecond"] = "0" }, ct);
        var single = await SendAllAsync(harness, 1, wallet: 0, ct);
        var (allSucceeded, callsMatch) = (single.Failures == 0, single.Calls.Count > 0);
        Console.WriteLine($"one client: {string.Join(", ", single.Calls)}");
        for (var round = 1; round <= options.GetValue(_rounds); round++)
        {
            var all = await SendAllAsync(harness, clients, round, ct);
            Console.WriteLine($"{clients} clients: {all.Calls.Count} calls, {all.Failures} failed responses; {harness.Process.Metrics}");
            allSucceeded &= all.Failures == 0;
            callsMatch &= all.Calls.SequenceEqual(single.Calls, StringComparer.Ordinal);
        }

        return Goals.Report(
            ("every response was successful", allSucceeded),
            ($"the {single.Calls.Count} calls of one client in every round", callsMatch));
    }

    private static async Task<(IReadOnlyList<string> Calls, int Failures)> SendAllAsync(LoadHarness harness, int clients, int wallet, CancellationToken ct)
    {
        var connections = new List<RawConnection>();
        for (var number = 0; number < clients; number++)
            connections.Add(await RawConnection.OpenAsync(harness.Server, number, ct));
        var addresses = new[] { Requests.Wallet(wallet) };
        var calls = new List<string>();
        var failures = 0;
        foreach (var query in new[] { ValueQuery, Queries.WalletsInFull })
        {
            harness.Sandbox.ClearCalls();
            var request = Requests.Graph(query, new { addresses });
            var responses = await Task.WhenAll(connections.Select(connection => connection.RoundTripAsync(request, ct)));
            failures += responses.Count(response => response.Failure is not null);
            calls.AddRange(harness.Sandbox.Calls.Select(call => call.ToString().Replace(addresses[0], "WALLET", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal));
        }

        connections.ForEach(connection => connection.Dispose());
        return (calls, failures);
    }
}
