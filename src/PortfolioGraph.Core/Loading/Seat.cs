using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core;

/// <summary>Somebody's wait for a key. It arrives with null when its call ended without an answer for it.</summary>
/// <param name="key">What is waited for.</param>
/// <param name="origin">On whose behalf.</param>
/// <param name="since">Since when its operation waits, by <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="canBeLate">Whether there is an answer to fall back to, so that nobody need wait for long.</param>
internal sealed class Seat<TKey, TValue>(TKey key, CallOrigin origin, long since, bool canBeLate)
    where TKey : notnull
    where TValue : notnull
{
    private Seat(Seat<TKey, TValue> predecessor)
        : this(predecessor.Key, predecessor.Origin, predecessor.Since, canBeLate: true)
    {
        (Tally, Flow, Call, Given, IsForTheCache) = (predecessor.Tally, predecessor.Flow, predecessor.Call, predecessor.Given, true);
    }

    public TKey Key { get; } = key;

    /// <summary>On whose behalf.</summary>
    public CallOrigin Origin { get; } = origin;

    /// <summary>Since when its operation waits, by <see cref="TimeProvider.GetTimestamp"/>: its patience counts from there.</summary>
    public long Since => since;

    /// <inheritdoc cref="Seat{TKey, TValue}" path="/param[@name='canBeLate']"/>
    public bool CanBeLate => canBeLate;

    /// <summary>Whether who took it went away with an older answer: the call is made for those who come next.</summary>
    public bool IsForTheCache { get; }

    /// <summary>The operation that waits; null outside any.</summary>
    public UpstreamTally? Tally { get; } = UpstreamTally.Current;

    /// <summary>The flow that waits: a call made for it counts there.</summary>
    public ExecutionContext? Flow { get; } = ExecutionContext.Capture();

    /// <summary>The call that will answer.</summary>
    public DeskCall<TKey, TValue>? Call { get; set; }

    /// <summary>The key of that call whose answer holds this one's: itself, or a wider one.</summary>
    public TKey Given { get; set; } = key;

    // Whoever delivers does not run what others do with it.
    public TaskCompletionSource<Fetched<TValue>?> Arrival { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The seat for the cache that takes this one's place.</summary>
    public Seat<TKey, TValue> Successor() => new(this);
}
