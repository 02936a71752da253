using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PortfolioGraph.Sandbox.Gateway;

namespace PortfolioGraph.Sandbox;

/// <summary>
/// A local stand-in of the 1inch Portfolio REST API, v4 and v5.0, on a loopback listener of its own. The data is invented and
/// follows from the address alone.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CallLog _log;

    private SandboxServer(WebApplication app, CallLog log, SandboxOptions options, Uri baseAddress)
    {
        _app = app;
        _log = log;
        Options = options;
        BaseAddress = baseAddress;
    }

    /// <summary>Up to and with the doubled prefix: <c>http://127.0.0.1:PORT/portfolio/portfolio</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Every call since the start or the last <see cref="ClearCalls"/>, refused ones too, in the order they came in.</summary>
    public IReadOnlyList<SandboxCall> Calls => _log.Calls;

    /// <summary>How many calls are in flight: not yet answered to the end, and not given up by who made them.</summary>
    public int InFlight => _log.InFlight;

    /// <summary>The switches; a change takes effect on the next request.</summary>
    public SandboxOptions Options { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="options">The switches, kept as <see cref="Options"/>.</param>
    /// <param name="time">The clock that data, limits and delays go by; null: the system's.</param>
    /// <param name="ct">Gives up starting.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, TimeProvider? time = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Configuration.Sources.Clear();
        // a failure of the sandbox itself must not pass for a fault it plays
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        // signals are the host's business, and a hanging answer must not delay its end
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignals>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        var log = new CallLog();
        var pipeline = new RequestPipeline(options, log, time ?? TimeProvider.System, app.Lifetime.ApplicationStopping);
        app.Run(pipeline.HandleAsync);
        try
        {
            await app.StartAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var listening = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        return new SandboxServer(app, log, options, new Uri(listening.TrimEnd('/') + RequestPipeline.Prefix));
    }

    /// <summary>Forgets the log of calls.</summary>
    public void ClearCalls() => _log.Clear();

    /// <summary>Stops listening; answers under way are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
