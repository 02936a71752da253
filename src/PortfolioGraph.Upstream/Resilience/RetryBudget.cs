using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// How many second and third attempts the account affords: a share of the first ones, and a reserve for a quiet time. Without it an upstream that fails three
/// times in ten is asked 1.39 times as often as a healthy one, which is the last thing it needs. One for both versions.
/// </summary>
internal sealed class RetryBudget(IOptions<UpstreamOptions> options, TimeProvider time)
{
    // Slow enough that two minutes of trouble are not worth much more than the reserve; a server asked now and then has it full.
    private static readonly TimeSpan RefillTime = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly double _ratio = (double)options.Value.RetryRatio;
    private readonly double _burst = options.Value.RetryBurst;
    private double _balance = options.Value.RetryBurst;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Notes a first attempt.</summary>
    public void Deposit()
    {
        lock (_gate)
            Add(_ratio);
    }

    /// <summary>Takes one further attempt, if there is one.</summary>
    public bool TryWithdraw()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Add(_burst * (time.GetElapsedTime(_refilledAt, now) / RefillTime));
            _refilledAt = now;
            // What many shares add up to misses a whole by the last digit.
            if (_balance < 1 - 1e-9)
                return false;

            _balance--;
            return true;
        }
    }

    // A share that is not for every fifth but for every hundredth call must be saved up too, whatever the reserve.
    private void Add(double amount) => _balance = Math.Min(Math.Max(_burst, 1), _balance + amount);
}
