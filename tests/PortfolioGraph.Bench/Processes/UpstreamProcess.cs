using System.Globalization;
using PortfolioGraph.Bench.Upstream;

namespace PortfolioGraph.Bench.Processes;

/// <summary>The stub of the REST API in a process of its own.</summary>
internal sealed class UpstreamProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(100);

    private readonly BenchProcess _process;
    private readonly HttpClient _client = new();
    private readonly Uri _host;

    private UpstreamProcess(BenchProcess process, Uri host)
    {
        _process = process;
        _host = host;
    }

    /// <summary>The base address of the API, with the doubled prefix of the real service.</summary>
    public Uri BaseAddress => new(_host, "portfolio/portfolio/");

    /// <summary>Starts the stub and waits until it responds.</summary>
    public static async Task<UpstreamProcess> StartAsync(TimeSpan delay, string cores, CancellationToken ct)
    {
        var port = BenchProcess.FreePort();
        var launch = Launch.Self("upstream", "--port", port.ToString(CultureInfo.InvariantCulture), "--delay", ((int)delay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        var upstream = new UpstreamProcess(BenchProcess.Start("upstream", launch, cores), new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
        while (true)
        {
            try
            {
                await upstream.GetCallsAsync(ct);
                return upstream;
            }
            catch (HttpRequestException) when (!upstream._process.HasExited)
            {
                await Task.Delay(PollInterval, ct);
            }
            catch
            {
                await upstream.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Returns the number of calls so far.</summary>
    public async Task<long> GetCallsAsync(CancellationToken ct) =>
        long.Parse(await _client.GetStringAsync(new Uri(_host, UpstreamStub.CallsPath), ct), CultureInfo.InvariantCulture);

    /// <summary>Waits until no call has arrived for a moment, and returns the number of calls so far.</summary>
    public async Task<long> GetCallsWhenIdleAsync(CancellationToken ct)
    {
        var calls = await GetCallsAsync(ct);
        while (true)
        {
            await Task.Delay(IdleInterval, ct);
            var later = await GetCallsAsync(ct);
            if (later == calls)
                return calls;

            calls = later;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }
}
