namespace PortfolioGraph.Core;

/// <summary>A value that a poll has loaded.</summary>
/// <param name="ValueUsd">The value in USD; null if the upstream's number is out of range.</param>
/// <param name="AsOf">The time at which the value was correct according to the upstream.</param>
internal sealed record ObservedValue(decimal? ValueUsd, DateTimeOffset AsOf)
{
    /// <summary>Whether a reader of the other value must get this value: it is the first value, or it is known and differs.</summary>
    public bool IsChangeFrom(ObservedValue? other) => other is null || (ValueUsd is not null && ValueUsd != other.ValueUsd);
}

/// <summary>A watched set of addresses with its latest value and the state of its polling. The members for polling are guarded by the watch's lock.</summary>
internal sealed class WatchedPortfolio(AddressSet owners)
{
    private readonly Lock _gate = new();
    private volatile ValueUpdate _latest = new(null, isLast: false);
    private SharedChange? _change;

    public ValueKey Key { get; } = new(new Scope(owners));

    /// <summary>The latest update. Readers wait for the next one through <see cref="ValueUpdate.NextUpdate"/>.</summary>
    public ValueUpdate Latest => _latest;

    public int Watchers { get; set; }

    /// <summary>The poll in flight; null if there is none.</summary>
    public object? ActivePoll { get; set; }

    /// <summary>The number of failed loads since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>When to retry a failed load between two ticks; null if the last load succeeded.</summary>
    public TimeSpan? RetryAt { get; set; }

    /// <summary>Whether another replica loaded the portfolio during the poll in flight, which may have missed it.</summary>
    public bool HasChangedElsewhere { get; set; }

    /// <summary>
    /// Returns the change from one value to another. All watchers that read the same change of the same addresses get the same instance, so that its event is made once for all of them.
    /// </summary>
    /// <param name="portfolio">The watcher's portfolio, its addresses in the watcher's order.</param>
    /// <param name="value">The value.</param>
    /// <param name="previous">The value that the watcher read before; null if it is the first.</param>
    public PortfolioChange GetChange(Portfolio portfolio, ObservedValue value, ObservedValue? previous)
    {
        lock (_gate)
        {
            if (_change is { } known && known.Value == value && known.Previous == previous && known.Change.Portfolio.Addresses.SequenceEqual(portfolio.Addresses))
                return known.Change;

            var change = new PortfolioChange(portfolio, value.ValueUsd, previous?.ValueUsd, NullableDecimalMath.Add(value.ValueUsd, -previous?.ValueUsd), value.AsOf);
            _change = new SharedChange(value, previous, change);
            return change;
        }
    }

    /// <summary>Publishes a value if it is a change. An unknown value, or a value that differs in age alone, is not a change.</summary>
    public void Publish(ObservedValue value)
    {
        if (value.IsChangeFrom(_latest.Value))
            Replace(new ValueUpdate(value, isLast: false));
    }

    /// <summary>Publishes the last update.</summary>
    public void End() => Replace(new ValueUpdate(_latest.Value, isLast: true));

    private void Replace(ValueUpdate next)
    {
        var last = _latest;
        _latest = next;
        last.MarkSuperseded();
    }

    private sealed record SharedChange(ObservedValue Value, ObservedValue? Previous, PortfolioChange Change);
}

/// <summary>The latest value of a watched portfolio until the next update.</summary>
/// <param name="value">The value; null before the first value.</param>
/// <param name="isLast">Whether no update follows.</param>
internal sealed class ValueUpdate(ObservedValue? value, bool isLast)
{
    // The publisher must not run the continuations of readers.
    private readonly TaskCompletionSource _nextUpdate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ObservedValue? Value => value;

    public bool IsLast => isLast;

    public Task NextUpdate => _nextUpdate.Task;

    public void MarkSuperseded() => _nextUpdate.SetResult();
}
