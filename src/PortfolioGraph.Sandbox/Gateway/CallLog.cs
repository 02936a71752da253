namespace PortfolioGraph.Sandbox.Gateway;

/// <summary>The calls in order of arrival. Only the newest calls are retained, up to <see cref="Capacity"/>.</summary>
internal sealed class CallLog
{
    // Bounds the memory of a sandbox that runs for days.
    private const int Capacity = 100_000;

    private readonly Lock _lock = new();
    private readonly List<SandboxCall> _calls = [];
    private long _dropped;
    private int _inFlight;

    /// <summary>The number of calls whose response is not yet fully sent.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    public IReadOnlyList<SandboxCall> Calls
    {
        get
        {
            lock (_lock)
                return [.. _calls];
        }
    }

    /// <summary>Adds a call, which is in flight until <see cref="MarkFinished"/>.</summary>
    /// <returns>The call's number for <see cref="SetStatus"/>.</returns>
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

    /// <summary>Marks a call as no longer in flight, because its response was sent or its client cancelled it.</summary>
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
