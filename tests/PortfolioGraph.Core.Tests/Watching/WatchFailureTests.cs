namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>Failures of the upstream do not end a watch. Nothing is published, and polling continues.</summary>
public sealed class WatchFailureTests
{
    [Fact]
    public async Task ReadAsync_Should_CompareWithTheLastValue_When_FailuresAreOver()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), ScriptedValues.Failure(), ScriptedValues.Failure(LoadFailureKind.Timeout), harness.Values.Value(100), harness.Values.Value(150));
        using var reader = harness.Read(1);
        await reader.NextAsync();

        // After the success at 66 s the next tick is due: one minute after the last tick.
        foreach (var second in (int[])[60, 62, 66, 120])
            await harness.LoadAtAsync(second);
        var change = await reader.NextAsync();

        (change.ValueUsd, change.PreviousValueUsd, change.ChangeUsd).ShouldBe((150m, 100m, 50m));
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnTheFirstValue_When_InitialFailuresAreOver()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(ScriptedValues.Failure(), ScriptedValues.Failure(LoadFailureKind.BudgetExhausted), harness.Values.Value(100));
        using var reader = harness.Read(1);

        await harness.LoadAtAsync(2);
        await harness.LoadAtAsync(6);
        var first = await reader.NextAsync();

        (first.ValueUsd, first.PreviousValueUsd).ShouldBe((100m, null));
    }

    [Fact]
    public async Task RetryDelay_Should_DoubleUpToTheInterval_When_FailuresContinue()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(ScriptedValues.Failure());
        using var reader = harness.Read(1);

        // Retries are between the ticks; each tick loads everything.
        foreach (var second in (int[])[2, 6, 14, 30, 60, 120, 180])
            await harness.LoadAtAsync(second);
        harness.Values.Returns(harness.Values.Value(100), ScriptedValues.Failure());
        await harness.LoadAtAsync(240);
        await reader.NextAsync();

        // A success resets the delay.
        await harness.LoadAtAsync(300);
        await harness.LoadAtAsync(302);
        harness.Values.Loads.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData(LoadFailureKind.RateLimited, 20, 20)]
    [InlineData(LoadFailureKind.RateLimited, 1, 2)]
    [InlineData(LoadFailureKind.RateLimited, 86_400, 60)]
    [InlineData(LoadFailureKind.Rejected, null, 60)]
    [InlineData(LoadFailureKind.Unauthorized, null, 60)]
    public async Task RetryDelay_Should_HonorTheFailure_When_ItHasRetryAfter(LoadFailureKind kind, int? retryAfter, int expected)
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(ScriptedValues.Failure(kind, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null), harness.Values.Value(100));
        using var reader = harness.Read(1);

        await harness.LoadAtAsync(expected);

        (await reader.NextAsync()).ValueUsd.ShouldBe(100);
    }

    [Fact]
    public async Task Retry_Should_LoadOnlyTheFailedPortfolio_When_OthersSucceed()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100));
        using var succeeding = harness.Read(1);
        await succeeding.NextAsync();
        harness.Values.Returns(ScriptedValues.Failure());
        using var failing = harness.Read(2);
        await harness.LoadAtAsync(2);

        harness.Values.Returns(harness.Values.Value(200));
        await harness.LoadAtAsync(6);
        (await failing.NextAsync()).ValueUsd.ShouldBe(200);

        harness.Values.Loads.Select(load => load.Wallets).ShouldBe(["w1", "w2", "w2", "w2"]);
        await harness.LoadAtAsync(60);
        (await succeeding.NextAsync()).ValueUsd.ShouldBe(200);
        harness.Values.Loads[4].Wallets.ShouldBe("w1 w2");
    }

    [Fact]
    public async Task StaleValue_Should_NotBePublished_When_AValueIsKnown()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(90, DataSourceState.Stale), harness.Values.Value(110));
        using var reader = harness.Read(1);
        await reader.NextAsync();

        await harness.LoadAtAsync(60);
        await harness.LoadAtAsync(62);
        var change = await reader.NextAsync();

        (change.ValueUsd, change.PreviousValueUsd).ShouldBe((110m, 100m));
    }

    [Fact]
    public async Task StaleValue_Should_BePublished_When_NoValueIsKnown()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(90, DataSourceState.Stale), harness.Values.Value(110));
        using var reader = harness.Read(1);

        (await reader.NextAsync()).ValueUsd.ShouldBe(90);
        await harness.LoadAtAsync(2);
        (await reader.NextAsync()).PreviousValueUsd.ShouldBe(90);
    }

    [Fact]
    public async Task Poll_Should_Continue_When_ALoadThrows()
    {
        using var harness = new WatchHarness();
        harness.Values.Throws();
        using var reader = harness.Read(1);
        await harness.LoadAtAsync(2);
        harness.Values.Returns(harness.Values.Value(100));
        await harness.LoadAtAsync(6);

        (await reader.NextAsync()).ValueUsd.ShouldBe(100);
    }
}
