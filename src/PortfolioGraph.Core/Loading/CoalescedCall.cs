using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A call of a <see cref="RequestCoalescer{TKey, TValue}"/> and who waits for it. All under the desk's lock.</summary>
internal sealed class CoalescedCall<TKey, TValue>(PlannedCall<TKey, TValue> planned, bool bypassesUpstreamCache)
    where TKey : notnull
    where TValue : notnull
{
    public PlannedCall<TKey, TValue> Planned => planned;

    /// <summary>Whether the data source's own cache is passed by.</summary>
    public bool BypassesUpstreamCache => bypassesUpstreamCache;

    /// <summary>Who waits, the longest first.</summary>
    public List<Waiter<TKey, TValue>> Waiters { get; } = [];

    /// <summary>The permit it waits for or uses; that of the call before, for one that was handed over.</summary>
    public PermitBinding<TKey, TValue>? Binding { get; set; }

    /// <summary>Whether it has left, so that nothing can be added to what it asks for.</summary>
    public bool IsDispatched { get; set; }

    /// <summary>The operation on whose behalf it left; null outside any.</summary>
    public UpstreamUsageRecorder? StartedBy { get; set; }

    /// <summary>Whether it ended or nobody waits for it any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationTokenSource Cancellation { get; } = new();
}

/// <summary>A permit asked for, and the call it is for: that may change while it waits.</summary>
internal sealed class PermitBinding<TKey, TValue>(CallPermit permit)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Dictionary<CallOrigin, CallPlace> _places = new() { [permit.Place.Origin] = permit.Place };

    public CallPermit Permit => permit;

    /// <summary>Null once it is given back.</summary>
    public CoalescedCall<TKey, TValue>? Call { get; set; }

    /// <summary>A place whose waiting was in vain: who comes under its name takes another.</summary>
    public void Remove(CallPlace place)
    {
        if (_places.GetValueOrDefault(place.Origin) == place)
            _places.Remove(place.Origin);
    }

    /// <summary>Stands in line for all who wait for its call.</summary>
    /// <param name="callers">On whose behalf they wait.</param>
    /// <returns>The places that were taken for it.</returns>
    public IReadOnlyList<CallPlace> AddCallers(IEnumerable<CallOrigin> callers)
    {
        List<CallPlace> added = [];
        foreach (var caller in callers.Distinct().Where(origin => !_places.ContainsKey(origin)).ToList())
        {
            var place = permit.Share(caller);
            _places.Add(caller, place);
            added.Add(place);
        }

        return added;
    }

    /// <summary>Leaves the places of all others.</summary>
    /// <param name="callers">On whose behalf its call is waited for.</param>
    public void RetainCallers(IEnumerable<CallOrigin> callers)
    {
        foreach (var removed in _places.Keys.Except(callers).ToList())
        {
            _places.Remove(removed, out var place);
            place!.Dispose();
        }
    }
}
