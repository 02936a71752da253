using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream;

namespace PortfolioGraph.Server.Tests.Failures.Matrix;

/// <summary>An answer, and what went out and was written while it was made.</summary>
/// <param name="GraphResponse">The answer.</param>
/// <param name="Headers">Its headers as text.</param>
/// <param name="Requests">The upstream's requests.</param>
/// <param name="Logs">The lines that were logged, at every level.</param>
/// <param name="Took">How much time passed.</param>
internal sealed record MatrixRun(GraphResponse Response, string Headers, IReadOnlyList<string> Requests, IReadOnlyList<string> Logs, TimeSpan Took)
{
    /// <summary>A dataset's part of the answer, as text.</summary>
    public string Of(MatrixDataset dataset) => GraphResponse[dataset.Path].GetRawText();

    /// <summary>How often each of a dataset's requests was made.</summary>
    public IReadOnlyDictionary<string, int> CallsOf(MatrixDataset dataset, IEnumerable<string> endpoints) =>
        Requests.Where(request => dataset.Asks(request, endpoints)).CountBy(static request => request).ToDictionary();
}

/// <summary>One server for the whole matrix, on time that only moves where a fault needs it, and by leaps between the cases.</summary>
public sealed class FaultMatrixHarness : IAsyncLifetime
{
    /// <summary>The host and port of the upstream, which nobody is to read anywhere.</summary>
    internal const string UpstreamHost = "upstream.test:8443";

    private static readonly TimeSpan Attempt = new UpstreamOptions().AttemptTimeout;

    // Shorter than an attempt's time by more than the longest wait that a 429 of the matrix asks for.
    private static readonly TimeSpan Horizon = TimeSpan.FromSeconds(2.2);

    private SandboxServer _sandbox = null!;
    private GraphServer _server = null!;
    private bool _isWarm;

    internal SteppedTimeProvider Time { get; } = new();

    internal FaultyUpstream Upstream { get; private set; } = null!;

    /// <summary>The answer while all is well.</summary>
    internal Play Healthy { get; private set; } = null!;

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
            },
            services: services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => Upstream);
                services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => Upstream);
            });
        Healthy = await AskAsync();
        _isWarm = true;
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Upstream.Dispose();
        await _sandbox.DisposeAsync();
    }

    /// <summary>Lets everything be forgotten, or only grow stale.</summary>
    internal async Task PrepareAsync(bool warm)
    {
        if (warm && !_isWarm)
            await AskAsync();
        _isWarm = false;
        Time.Advance(warm ? TimeSpan.FromSeconds(61) : TimeSpan.FromMinutes(20));
    }

    /// <summary>Asks for everything while a fault is played on a dataset's endpoints.</summary>
    internal async Task<Play> PlayAsync(MatrixDataset dataset, MatrixFault fault, IReadOnlyCollection<string> endpoints)
    {
        Upstream.Begin(fault, request => dataset.Asks(request, endpoints), Healthy.Requests.Count);
        var play = AskAsync();
        if (fault.Hangs)
            await GiveUpAsync(play);
        else if (fault.Waits is not null)
            await PassAsync(play);
        try
        {
            return await play;
        }
        finally
        {
            Upstream.End();
        }
    }

    /// <summary>Asks for everything.</summary>
    internal async Task<Play> AskAsync()
    {
        Upstream.TakeRequests();
        _server.Logs.Take();
        var start = Time.Elapsed;
        using var response = await _server.Client.PostAsJsonAsync("/graphql", new { query = MatrixDataset.Operation });
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        return new Play(new GraphResponse(response.StatusCode, body), $"{response.Headers}{response.Content.Headers}", Upstream.TakeRequests(), _server.Logs.Take(), Time.Elapsed - start);
    }

    /// <summary>The next case finds everything in the cache.</summary>
    internal void SayWarm() => _isWarm = true;

    private async Task PassAsync(Task play)
    {
        await Task.WhenAny(play, Upstream.PlayedAsync());
        await Time.AdvanceUntilAsync(play, Horizon);
    }

    // Attempt by attempt: time moves when all that is under way hangs, and the ones before were given up. The second attempts are as many as the first.
    private async Task GiveUpAsync(Task play)
    {
        var (hangs, together) = (1, 1);
        for (var attempt = 1; !play.IsCompleted; attempt++)
        {
            // Real time, and only so that a broken case ends and says so.
            await await Task.WhenAny(play, Upstream.HungAsync(hangs, attempt == 2 ? together : 1)).WaitAsync(TimeSpan.FromSeconds(30));
            if (play.IsCompleted)
                return;
            if (attempt == 1)
                together = Upstream.Hanging;
            hangs = Upstream.Hangs + 1;
            // Those that hang now: the next attempts may hang before this thread looks again.
            var givenUp = Upstream.GivenUpAsync();
            Time.Advance(Attempt);
            await givenUp;
        }
    }
}
