using System.Runtime.InteropServices;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Stops the server gracefully. After the first signal the readiness check fails and WebSockets are closed with 1001. The server still accepts requests for
/// <see cref="ServerOptions.DrainDelay"/>, so that load balancers notice. Then the listener closes, and requests in flight may finish within
/// <see cref="ServerOptions.DrainTimeout"/>. A second signal ends the process immediately.
/// </summary>
/// <param name="settings">The options with the delay.</param>
/// <param name="time">The clock of the delay.</param>
internal sealed class GracefulShutdown(ServerOptions settings, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private const int SignalBase = 128;
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _received;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The host stops at the first signal and ignores the second.
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => OnSignal(SignalBase + 15)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => OnSignal(SignalBase + 2)));
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Runs before any service stops, including the listener.
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
