namespace PortfolioGraph.Core;

/// <summary>A value that a poll has seen.</summary>
/// <param name="ValueUsd">USD; null where the data source's figure is out of range.</param>
/// <param name="AsOf">The moment it was true for the data source.</param>
internal sealed record SeenValue(decimal? ValueUsd, DateTimeOffset AsOf)
{
    /// <summary>Whether somebody who was told the other value is to be told this one: something where there was nothing, or a known value that differs.</summary>
    public bool IsNewsAfter(SeenValue? other) => other is null || (ValueUsd is not null && ValueUsd != other.ValueUsd);
}

/// <summary>A set of addresses that is watched: what is known of it, and how its poll is doing. The poll's members are guarded by the watch.</summary>
internal sealed class WatchedPortfolio(AddressSet owners)
{
    private volatile PortfolioNews _news = new(null, isLast: false);

    public ValueKey Key { get; } = new(new Scope(owners));

    /// <summary>The latest news; whoever waits for more waits until it is superseded.</summary>
    public PortfolioNews News => _news;

    public int Watchers { get; set; }

    /// <summary>The load that is under way for it; null for none.</summary>
    public object? Loading { get; set; }

    /// <summary>How many loads have failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>When it is loaded again out of turn, since the last load failed; null where it did not.</summary>
    public TimeSpan? RetryAt { get; set; }

    /// <summary>Tells a value, where it is news. What is not known, or differs in age alone, leaves the last news as it is.</summary>
    public void Tell(SeenValue value)
    {
        if (value.IsNewsAfter(_news.Value))
            Replace(new PortfolioNews(value, isLast: false));
    }

    /// <summary>Ends the news.</summary>
    public void End() => Replace(new PortfolioNews(_news.Value, isLast: true));

    private void Replace(PortfolioNews next)
    {
        var last = _news;
        _news = next;
        last.Supersede();
    }
}

/// <summary>What is known of a watched portfolio at one time.</summary>
/// <param name="value">The value; null before the first.</param>
/// <param name="isLast">Whether nothing follows.</param>
internal sealed class PortfolioNews(SeenValue? value, bool isLast)
{
    // Whoever tells news does not run what others do with it.
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SeenValue? Value => value;

    public bool IsLast => isLast;

    public Task Superseded => _superseded.Task;

    public void Supersede() => _superseded.SetResult();
}
