using System.Globalization;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>Runs one scenario: starts the upstream and all its servers, compares their responses with those of the floor, and measures them in turns.</summary>
internal sealed class ScenarioRun(Scenario scenario, BenchSettings settings, Cores cores, Checks checks) : IAsyncDisposable
{
    // Refreshes of cached data, which is fresh for a minute.
    private const int MaxRefreshes = 4;
    private const int MaxAttempts = 5;
    private const double KiB = 1024;

    private readonly Random _random = new();
    private readonly List<RunningServer> _servers = [];
    private readonly List<string> _pool = [];
    private UpstreamProcess _upstream = null!;
    private RunningServer _floor = null!;

    /// <summary>Runs the scenario.</summary>
    /// <returns>The medians of each server, in the order of the settings.</returns>
    public async Task<IReadOnlyList<(string Server, Measurement Figures)>> RunAsync(CancellationToken ct)
    {
        _upstream = await UpstreamProcess.StartAsync(scenario.Delay, cores.Others, ct);
        _pool.AddRange(RequestBody.RandomAddresses(_random, scenario.PoolSize ?? 0));
        _floor = await StartAsync(BenchServer.Floor, ct);
        var measured = new List<RunningServer>();
        foreach (var server in settings.Servers.Where(scenario.Includes))
            measured.Add(server == BenchServer.Floor ? _floor : await StartAsync(server, ct));

        foreach (var server in measured)
            await CheckResponsesAsync(server, ct);
        foreach (var server in settings.WarmUp > TimeSpan.Zero ? measured : [])
            await Wrk.RunAsync(server.Endpoint, scenario, Pool, _random.Next(), settings.WarmUp, ct);

        var runs = measured.ToDictionary(server => server, _ => new List<Measurement>());
        for (var repetition = 0; repetition < settings.Repetitions; repetition++)
        {
            foreach (var server in measured)
                runs[server].Add(await MeasureAsync(server, ct));
        }

        foreach (var server in measured)
            await CheckResponseAsync(server, "a response after the load", GetBody(), ct);
        return [.. measured.Select(server => (server.Name, Measurement.MedianOf(runs[server])))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_upstream is not null)
            await _upstream.DisposeAsync();
    }

    private IReadOnlyList<string>? Pool => _pool.Count == 0 ? null : _pool;

    private async Task<RunningServer> StartAsync(BenchServer server, CancellationToken ct)
    {
        var running = RunningServer.Start(server, _upstream, cores.Server, countsAllocations: true);
        _servers.Add(running);
        await running.GetFirstResponseAsync(GetBody(), ct);
        return running;
    }

    // The first response may need calls that a server makes once, so the calls of later ones are counted.
    private async Task CheckResponsesAsync(RunningServer server, CancellationToken ct)
    {
        await CheckResponseAsync(server, "the first response", GetBody(), ct);
        var wallets = RequestBody.RandomAddresses(_random, Scenario.WalletsPerRequest);
        var body = RequestBody.Get(scenario, wallets);
        await CheckCallsAsync(server, "a request for other wallets", body, scenario.ColdCalls, ct);
        await CheckResponseAsync(server, "the response for other wallets", body, ct);
        if (scenario.Wallets == Wallets.Random)
            return;

        foreach (var cached in _pool.Chunk(Scenario.WalletsPerRequest))
            await CheckResponseAsync(server, "the response for wallets to cache", RequestBody.Get(scenario, cached), ct);
        await CheckCallsAsync(server, "a request for cached wallets", GetBody(), 0, ct);
    }

    private async Task CheckResponseAsync(RunningServer server, string what, string body, CancellationToken ct)
    {
        var expected = await _floor.SendAsync(body, ct);
        var actual = await server.SendAsync(body, ct);
        checks.Add($"{scenario.Name}, {server.Name}, {what}", JsonComparer.Compare(expected, actual) ?? (actual.Contains("\"data\":", StringComparison.Ordinal) ? null : actual));
    }

    private async Task CheckCallsAsync(RunningServer server, string what, string body, int expected, CancellationToken ct)
    {
        var before = await _upstream.GetCallsWhenIdleAsync(ct);
        await server.SendAsync(body, ct);
        var calls = await _upstream.GetCallsWhenIdleAsync(ct) - before;
        checks.Add($"{scenario.Name}, {server.Name}, upstream calls of {what}", calls == expected ? null : $"expected {expected}, was {calls}");
    }

    private async Task<Measurement> MeasureAsync(RunningServer server, CancellationToken ct)
    {
        var (calls, allocated) = (await _upstream.GetCallsWhenIdleAsync(ct), await server.GetAllocatedBytesAsync(ct));
        var cpu = server.Process.CpuTime;
        var result = await LoadAsync(server, ct);
        cpu = server.Process.CpuTime - cpu;
        var memory = server.Process.ResidentMiB;
        allocated = await server.GetAllocatedBytesAsync(ct) - allocated;
        calls = await _upstream.GetCallsWhenIdleAsync(ct) - calls;

        CheckLoad(server, result, calls);
        return new Measurement(
            cpu.TotalMilliseconds / result.Requests,
            result.Requests / result.Duration.TotalSeconds,
            result.P50.TotalMilliseconds,
            result.P99.TotalMilliseconds,
            allocated / KiB / result.Requests,
            result.Bytes / KiB / result.Requests,
            memory,
            (double)calls / result.Requests);
    }

    // On a busy machine, no request may be complete within a short load.
    private async Task<WrkResult> LoadAsync(RunningServer server, CancellationToken ct)
    {
        var result = await Wrk.RunAsync(server.Endpoint, scenario, Pool, _random.Next(), settings.Duration, ct);
        for (var attempt = 2; result.Requests == 0 && attempt <= MaxAttempts; attempt++)
            result = await Wrk.RunAsync(server.Endpoint, scenario, Pool, _random.Next(), attempt * settings.Duration, ct);
        return result;
    }

    // When the load ends, each connection has a request without a response, and perhaps a response that came too late to count. Their calls may have been made.
    private void CheckLoad(RunningServer server, WrkResult result, long calls)
    {
        checks.Add($"{scenario.Name}, {server.Name}, errors under load", result is { Errors: 0, Requests: > 0 } ? null : $"{result.Errors} errors, {result.Requests} responses");
        var least = result.Requests * scenario.CallsPerRequest;
        var most = least + (2 * scenario.Connections * scenario.CallsPerRequest) + ((scenario.PoolSize ?? 0) * 2 * MaxRefreshes);
        checks.Add(
            $"{scenario.Name}, {server.Name}, upstream calls under load",
            calls >= least && calls <= most ? null : string.Create(CultureInfo.InvariantCulture, $"expected {least} to {most}, was {calls}"));
    }

    private string GetBody()
    {
        IEnumerable<string> wallets = scenario.Wallets switch
        {
            Wallets.Random => RequestBody.RandomAddresses(_random, Scenario.WalletsPerRequest),
            Wallets.Same => _pool,
            _ => _random.GetItems(_pool.ToArray(), Scenario.WalletsPerRequest).Distinct(),
        };
        return RequestBody.Get(scenario, wallets);
    }
}
