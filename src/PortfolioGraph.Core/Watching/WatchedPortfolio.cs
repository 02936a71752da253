namespace PortfolioGraph.Core;

/// <summary>A value that a poll has seen.</summary>
/// <param name="ValueUsd">USD; null where the data source's figure is out of range.</param>
/// <param name="AsOf">The moment it was true for the data source.</param>
internal sealed record ObservedValue(decimal? ValueUsd, DateTimeOffset AsOf)
{
    /// <summary>Whether somebody who was told the other value is to be told this one: something where there was nothing, or a known value that differs.</summary>
    public bool IsChangeFrom(ObservedValue? other) => other is null || (ValueUsd is not null && ValueUsd != other.ValueUsd);
}

/// <summary>A set of addresses that is watched: what is known of it, and how its poll is doing. The poll's members are guarded by the watch.</summary>
internal sealed class WatchedPortfolio(AddressSet owners)
{
    private volatile ValueUpdate _latest = new(null, isLast: false);

    public ValueKey Key { get; } = new(new Scope(owners));

    /// <summary>The latest news; whoever waits for more waits until it is superseded.</summary>
    public ValueUpdate Latest => _latest;

    public int Watchers { get; set; }

    /// <summary>The load that is under way for it; null for none.</summary>
    public object? ActivePoll { get; set; }

    /// <summary>How many loads have failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>When it is loaded again out of turn, since the last load failed; null where it did not.</summary>
    public TimeSpan? RetryAt { get; set; }

    /// <summary>Tells a value, where it is news. What is not known, or differs in age alone, leaves the last news as it is.</summary>
    public void Publish(ObservedValue value)
    {
        if (value.IsChangeFrom(_latest.Value))
            Replace(new ValueUpdate(value, isLast: false));
    }

    /// <summary>Ends the news.</summary>
    public void End() => Replace(new ValueUpdate(_latest.Value, isLast: true));

    private void Replace(ValueUpdate next)
    {
        var last = _latest;
        _latest = next;
        last.MarkSuperseded();
    }
}

/// <summary>What is known of a watched portfolio at one time.</summary>
/// <param name="value">The value; null before the first.</param>
/// <param name="isLast">Whether nothing follows.</param>
internal sealed class ValueUpdate(ObservedValue? value, bool isLast)
{
    // Whoever tells news does not run what others do with it.
    private readonly TaskCompletionSource _nextUpdate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ObservedValue? Value => value;

    public bool IsLast => isLast;

    public Task NextUpdate => _nextUpdate.Task;

    public void MarkSuperseded() => _nextUpdate.SetResult();
}
