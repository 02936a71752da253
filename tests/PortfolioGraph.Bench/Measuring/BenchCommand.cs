using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using PortfolioGraph.Bench.Processes;

namespace PortfolioGraph.Bench.Measuring;

/// <summary>The command that measures.</summary>
internal sealed class BenchCommand
{
    // With more connections, a busy machine might not complete a single request in a second.
    private const int ShortConnections = 4;
    private const int StartsPerRepetition = 3;

    private readonly Option<string> _servers = new("--servers") { Description = "Servers to measure, separated by commas (default: all)" };
    private readonly Option<string> _scenarios = new("--scenarios") { Description = "Scenarios to run, separated by commas (default: all; in the short form all but growth)" };
    private readonly Option<string> _server = new("--server") { Description = "Another build of the server: the path of PortfolioGraph.Server.dll (default: published by this program)" };
    private readonly Option<string[]> _also = new("--also") { Description = "A further build of the server to compare with, as NAME=PATH of PortfolioGraph.Server.dll; may be repeated", DefaultValueFactory = _ => [] };
    private readonly Option<string[]> _environment = new("--env") { Description = "Environment variable NAME=VALUE for our server and its further builds; may be repeated", DefaultValueFactory = _ => [] };
    private readonly Option<int?> _warmUp = new("--warm-up") { Description = "Seconds of load on each server before it is measured (default: 20)" };
    private readonly Option<int?> _seconds = new("--seconds") { Description = "Seconds of one measurement (default: 10)" };
    private readonly Option<int?> _repetitions = new("--repetitions") { Description = "Measurements of each server, in turns (default: 3)" };
    private readonly Option<bool> _short = new("--short") { Description = "One second of load each, on the server as it was built with this program: checks the responses and the upstream calls, not the times" };
    private readonly Option<string> _markdown = new("--markdown") { Description = "File to which the tables are written, between the marks <!-- bench --> if it has them" };
    private readonly Option<string> _chart = new("--chart") { Description = "File to which the chart of the scenario growth is written, as SVG" };

    public RootCommand ToCommand()
    {
        var command = new RootCommand("Measures this server beside others over a stub of the REST API, all on loopback. Exits with 1 if a response or a number of upstream calls was wrong.")
        {
            _servers, _scenarios, _server, _also, _environment, _warmUp, _seconds, _repetitions, _short, _markdown, _chart,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult options, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux() || !Programs.Exists(Programs.Wrk))
        {
            Console.Error.WriteLine("error: wrk is missing. Install Debian's package wrk, or name another in WRK. The program runs on Linux only.");
            return 1;
        }

        try
        {
            return await MeasureAsync(options, ct);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            Console.Error.WriteLine($"error: {exception.Message}");
            return 1;
        }
    }

    private async Task<int> MeasureAsync(ParseResult options, CancellationToken ct)
    {
        var cores = Cores.Read();
        await PinSelfAsync(cores, ct);
        var settings = await GetSettingsAsync(options, ct);
        var checks = new Checks();
        var report = new Report();
        report.Add(Machine.Describe(settings, cores));
        foreach (var scenario in settings.Scenarios)
        {
            await AddAsync(scenario.Name, async () =>
            {
                await using var run = new ScenarioRun(scenario, settings, cores, checks);
                return ResultTable.Format(scenario, await run.RunAsync(ct));
            });
        }

        if (settings.Starts > 0)
            await AddAsync(StartRun.Name, () => new StartRun(settings, cores, checks).RunAsync(ct));
        if (settings.MeasuresGrowth)
            await AddAsync(GrowthRun.Name, () => MeasureGrowthAsync(options, new GrowthRun(settings, cores, checks), ct));
        if (options.GetValue(_markdown) is { } markdown)
            await report.WriteAsync(markdown, ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{checks.Passed} passed, {checks.Failed} failed"));
        return checks.Failed == 0 ? 0 : 1;

        // A server that does not start or respond fails its scenario; the others still run.
        async Task AddAsync(string name, Func<Task<string>> measure)
        {
            try
            {
                report.Add(await measure());
            }
            catch (Exception exception) when (exception is InvalidOperationException or HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
            {
                checks.Add(name, exception.Message);
            }
        }
    }

    private async Task<string> MeasureGrowthAsync(ParseResult options, GrowthRun run, CancellationToken ct)
    {
        var growth = await run.RunAsync(ct);
        if (options.GetValue(_chart) is { } chart)
            await File.WriteAllTextAsync(chart, GrowthChart.Draw(growth), ct);
        return GrowthRun.Format(growth);
    }

    private async Task<BenchSettings> GetSettingsAsync(ParseResult options, CancellationToken ct)
    {
        var isShort = options.GetValue(_short);
        var names = Split(options.GetValue(_servers));
        var scenarios = Split(options.GetValue(_scenarios));
        RejectUnknown(names, [BenchServer.Floor.Name, BenchServer.OurName, BenchServer.GraphQLDotNet.Name, .. BenchServer.OnNode.Select(static server => server.Name)]);
        RejectUnknown(scenarios, [.. Scenario.All.Select(static scenario => scenario.Name), StartRun.Name, GrowthRun.Name]);
        var repetitions = options.GetValue(_repetitions) ?? (isShort ? 1 : 3);
        var servers = await GetServersAsync(options, names, ct);
        return new BenchSettings(
            servers,
            [.. Scenario.All.Where(scenario => IsChosen(scenario.Name)).Select(scenario => isShort ? scenario with { Connections = ShortConnections } : scenario)],
            !IsChosen(StartRun.Name) ? 0 : isShort ? 1 : StartsPerRepetition * repetitions,
            (scenarios?.Contains(GrowthRun.Name) ?? !isShort) && servers.Any(static server => server.IsOurs),
            TimeSpan.FromSeconds(options.GetValue(_warmUp) ?? (isShort ? 0 : 20)),
            TimeSpan.FromSeconds(options.GetValue(_seconds) ?? (isShort ? 1 : 10)),
            repetitions);

        bool IsChosen(string scenario) => scenarios?.Contains(scenario) ?? true;
    }

    private async Task<IReadOnlyList<BenchServer>> GetServersAsync(ParseResult options, string[]? names, CancellationToken ct)
    {
        var servers = new List<BenchServer>();
        if (IsChosen(BenchServer.Floor))
            servers.Add(BenchServer.Floor);
        var environment = ReadPairs(options.GetValue(_environment)!);
        if (names?.Contains(BenchServer.OurName) ?? true)
        {
            var assembly = options.GetValue(_server) is { } path ? GetAssembly(path)
                : options.GetValue(_short) ? Repository.BuiltServer
                : await Publishing.PublishServerAsync(ct);
            servers.Add(BenchServer.Ours(BenchServer.OurName, assembly, environment));
        }

        servers.AddRange(ReadPairs(options.GetValue(_also)!).Select(build => BenchServer.Ours(build.Key, GetAssembly(build.Value), environment)));

        var onNode = BenchServer.OnNode.Where(IsChosen).ToList();
        if (onNode.Count > 0 && !Programs.Exists("npm"))
        {
            Console.WriteLine("npm is missing, so the servers for Node are left out.");
            onNode.Clear();
        }

        if (onNode.Count > 0)
            await Publishing.InstallNodePackagesAsync(ct);
        return [.. servers, .. onNode, .. new[] { BenchServer.GraphQLDotNet }.Where(IsChosen)];

        bool IsChosen(BenchServer server) => names?.Contains(server.Name) ?? true;
    }

    private static string GetAssembly(string path) => File.Exists(path) ? Path.GetFullPath(path) : throw new ArgumentException($"{path} does not exist. Name a published PortfolioGraph.Server.dll.");

    private static Dictionary<string, string> ReadPairs(IEnumerable<string> pairs) =>
        pairs.Select(static pair => pair.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[^1]);

    private static string[]? Split(string? list) => list?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void RejectUnknown(string[]? names, IEnumerable<string> known)
    {
        if (names?.Except(known).ToList() is [_, ..] unknown)
            throw new ArgumentException($"Unknown: {string.Join(", ", unknown)}. Known: {string.Join(", ", known)}.");
    }

    // The children inherit the cores, except the measured servers, which are started on theirs.
    private static async Task PinSelfAsync(Cores cores, CancellationToken ct)
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-a", "-c", "-p", cores.Others, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        await taskset.StandardOutput.ReadToEndAsync(ct);
        await taskset.WaitForExitAsync(ct);
    }
}
