namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>A data source in trouble ends no watching: nothing is told, and the poll goes on.</summary>
public sealed class WatchFailureTests
{
    [Fact]
    public async Task ReadAsync_Should_CompareWithTheLastValue_When_FailuresAreOver()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), ScriptedValues.Failure(), ScriptedValues.Failure(LoadFailureKind.Timeout), harness.Values.Value(100), harness.Values.Value(150));
        using var reader = harness.Read(1);
        await reader.NextAsync();

        // From the good answer at 66 s on, the next tick counts: a minute after the last one.
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

        // Retries fall between the ticks, at which everything is loaded in any case.
        foreach (var second in (int[])[2, 6, 14, 30, 60, 120, 180])
            await harness.LoadAtAsync(second);
        harness.Values.Returns(harness.Values.Value(100), ScriptedValues.Failure());
        await harness.LoadAtAsync(240);
        await reader.NextAsync();

        // After a good answer the pauses begin anew.
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
        using var well = harness.Read(1);
        await well.NextAsync();
        harness.Values.Returns(ScriptedValues.Failure());
        using var ill = harness.Read(2);
        await harness.LoadAtAsync(2);

        harness.Values.Returns(harness.Values.Value(200));
        await harness.LoadAtAsync(6);
        (await ill.NextAsync()).ValueUsd.ShouldBe(200);

        harness.Values.Loads.Select(load => load.Wallets).ShouldBe(["w1", "w2", "w2", "w2"]);
        await harness.LoadAtAsync(60);
        (await well.NextAsync()).ValueUsd.ShouldBe(200);
        harness.Values.Loads[4].Wallets.ShouldBe("w1 w2");
    }

    [Fact]
    public async Task StaleValue_Should_NotBePublished_When_AValueIsKnown()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(90, SourceState.Stale), harness.Values.Value(110));
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
        harness.Values.Returns(harness.Values.Value(90, SourceState.Stale), harness.Values.Value(110));
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
