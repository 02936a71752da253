using System.Runtime.InteropServices;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Goes down in order: from the first signal on readiness is false and sockets are closed with 1001; for <see cref="ServerOptions.DrainDelay"/>
/// requests are still taken, so that balancers can notice; then the listener closes and the requests under way are finished, within
/// <see cref="ServerOptions.DrainTimeout"/>. A second signal ends the process at once.
/// </summary>
/// <param name="settings">The delay.</param>
/// <param name="time">Measures it.</param>
internal sealed class GracefulShutdown(ServerOptions settings, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private const int SignalBase = 128;
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The host stops at the first of either; it has nothing to say to another.
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => OnSignal(SignalBase + 15)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnSignal(SignalBase + 2)));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before any service is stopped, the listener among them.
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        settings.DrainDelay > TimeSpan.Zero ? Task.Delay(settings.DrainDelay, time, cancellationToken) : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals.ForEach(signal => signal.Dispose());

    private void OnSignal(int exitCode)
    {
        if (Interlocked.Increment(ref _received) > 1)
            Environment.Exit(exitCode);
    }
}
