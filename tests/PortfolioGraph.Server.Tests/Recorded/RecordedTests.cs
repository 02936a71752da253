using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Recorded;

/// <summary>
/// Replays requests that were recorded on HotChocolate. The data, the paths and codes of errors, and the upstream calls must match, except for the differences that
/// <c>DIFFERENCES.md</c> accepts with a reason. An obsolete row fails too.
/// </summary>
[DiffersOnHotChocolate("the table lists the differences of Couverture")]
public sealed class RecordedTests
{
    // The latency of the embedded sandbox. It makes concurrent requests share calls.
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(50);

    // The day of the recording, because the sandbox generates the past backwards from today.
    private static readonly DateTimeOffset RecordingTime = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Files => [.. RecordedExchange.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Responses_Should_MatchTheRecordedOnes_When_TheRequestsAreTheSame(string file)
    {
        var exchanges = RecordedExchange.Read(file);
        var accepted = AcceptedDifference.All.Where(line => line.File == file).ToList();
        List<string> unexplained = [];
        HashSet<(AcceptedDifference Line, string Aspect)> needed = [];
        await using var shared = await StartAsync(null);
        // The recorded server had already loaded the catalog.
        (await shared.QueryAsync("{ chains { chainId } protocols { protocolId } }")).ShouldHaveNoErrors();

        foreach (var exchange in exchanges)
        {
            await using var own = exchange.NeedsOwnServer ? await StartAsync(exchange.Server) : null;
            foreach (var (aspect, what) in await CompareAsync(own ?? shared, exchange, mayGrow: file == "introspection"))
            {
                var lines = accepted.Where(line => line.Covers(file, exchange.Name) && line.Aspects.Contains(aspect)).ToList();
                needed.UnionWith(lines.Select(line => (line, aspect)));
                if (lines.Count == 0)
                    unexplained.Add($"| {file} | {exchange.Name} | {aspect} | ({what})");
            }
        }

        unexplained.ShouldBeEmpty();
        accepted.SelectMany(line => line.Aspects, (line, aspect) => (Line: line, Aspect: aspect))
            .Where(line => !needed.Contains(line))
            .Select(line => $"{line.Line.Record}: {line.Aspect} does not differ anymore")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Table_Should_NameExistingFilesOnly_When_ItIsRead() =>
        AcceptedDifference.All.Select(line => line.File).Distinct().ShouldBeSubsetOf(RecordedExchange.Files);

    private static async Task<IReadOnlyList<ResponseDifference>> CompareAsync(GraphServer graph, RecordedExchange exchange, bool mayGrow)
    {
        // These wallets were not cached during the recording.
        var addresses = exchange.Addresses.Select(text => Address.TryParse(text, out var address) ? address : default(Address?)).OfType<Address>().ToArray();
        if (addresses.Length > 0)
            graph.Services.GetRequiredService<ICacheInvalidator>().Invalidate(AddressSet.Of(addresses));
        var before = graph.Sandbox.Calls.Count;
        using var request = exchange.Request.ToMessage();
        using var response = await graph.Client.SendAsync(request);

        var differences = ResponseComparison.Compare(exchange.Response, await RecordedResponse.ReadAsync(response), mayGrow).ToList();
        var calls = graph.Sandbox.Calls.Count - before;
        var recorded = exchange.UpstreamCalls.ValueKind is JsonValueKind.Array ? [.. exchange.UpstreamCalls.EnumerateArray().Select(count => count.GetInt32())] : new[] { exchange.UpstreamCalls.GetInt32() };
        if (!recorded.Contains(calls))
            differences.Add(new("calls", $"{exchange.UpstreamCalls}, now {calls}"));
        return differences;
    }

    private static async Task<GraphServer> StartAsync(IReadOnlyDictionary<string, string>? settings)
    {
        var all = new Dictionary<string, string> { ["Server:Profile"] = "Development" };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            all[name] = value;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var graph = await GraphServer.StartAsync(all, sandbox =>
        {
            sandbox.Latency = Latency;
            configuration.GetSection("Sandbox").Bind(sandbox);
        }, time: new OffsetTimeProvider(RecordingTime));
        // Each request has its own Accept header.
        graph.Client.DefaultRequestHeaders.Accept.Clear();
        return graph;
    }
}
