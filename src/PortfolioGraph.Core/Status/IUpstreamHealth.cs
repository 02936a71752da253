using PortfolioGraph.Upstream;
using PortfolioGraph.Upstream.RateLimiting;

namespace PortfolioGraph.Core;

/// <summary>Whether this server is able to call the upstream. Only a rejected API key makes it unable; an unavailable upstream does not.</summary>
public interface IUpstreamHealth
{
    /// <summary>Whether the upstream rejected the API key (401) and no call has succeeded since. Reading it makes no call.</summary>
    bool KeyWasRejected { get; }

    /// <summary>
    /// Makes a call to check a rejected key again, at most once in 30 seconds. Does nothing if the key was not rejected. A server that gets no traffic while its key is
    /// rejected can only recover through such a probe.
    /// </summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task ProbeAsync(CancellationToken cancellationToken);
}

/// <summary>Probes a rejected key with a status call.</summary>
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
