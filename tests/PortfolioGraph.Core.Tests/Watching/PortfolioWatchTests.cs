using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>What watchers are told, and when the data source is asked for it.</summary>
public sealed class PortfolioWatchTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Watcher_Should_BeToldTheValueAtOnce_When_ItIsTheFirst()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100));

        using var reader = bench.Read(2, 1);
        var first = await reader.NextAsync();

        first.Portfolio.Addresses.ShouldBe([Wallets.Address(2), Wallets.Address(1)], "in the order this watcher asked for");
        (first.ValueUsd, first.PreviousValueUsd, first.ChangeUsd, first.Time).ShouldBe((100m, null, null, bench.Time.GetUtcNow()));
        bench.Values.Loads.ShouldBe([(TimeSpan.Zero, "w1+w2")]);
    }

    [Fact]
    public async Task Watcher_Should_BeToldChangesOnly_When_TheValueOftenStaysTheSame()
    {
        using var bench = new WatchBench();
        bench.Values.Gives([.. new decimal?[] { 100, 100, 100.00m, 130, 130, 90 }.Select(value => bench.Values.Value(value))]);

        using var reader = bench.Read(1);
        await reader.NextAsync();
        foreach (var second in (int[])[60, 120, 180])
            await bench.LoadAtAsync(second);
        var gain = await reader.NextAsync();
        await bench.LoadAtAsync(240);
        await bench.LoadAtAsync(300);
        var loss = await reader.NextAsync();

        (gain.ValueUsd, gain.PreviousValueUsd, gain.ChangeUsd).ShouldBe((130m, 100m, 30m));
        (loss.ValueUsd, loss.PreviousValueUsd, loss.ChangeUsd).ShouldBe((90m, 130m, -40m));
        bench.Values.Loads.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Poll_Should_BeOne_When_ManyWatchTheSameAddresses()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), bench.Values.Value(110));

        WatchBench.Reader[] readers = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? bench.Read(1, 2) : bench.Read(2, 1, 2))];
        foreach (var reader in readers)
            (await reader.NextAsync()).ValueUsd.ShouldBe(100);
        await bench.LoadAtAsync(60);
        foreach (var reader in readers)
            (await reader.NextAsync()).ChangeUsd.ShouldBe(10);

        bench.Values.Loads.ShouldBe([(TimeSpan.Zero, "w1+w2"), (TimeSpan.FromSeconds(60), "w1+w2")]);
    }

    [Fact]
    public async Task Watcher_Should_BeToldTheKnownValueWithoutAPrevious_When_ThePollIsRunning()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), bench.Values.Value(110));
        using var first = bench.Read(1);
        await first.NextAsync();
        await bench.LoadAtAsync(60);
        var change = await first.NextAsync();

        using var second = bench.Read(1);
        var wait = second.Wait();

        wait.IsCompletedSuccessfully.ShouldBeTrue("it is told without a load");
        var told = await second.NextAsync();
        (told.ValueUsd, told.PreviousValueUsd, told.ChangeUsd, told.Time).ShouldBe((110m, null, null, change.Time));
        bench.Values.Loads.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Poll_Should_Stop_When_TheLastWatcherLeaves()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), bench.Values.Value(110));
        var first = bench.Read(1);
        var second = bench.Read(1);
        await first.NextAsync();

        first.Dispose();
        first.Dispose();
        await bench.LoadAtAsync(60);
        await second.NextAsync();
        await bench.LoadAtAsync(120);
        second.Dispose();

        bench.Time.TimersSet.ShouldBe(0);
        bench.Time.Advance(Day);
        bench.Values.Loads.Count.ShouldBe(3);
        bench.Values.Gives(bench.Values.Value(110));
        using var third = bench.Read(1);
        (await third.NextAsync()).PreviousValueUsd.ShouldBeNull();
        bench.Values.Loads.Count.ShouldBe(4, "what was known is known no more");
    }

    [Fact]
    public async Task Poll_Should_GiveItsLoadUp_When_TheLastWatcherLeavesMeanwhile()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100)).Hold();
        var first = bench.Read(1);
        var second = bench.Read(1);
        await bench.Values.BegunAsync(1);

        first.Dispose();
        bench.Values.IsGivenUp.ShouldBeFalse();
        second.Dispose();

        await bench.Values.GivenUp;
        bench.Time.TimersSet.ShouldBe(0);
    }

    [Fact]
    public async Task Poll_Should_GoOnForTheOthers_When_OneOfAJointLoadIsLeft()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100));
        var left = bench.Read(1);
        using var stays = bench.Read(2);
        await left.NextAsync();
        await stays.NextAsync();
        bench.Values.Gives(bench.Values.Value(120)).Hold();
        await bench.LoadAtAsync(60);

        left.Dispose();
        bench.Values.Release();

        (await stays.NextAsync()).ChangeUsd.ShouldBe(20);
        bench.Values.IsGivenUp.ShouldBeFalse();
        bench.Values.Loads[2].ShouldBe((TimeSpan.FromSeconds(60), "w1 w2"));
        await bench.LoadAtAsync(120);
        bench.Values.Loads[3].Wallets.ShouldBe("w2");
    }

    [Fact]
    public async Task Ticks_Should_GoOn_When_TheyWhoBeganThemLeaveMeanwhile()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100)).Hold();
        var first = bench.Read(1);
        using var second = bench.Read(2);
        await bench.Values.BegunAsync(2);

        first.Dispose();
        await bench.Values.GivenUp;
        bench.Values.Release();
        await second.NextAsync();
        bench.Values.Gives(bench.Values.Value(101));
        await bench.LoadAtAsync(60);

        (await second.NextAsync()).ChangeUsd.ShouldBe(1);
    }

    [Fact]
    public async Task Ticks_Should_LoadAllTogether_When_TheyWereJoinedAtDifferentTimes()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100));
        using var first = bench.Read(1);
        await first.NextAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(10));
        using var second = bench.Read(2, 3);
        await second.NextAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(49));
        using var third = bench.Read(4);
        await third.NextAsync();

        await bench.LoadAtAsync(60);
        await bench.LoadAtAsync(120);

        bench.Values.Loads.Skip(1).ShouldBe(
        [
            (TimeSpan.FromSeconds(10), "w2+w3"),
            (TimeSpan.FromSeconds(59), "w4"),
            (TimeSpan.FromSeconds(60), "w1 w2+w3 w4"),
            (TimeSpan.FromSeconds(120), "w1 w2+w3 w4"),
        ]);
    }

    [Fact]
    public async Task SlowReader_Should_GetTheLatestAgainstWhatItReadLast_When_ValuesPassedMeanwhile()
    {
        using var bench = new WatchBench();
        bench.Values.Gives([.. new decimal?[] { 100, 110, 120, 90, 100, 105 }.Select(value => bench.Values.Value(value))]);
        using var slow = bench.Read(1);
        using var fast = bench.Read(1);
        await slow.NextAsync();
        List<decimal?> seen = [];

        seen.Add((await fast.NextAsync()).ValueUsd);
        await PassAsync(60, 120);
        seen.ShouldBe([100m, 110m, 120m], "nobody is held back");
        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(120), c => c.PreviousValueUsd.ShouldBe(100), c => c.ChangeUsd.ShouldBe(20));
        await PassAsync(180, 240, 300);

        seen.Skip(3).ShouldBe([90m, 100m, 105m]);
        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(105), c => c.PreviousValueUsd.ShouldBe(120));
        slow.Wait().IsCompleted.ShouldBeFalse("nothing was kept for it");

        async Task PassAsync(params int[] seconds)
        {
            foreach (var second in seconds)
            {
                await bench.LoadAtAsync(second);
                seen.Add((await fast.NextAsync()).ValueUsd);
            }
        }
    }

    [Fact]
    public async Task SlowReader_Should_BeToldNothing_When_TheValueIsBackAtWhatItReadLast()
    {
        using var bench = new WatchBench();
        bench.Values.Gives([.. new decimal?[] { 100, 110, 100, 101 }.Select(value => bench.Values.Value(value))]);
        using var slow = bench.Read(1);
        using var fast = bench.Read(1);
        await slow.NextAsync();
        await fast.NextAsync();

        await bench.LoadAtAsync(60);
        (await fast.NextAsync()).ValueUsd.ShouldBe(110);
        await bench.LoadAtAsync(120);
        (await fast.NextAsync()).ValueUsd.ShouldBe(100);
        slow.Wait().IsCompleted.ShouldBeFalse();
        await bench.LoadAtAsync(180);

        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(101), c => c.PreviousValueUsd.ShouldBe(100));
    }

    [Fact]
    public async Task Watcher_Should_HaveNoChange_When_AValueIsUnknown()
    {
        using var bench = new WatchBench();
        bench.Values.Gives([.. new decimal?[] { null, null, 100, null, 100, 101 }.Select(value => bench.Values.Value(value))]);
        using var reader = bench.Read(1);

        var unknown = await reader.NextAsync();
        await bench.LoadAtAsync(60);
        await bench.LoadAtAsync(120);
        var known = await reader.NextAsync();
        foreach (var second in (int[])[180, 240, 300])
            await bench.LoadAtAsync(second);
        var change = await reader.NextAsync();

        (unknown.ValueUsd, unknown.PreviousValueUsd, unknown.ChangeUsd).ShouldBe((null, null, null));
        (known.ValueUsd, known.PreviousValueUsd, known.ChangeUsd).ShouldBe((100m, null, null));
        (change.ValueUsd, change.PreviousValueUsd, change.ChangeUsd).ShouldBe((101m, 100m, 1m));
        bench.Values.Loads.Count.ShouldBe(6);
    }

    [Fact]
    public void Join_Should_BeRefused_When_TooManyPortfoliosAreWatched()
    {
        using var bench = new WatchBench(maxPortfolios: 2);
        bench.Values.Gives(bench.Values.Value(100));
        using var first = bench.Read(1);
        var second = bench.Read(1, 2);

        bench.TryRead(2).ShouldBeNull();
        using var same = bench.TryRead(2, 1).ShouldNotBeNull("it is watched already");
        second.Dispose();
        bench.TryRead(2).ShouldBeNull("somebody watches it still");
        same.Dispose();
        using var third = bench.TryRead(2).ShouldNotBeNull();
    }

    [Fact]
    public async Task Watchers_Should_ComeToAnEnd_When_TheWatchEnds()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100), bench.Values.Value(200)).Hold();
        using var waiting = bench.Read(1);
        var wait = waiting.Wait();
        await bench.Values.BegunAsync(1);

        bench.Watch.End();
        bench.Watch.End();

        (await wait).ShouldBeFalse();
        await bench.Values.GivenUp;
        using var late = bench.Read(1);
        (await late.Wait()).ShouldBeFalse();
        bench.Time.TimersSet.ShouldBe(0);
        bench.Values.Loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_Should_BeGone_When_ManyCameAndLeftAtOnce()
    {
        using var bench = new WatchBench();
        bench.Values.Gives(bench.Values.Value(100));
        var dice = new Random(20260101);
        List<Task> all = [];

        for (var i = 0; i < 500; i++)
        {
            var wallet = dice.Next(1, 5);
            var reads = dice.Next(2) == 0;
            all.Add(Task.Run(() => OneAsync(wallet, reads)));
        }

        await Task.WhenAll(all);

        bench.Time.TimersSet.ShouldBe(0);
        using var last = bench.Read(1);
        (await last.NextAsync()).ValueUsd.ShouldBe(100);

        async Task OneAsync(int wallet, bool reads)
        {
            using var watcher = bench.Watch.Subscribe(new Portfolio([Wallets.Address(wallet)])).ShouldNotBeNull();
            if (!reads)
                return;
            await foreach (var change in watcher.ReadAsync())
            {
                (change.ValueUsd, change.PreviousValueUsd).ShouldBe((100m, null));
                return;
            }
        }
    }
}
