namespace PortfolioGraph.Testing;

/// <summary>Time that passes as the system's does, and begins at a moment of the test's choice: for data that depends on the day, with timers that run by themselves.</summary>
/// <param name="start">What it is now.</param>
public sealed class TimeFrom(DateTimeOffset start) : TimeProvider
{
    private readonly long _began = System.GetTimestamp();

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => start + System.GetElapsedTime(_began);
}
