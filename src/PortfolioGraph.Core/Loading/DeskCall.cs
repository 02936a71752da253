using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>A call of a <see cref="CallDesk{TKey, TValue}"/> and who waits for it. All under the desk's lock.</summary>
internal sealed class DeskCall<TKey, TValue>(PlannedCall<TKey, TValue> planned, bool isAnew)
    where TKey : notnull
    where TValue : notnull
{
    public PlannedCall<TKey, TValue> Planned => planned;

    /// <summary>Whether the data source's own cache is passed by.</summary>
    public bool IsAnew => isAnew;

    /// <summary>Who waits, the longest first.</summary>
    public List<Seat<TKey, TValue>> Seats { get; } = [];

    /// <summary>The permit it waits for or uses; that of the call before, for one that was handed over.</summary>
    public PermitTicket<TKey, TValue>? Ticket { get; set; }

    /// <summary>Whether it has left, so that nothing can be added to what it asks for.</summary>
    public bool HasLeft { get; set; }

    /// <summary>The operation on whose behalf it left; null outside any.</summary>
    public UpstreamTally? StartedBy { get; set; }

    /// <summary>Whether it ended or nobody waits for it any more.</summary>
    public bool IsClosed { get; set; }

    /// <summary>Cancelled when nobody waits any more.</summary>
    public CancellationTokenSource Abandoned { get; } = new();
}

/// <summary>A permit asked for, and the call it is for: that may change while it waits.</summary>
internal sealed class PermitTicket<TKey, TValue>(CallPermit permit)
    where TKey : notnull
    where TValue : notnull
{
    private readonly Dictionary<CallOrigin, CallPlace> _places = new() { [permit.Place.Origin] = permit.Place };

    public CallPermit Permit => permit;

    /// <summary>Null once it is given back.</summary>
    public DeskCall<TKey, TValue>? Call { get; set; }

    /// <summary>A place whose waiting was in vain: who comes under its name takes another.</summary>
    public void Forget(CallPlace place)
    {
        if (_places.GetValueOrDefault(place.Origin) == place)
            _places.Remove(place.Origin);
    }

    /// <summary>Stands in line for all who wait for its call.</summary>
    /// <param name="waiting">On whose behalf they wait.</param>
    /// <returns>The places that were taken for it.</returns>
    public IReadOnlyList<CallPlace> StandFor(IEnumerable<CallOrigin> waiting)
    {
        List<CallPlace> taken = [];
        foreach (var added in waiting.Distinct().Where(origin => !_places.ContainsKey(origin)).ToList())
        {
            var place = permit.Share(added);
            _places.Add(added, place);
            taken.Add(place);
        }

        return taken;
    }

    /// <summary>Leaves the places of all others.</summary>
    /// <param name="waiting">On whose behalf its call is waited for.</param>
    public void StandOnlyFor(IEnumerable<CallOrigin> waiting)
    {
        foreach (var gone in _places.Keys.Except(waiting).ToList())
        {
            _places.Remove(gone, out var place);
            place!.Dispose();
        }
    }
}
