using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>The response to the operation of the matrix, with the upstream requests and log lines of its execution.</summary>
/// <param name="Response">The response.</param>
/// <param name="Headers">The headers of the response as text.</param>
/// <param name="Requests">The upstream requests.</param>
/// <param name="Logs">The log lines of all levels.</param>
/// <param name="Duration">The time that passed on the fake clock.</param>
internal sealed record MatrixRun(GraphResponse Response, string Headers, IReadOnlyList<string> Requests, IReadOnlyList<string> Logs, TimeSpan Duration)
{
    /// <summary>Returns the JSON of a dataset in the response.</summary>
    public string GetText(MatrixDataset dataset) => Response[dataset.Path].GetRawText();

    /// <summary>Returns the number of calls for each request of a dataset.</summary>
    public IReadOnlyDictionary<string, int> CountCalls(MatrixDataset dataset, IEnumerable<string> endpoints) =>
        Requests.Where(request => dataset.Matches(request, endpoints)).CountBy(static request => request).ToDictionary();
}

/// <summary>One server for the whole matrix. Its fake clock advances only if a fault needs it, and between cases.</summary>
public sealed class FaultMatrixHarness : IAsyncLifetime
{
    /// <summary>The host and port of the upstream, which must not appear in responses or logs.</summary>
    internal const string UpstreamHost = "upstream.test:8443";

    private static readonly TimeSpan AttemptTimeout = new UpstreamOptions().AttemptTimeout;

    // AttemptTimeout minus this step is longer than the longest wait that a 429 of the matrix requests.
    private static readonly TimeSpan WaitStep = TimeSpan.FromSeconds(2.2);

    private SandboxServer _sandbox = null!;
    private GraphServer _server = null!;
    private bool _isWarm;

    internal SteppedTimeProvider Time { get; } = new();

    internal FaultyUpstream Upstream { get; private set; } = null!;

    /// <summary>The run without a fault.</summary>
    internal MatrixRun Healthy { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Envelope = EnvelopeForm.ResultOnly, CacheAge = TimeSpan.Zero }, Time);
        Upstream = new FaultyUpstream(_sandbox, Time);
        _server = await GraphServer.StartAsync(
            new Dictionary<string, string>
            {
                ["Upstream:BaseUrl"] = $"https://{UpstreamHost}/portfolio/portfolio",
                ["Upstream:RetryDelay"] = "00:00:00",
                ["Cache:CatalogTimeToLive"] = "00:01:00",
                ["Logging:LogLevel:PortfolioGraph"] = "Trace",
            },
            services: services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => Upstream);
                services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => Upstream);
            });
        Healthy = await QueryAsync();
        _isWarm = true;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Upstream.Dispose();
        await _sandbox.DisposeAsync();
    }

    /// <summary>Advances the clock, so that cached values become stale (warm), or can no longer be used (cold).</summary>
    internal async Task PrepareAsync(bool warm)
    {
        if (warm && !_isWarm)
            await QueryAsync();
        _isWarm = false;
        Time.Advance(warm ? TimeSpan.FromSeconds(61) : TimeSpan.FromMinutes(20));
    }

    /// <summary>Runs the operation with a fault on the endpoints of a dataset.</summary>
    internal async Task<MatrixRun> RunAsync(MatrixDataset dataset, MatrixFault fault, IReadOnlyCollection<string> endpoints)
    {
        Upstream.StartFault(fault, request => dataset.Matches(request, endpoints), Healthy.Requests.Count);
        var run = QueryAsync();
        if (fault.Hangs)
            await AdvanceOverTimeoutsAsync(run);
        else if (fault.MinimumWait is not null)
            await AdvanceOverWaitsAsync(run);
        try
        {
            return await run;
        }
        finally
        {
            Upstream.StopFault();
        }
    }

    /// <summary>Runs the operation.</summary>
    internal async Task<MatrixRun> QueryAsync()
    {
        Upstream.TakeRequests();
        _server.Logs.Take();
        var start = Time.Elapsed;
        using var response = await _server.Client.PostAsJsonAsync("/graphql", new { query = MatrixDataset.Operation });
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return new MatrixRun(new GraphResponse(response.StatusCode, body), $"{response.Headers}{response.Content.Headers}", Upstream.TakeRequests(), _server.Logs.Take(), Time.Elapsed - start);
    }

    /// <summary>Declares that all values are cached for the next case.</summary>
    internal void MarkWarm() => _isWarm = true;

    private async Task AdvanceOverWaitsAsync(Task run)
    {
        await Task.WhenAny(run, Upstream.WaitForFaultAsync());
        await Time.AdvanceUntilAsync(run, WaitStep);
    }

    // Advances the clock for each attempt, when all requests in flight hang and the previous ones are cancelled. There are as many second attempts as first attempts.
    private async Task AdvanceOverTimeoutsAsync(Task run)
    {
        var (hangs, together) = (1, 1);
        for (var attempt = 1; !run.IsCompleted; attempt++)
        {
            // Real time, so that a broken case ends with an error.
            await await Task.WhenAny(run, Upstream.WaitForHangsAsync(hangs, attempt == 2 ? together : 1)).WaitAsync(TimeSpan.FromSeconds(30));
            if (run.IsCompleted)
                return;
            if (attempt == 1)
                together = Upstream.HangingNow;
            hangs = Upstream.HangCount + 1;
            // Captures the requests that hang now, because the next attempts may hang before this thread continues.
            var cancelled = Upstream.WaitForCancellationsAsync();
            Time.Advance(AttemptTimeout);
            await cancelled;
        }
    }
}
