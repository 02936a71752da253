namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>A data source in trouble ends no watching: nothing is told, and the poll goes on.</summary>
public sealed class WatchTroubleTests
{
    [Fact]
    public async Task Watcher_Should_BeToldTheNextValueAgainstTheLastGoodOne_When_TroubleIsOver()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), ScriptedValues.Failure(), ScriptedValues.Failure(LoadFailureKind.Timeout), bench.Values.Value(100), bench.Values.Value(150));
        using var reader = bench.Read(1);
        await reader.NextAsync();

        // From the good answer at 66 s on, the next tick counts: a minute after the last one.
        foreach (var second in (int[])[60, 62, 66, 120])
            await bench.LoadAtAsync(second);
        var change = await reader.NextAsync();

        (change.ValueUsd, change.PreviousValueUsd, change.ChangeUsd).ShouldBe((150m, 100m, 50m));
    }

    [Fact]
    public async Task Watcher_Should_BeToldItsFirstValue_When_TroubleFromTheBeginningIsOver()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(ScriptedValues.Failure(), ScriptedValues.Failure(LoadFailureKind.BudgetExhausted), bench.Values.Value(100));
        using var reader = bench.Read(1);

        await bench.LoadAtAsync(2);
        await bench.LoadAtAsync(6);
        var first = await reader.NextAsync();

        (first.ValueUsd, first.PreviousValueUsd).ShouldBe((100m, null));
    }

    [Fact]
    public async Task Pauses_Should_DoubleUpToTheInterval_When_TroubleLasts()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(ScriptedValues.Failure());
        using var reader = bench.Read(1);

        // Retries fall between the ticks, at which everything is loaded in any case.
        foreach (var second in (int[])[2, 6, 14, 30, 60, 120, 180])
            await bench.LoadAtAsync(second);
        bench.Values.Gives(bench.Values.Value(100), ScriptedValues.Failure());
        await bench.LoadAtAsync(240);
        await reader.NextAsync();

        // After a good answer the pauses begin anew.
        await bench.LoadAtAsync(300);
        await bench.LoadAtAsync(302);
        bench.Values.Loads.Count.ShouldBe(11);
    }

    [Theory]
    [InlineData(LoadFailureKind.RateLimited, 20, 20)]
    [InlineData(LoadFailureKind.RateLimited, 1, 2)]
    [InlineData(LoadFailureKind.RateLimited, 86_400, 60)]
    [InlineData(LoadFailureKind.Rejected, null, 60)]
    [InlineData(LoadFailureKind.Unauthorized, null, 60)]
    public async Task Pause_Should_HeedTheFailure_When_ItSaysWhenToAskAgain(LoadFailureKind kind, int? retryAfter, int expected)
    {
        using var bench = new WatchBench();
        bench.Values.Gives(ScriptedValues.Failure(kind, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null), bench.Values.Value(100));
        using var reader = bench.Read(1);

        await bench.LoadAtAsync(expected);

        (await reader.NextAsync()).ValueUsd.ShouldBe(100);
    }

    [Fact]
    public async Task Retry_Should_LeaveTheOthersAlone_When_OneOfThemIsInTrouble()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100));
        using var well = bench.Read(1);
        await well.NextAsync();
        bench.Values.Gives(ScriptedValues.Failure());
        using var ill = bench.Read(2);
        await bench.LoadAtAsync(2);

        bench.Values.Gives(bench.Values.Value(200));
        await bench.LoadAtAsync(6);
        (await ill.NextAsync()).ValueUsd.ShouldBe(200);

        bench.Values.Loads.Select(load => load.Wallets).ShouldBe(["w1", "w2", "w2", "w2"]);
        await bench.LoadAtAsync(60);
        (await well.NextAsync()).ValueUsd.ShouldBe(200);
        bench.Values.Loads[4].Wallets.ShouldBe("w1 w2");
    }

    [Fact]
    public async Task StaleValue_Should_BeNoNews_When_AnotherIsKnown()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), bench.Values.Value(90, SourceState.Stale), bench.Values.Value(110));
        using var reader = bench.Read(1);
        await reader.NextAsync();

        await bench.LoadAtAsync(60);
        await bench.LoadAtAsync(62);
        var change = await reader.NextAsync();

        (change.ValueUsd, change.PreviousValueUsd).ShouldBe((110m, 100m));
    }

    [Fact]
    public async Task StaleValue_Should_BeTold_When_ItIsAllThereIs()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(90, SourceState.Stale), bench.Values.Value(110));
        using var reader = bench.Read(1);

        (await reader.NextAsync()).ValueUsd.ShouldBe(90);
        await bench.LoadAtAsync(2);
        (await reader.NextAsync()).PreviousValueUsd.ShouldBe(90);
    }

    [Fact]
    public async Task Poll_Should_GoOn_When_ALoadFailsByAFault()
    {
        using var bench = new WatchBench();
        bench.Values.Throws();
        using var reader = bench.Read(1);
        await bench.LoadAtAsync(2);
        bench.Values.Gives(bench.Values.Value(100));
        await bench.LoadAtAsync(6);

        (await reader.NextAsync()).ValueUsd.ShouldBe(100);
    }
}
