namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>The calls in the order they came in.</summary>
internal sealed class CallLog
{
    // a sandbox that runs for days must not grow without end
    private const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly List<SandboxCall> _calls = [];
    private long _dropped;
    private int _inFlight;

    /// <summary>Calls whose answer is not yet sent to its end.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public IReadOnlyList<SandboxCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>Notes the call and gives its number, by which the status is added later. It is in flight until <see cref="MarkFinished"/>.</summary>
    public long Add(SandboxCall call)
    {
        Interlocked.Increment(ref _inFlight);
        lock (_lock)
        {
            if (_calls.Count == Capacity)
            {
                _calls.RemoveRange(0, Capacity / 2);
                _dropped += Capacity / 2;
            }

            _calls.Add(call);
            return _dropped + _calls.Count - 1;
        }
    }

    public void SetStatus(long number, int status)
    {
        lock (_lock)
        {
            if (number >= _dropped && number - _dropped < _calls.Count)
                _calls[(int)(number - _dropped)] = _calls[(int)(number - _dropped)] with { Status = status };
        }
    }

    /// <summary>Notes that a call is over: answered, or given up by who made it.</summary>
    public void MarkFinished() => Interlocked.Decrement(ref _inFlight);

    public void Clear()
    {
        lock (_lock)
        {
            _dropped += _calls.Count;
            _calls.Clear();
        }
    }
}
