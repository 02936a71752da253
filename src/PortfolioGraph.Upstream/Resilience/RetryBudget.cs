using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Resilience;

/// <summary>
/// How many second and third attempts the account affords: a share of the first ones, and a reserve for a quiet time. Without it an upstream that fails three
/// times in ten is asked 1.39 times as often as a healthy one, which is the last thing it needs. One for both versions.
/// </summary>
internal sealed class RetryBudget(IOptions<UpstreamOptions> options, TimeProvider time)
{
    // Slow enough that two minutes of trouble are not worth much more than the reserve; a server asked now and then has it full.
    private static readonly TimeSpan FillingTime = TimeSpan.FromMinutes(3);

    private readonly Lock _gate = new();
    private readonly double _share = (double)options.Value.RetryShare;
    private readonly double _reserve = options.Value.RetryReserve;
    private double _left = options.Value.RetryReserve;
    private long _seen = time.GetTimestamp();

    /// <summary>Notes a first attempt.</summary>
    public void Earn()
    {
        lock (_gate)
            Add(_share);
    }

    /// <summary>Takes one further attempt, if there is one.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            Add(_reserve * (time.GetElapsedTime(_seen, now) / FillingTime));
            _seen = now;
            // What many shares add up to misses a whole by the last digit.
            if (_left < 1 - 1e-9)
                return false;

            _left--;
            return true;
        }
    }

    // A share that is not for every fifth but for every hundredth call must be saved up too, whatever the reserve.
    private void Add(double part) => _left = Math.Min(Math.Max(_reserve, 1), _left + part);
}
