using Microsoft.Extensions.Options;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// The budget of retries (second and third attempts), shared by both versions: a share of the first attempts, plus a burst that refills over time. Without it, an upstream that
/// fails three times in ten would get 1.39 times as many calls as a healthy one.
/// </summary>
internal sealed class RetryBudget(IOptions<UpstreamOptions> options, TimeProvider time)
{
    // Slow enough that two minutes of failures yield little more than the burst. On a server with few requests the burst is always full.
    private static readonly TimeSpan RefillTime = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly double _ratio = (double)options.Value.RetryRatio;
    private readonly double _burst = options.Value.RetryBurst;
    private double _balance = options.Value.RetryBurst;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Adds the share of one first attempt.</summary>
    public void Deposit()
    {
        lock (_gate)
            Add(_ratio);
    }

    /// <summary>Withdraws one retry from the budget.</summary>
    /// <returns>Whether the budget allowed the retry.</returns>
    public bool TryWithdraw()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Add(_burst * (time.GetElapsedTime(_refilledAt, now) / RefillTime));
            _refilledAt = now;
            // The sum of many shares may be slightly below a whole number.
            if (_balance < 1 - 1e-9)
                return false;

            _balance--;
            return true;
        }
    }

    // The balance may reach 1 even if the burst is 0, so that small shares can accumulate to one retry.
    private void Add(double amount) => _balance = Math.Min(Math.Max(_burst, 1), _balance + amount);
}
