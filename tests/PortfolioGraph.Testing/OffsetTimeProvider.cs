namespace PortfolioGraph.Testing;

/// <summary>A clock that runs at normal speed from a given time. For tests of data that depends on the date, with timers that fire by themselves.</summary>
/// <param name="start">The current time.</param>
public sealed class OffsetTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly long _startTimestamp = System.GetTimestamp();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_startTimestamp);
}
