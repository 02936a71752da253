namespace PortfolioGraph.Upstream.Tests.TestingTests;

/// <summary>The fake clock that other tests rely on.</summary>
public sealed class SteppedTimeProviderTests
{
    private readonly SteppedTimeProvider _time = new();

    [Fact]
    public void Advance_Should_FireTimersInOrderAtTheirDueTimes_When_SeveralAreDue()
    {
        var fired = new List<(string, TimeSpan)>();
        using var late = _time.CreateTimer(_ => fired.Add(("late", _time.Elapsed)), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var early = _time.CreateTimer(_ => fired.Add(("early", _time.Elapsed)), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.5));
        using var never = _time.CreateTimer(_ => fired.Add(("never", _time.Elapsed)), null, TimeSpan.FromSeconds(4.5), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(4));

        fired.ShouldBe([("early", TimeSpan.FromSeconds(1)), ("early", TimeSpan.FromSeconds(2.5)), ("late", TimeSpan.FromSeconds(3)), ("early", TimeSpan.FromSeconds(4))]);
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Advance_Should_FireTimersSetByCallbacks_When_TheyAreDueToo()
    {
        var fired = new List<TimeSpan>();
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                fired.Add(_time.Elapsed);
                if (fired.Count < 3)
                    timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
            },
            null,
            TimeSpan.FromSeconds(1),
            Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromSeconds(10));

        fired.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)]);
        timer.Dispose();
    }

    [Fact]
    public void Advance_Should_NotFireTimers_When_TheyAreDisposed()
    {
        var fired = false;
        _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).Dispose();

        _time.Advance(TimeSpan.FromSeconds(2));

        fired.ShouldBeFalse();
    }

    [Fact]
    public void ShiftWallClock_Should_NotChangeTimestamps_When_TheClockIsSet()
    {
        var before = (_time.GetTimestamp(), _time.GetUtcNow());

        _time.ShiftWallClock(TimeSpan.FromHours(-1));

        _time.GetTimestamp().ShouldBe(before.Item1);
        _time.GetUtcNow().ShouldBe(before.Item2.AddHours(-1));
    }

    [Fact]
    public async Task AdvanceUntilAsync_Should_AdvanceTimerByTimer_When_TheTaskAwaitsDelays()
    {
        await _time.AdvanceUntilAsync(Wait(), TimeSpan.FromSeconds(5));

        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(6));

        async Task Wait()
        {
            using var beyond = _time.CreateTimer(_ => throw new InvalidOperationException("Beyond the horizon."), null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
            for (var delay = 1; delay <= 3; delay++)
            {
                await Task.Delay(TimeSpan.FromSeconds(delay), _time);
                await Task.Yield();
            }
        }
    }
}
