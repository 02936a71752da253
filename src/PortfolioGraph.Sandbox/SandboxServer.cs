using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PortfolioGraph.Sandbox.Gateway;

namespace PortfolioGraph.Sandbox;

/// <summary>
/// A local simulator of the 1inch Portfolio REST API, v4 and v5.0, on its own loopback listener. The data is invented and
/// depends only on the address.
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

    /// <summary>The base address, including the doubled prefix: <c>http://127.0.0.1:PORT/portfolio/portfolio</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The calls since the start or the last <see cref="ClearCalls"/>, including rejected calls, in order of arrival.</summary>
    public IReadOnlyList<SandboxCall> Calls => _log.Calls;

    /// <summary>The number of calls in flight: the response is not fully sent and the client has not cancelled.</summary>
    public int InFlight => _log.InFlight;

    /// <summary>The switches. A change takes effect on the next request.</summary>
    public SandboxOptions Options { get; }

    /// <summary>Starts a sandbox.</summary>
    /// <param name="options">The switches, available as <see cref="Options"/>.</param>
    /// <param name="time">The clock for data, limits and delays. Null for the system clock.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, TimeProvider? time = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Configuration.Sources.Clear();
        // Errors of the sandbox itself must be distinguishable from the faults it simulates.
        builder.Logging.ClearProviders().AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        // The host process handles signals. A hanging response must not delay the shutdown.
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoSignalLifetime>());
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

    /// <summary>Clears the call log.</summary>
    public void ClearCalls() => _log.Clear();

    /// <summary>Stops the sandbox and aborts responses in flight.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class NoSignalLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
