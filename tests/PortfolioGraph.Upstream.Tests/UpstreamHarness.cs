using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PortfolioGraph.Upstream.RateLimiting;
using PortfolioGraph.Upstream.Telemetry;
using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;

namespace PortfolioGraph.Upstream.Tests;

/// <summary>
/// The registered clients with a stub network and a fake clock. Timeouts are longer than <see cref="Horizon"/>, so that advancing the clock to the next retry never times out
/// work in flight. Tests of timeouts set their own.
/// </summary>
internal sealed class UpstreamHarness : IDisposable
{
    public const string Vitalik = "0xd8da6bf26964af9d7eed9e03e53415d37aa96045";
    public const string Other = "0x1111111111111111111111111111111111111111";

    public static readonly TimeSpan Horizon = TimeSpan.FromMinutes(1);
    public static readonly AddressQuery One = new([Vitalik]);

    private readonly ServiceProvider _services;

    public UpstreamHarness(params (string Name, string Value)[] settings)
        : this(stubbed: true, connect: null, settings)
    {
    }

    private UpstreamHarness(bool stubbed, Action? connect, (string Name, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["Upstream:BaseUrl"] = "https://upstream.test/portfolio/portfolio",
            ["Upstream:CallsPerSecond"] = "0",
            ["Upstream:RateLimitMargin"] = "0",
            ["Upstream:Timeout"] = "00:10:00",
            ["Upstream:AttemptTimeout"] = "00:05:00",
            ["Upstream:QueueTimeout"] = "00:05:00",
        };
        foreach (var (name, value) in settings)
            values["Upstream:" + name] = value;

        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddSingleton<TimeProvider>(Time);
        services.AddPortfolioUpstream(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        if (stubbed)
        {
            services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler(() => Stub);
            services.AddHttpClient(UpstreamHttpClients.V5).ConfigurePrimaryHttpMessageHandler(() => Stub);
        }

        if (connect is not null)
            services.AddHttpClient(UpstreamHttpClients.V4).ConfigurePrimaryHttpMessageHandler((handler, _) => ((SocketsHttpHandler)((DelegatingHandler)handler).InnerHandler!).ConnectCallback = (context, ct) => ConnectAsync(connect, context.DnsEndPoint, ct));

        _services = services.BuildServiceProvider();
    }

    public SteppedTimeProvider Time { get; } = new();

    public StubUpstream Stub { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public IV4PortfolioClient V4 => _services.GetRequiredService<IV4PortfolioClient>();

    public IV5PortfolioClient V5 => _services.GetRequiredService<IV5PortfolioClient>();

    public IUpstreamRateLimiter RateLimiter => _services.GetRequiredService<IUpstreamRateLimiter>();

    /// <summary>Creates a harness with the production handler, for tests that need a real connection.</summary>
    public static UpstreamHarness OverLoopback(Uri address, params (string Name, string Value)[] settings) =>
        new(stubbed: false, connect: null, [("BaseUrl", address.ToString()), .. settings]);

    /// <summary>Creates a harness with the production handler that calls <paramref name="connect"/> while it opens a connection.</summary>
    public static UpstreamHarness OverLoopback(Uri address, Action connect, params (string Name, string Value)[] settings) =>
        new(stubbed: false, connect, [("BaseUrl", address.ToString()), .. settings]);

    /// <summary>Advances the clock through the call's delays and returns its result.</summary>
    public async Task<UpstreamResult<T>> CompleteAsync<T>(Task<UpstreamResult<T>> call)
    {
        await Time.AdvanceUntilAsync(call, Horizon);
        return await call;
    }

    /// <summary>Advances the clock until the rate limiter's first permit is free, one interval after the start.</summary>
    /// <returns>The elapsed time.</returns>
    public TimeSpan AdvanceToFirstPermit()
    {
        Time.Advance((RateLimiter.Current.ResetAt ?? Time.GetUtcNow()) - Time.GetUtcNow());
        return Time.Elapsed;
    }

    public void Dispose() => _services.Dispose();

    private static async ValueTask<Stream> ConnectAsync(Action connect, DnsEndPoint server, CancellationToken ct)
    {
        connect();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>Metrics for parts that a test creates without a host.</summary>
internal static class UnobservedMetrics
{
    public static UpstreamMetrics Upstream { get; } = new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
