using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Whether this server can do its work as far as the data source is concerned. A data source that is merely down says nothing against it.</summary>
public interface IUpstreamHealth
{
    /// <summary>Whether the data source rejected the key (401) and has answered no call since. No call is made.</summary>
    bool KeyWasRejected { get; }

    /// <summary>
    /// Where the key was rejected, finds out by a call whether it still is; at most one in 30 seconds, however often it is asked for. Nothing is done otherwise.
    /// A server that takes no traffic while its key is rejected recovers by this alone.
    /// </summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    Task ProbeAsync(CancellationToken cancellationToken);
}

internal sealed class UpstreamHealth(ApiKeyStatus key, RouteTable routes, RouteRunner runner, TimeProvider time) : IUpstreamHealth
{
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long? _probedAt;

    public bool KeyWasRejected => key.IsRejected;

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (!KeyWasRejected || !IsDue())
            return;

        // In the background, because no query waits for the probe.
        using var caller = UpstreamCallContext.BeginScope(new CallerInfo("", CallPriority.Background));
        await runner.RunAsync(routes.Status, Dataset.ServiceStatus, default, cancellationToken).ConfigureAwait(false);
    }

    private bool IsDue()
    {
        lock (_gate)
        {
            if (_probedAt is { } last && time.GetElapsedTime(last) < ProbeInterval)
                return false;
            _probedAt = time.GetTimestamp();
            return true;
        }
    }
}
