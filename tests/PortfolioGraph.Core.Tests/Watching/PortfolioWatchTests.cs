using PortfolioGraph.Core.Tests.Stubs;

namespace PortfolioGraph.Core.Tests.Watching;

/// <summary>The changes that watchers read, and the times of the loads.</summary>
public sealed class PortfolioWatchTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task ReadAsync_Should_ReturnTheValueAtOnce_When_TheWatcherIsTheFirst()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100));

        using var reader = harness.Read(2, 1);
        var first = await reader.NextAsync();

        first.Portfolio.Addresses.ShouldBe([Wallets.Address(2), Wallets.Address(1)], "in the order of this watcher's request");
        (first.ValueUsd, first.PreviousValueUsd, first.ChangeUsd, first.Time).ShouldBe((100m, null, null, harness.Time.GetUtcNow()));
        harness.Values.Loads.ShouldBe([(TimeSpan.Zero, "w1+w2")]);
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnOnlyChanges_When_PollsReturnTheSameValue()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns([.. new decimal?[] { 100, 100, 100.00m, 130, 130, 90 }.Select(value => harness.Values.Value(value))]);

        using var reader = harness.Read(1);
        await reader.NextAsync();
        foreach (var second in (int[])[60, 120, 180])
            await harness.LoadAtAsync(second);
        var gain = await reader.NextAsync();
        await harness.LoadAtAsync(240);
        await harness.LoadAtAsync(300);
        var loss = await reader.NextAsync();

        (gain.ValueUsd, gain.PreviousValueUsd, gain.ChangeUsd).ShouldBe((130m, 100m, 30m));
        (loss.ValueUsd, loss.PreviousValueUsd, loss.ChangeUsd).ShouldBe((90m, 130m, -40m));
        harness.Values.Loads.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Poll_Should_LoadOnce_When_ManyWatchTheSameAddresses()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(110));

        WatchHarness.Reader[] readers = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? harness.Read(1, 2) : harness.Read(2, 1, 2))];
        foreach (var reader in readers)
            (await reader.NextAsync()).ValueUsd.ShouldBe(100);
        await harness.LoadAtAsync(60);
        foreach (var reader in readers)
            (await reader.NextAsync()).ChangeUsd.ShouldBe(10);

        harness.Values.Loads.ShouldBe([(TimeSpan.Zero, "w1+w2"), (TimeSpan.FromSeconds(60), "w1+w2")]);
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnTheSameChange_When_WatchersReadTheSameValuesInTheSameOrderOfAddresses()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(110));
        using var first = harness.Read(1, 2);
        using var second = harness.Read(1, 2);
        using var reversed = harness.Read(2, 1);

        var value = await first.NextAsync();
        (await second.NextAsync()).ShouldBeSameAs(value);
        (await reversed.NextAsync()).Portfolio.Addresses.ShouldBe([Wallets.Address(2), Wallets.Address(1)]);
        await harness.LoadAtAsync(60);
        var change = await first.NextAsync();
        (await second.NextAsync()).ShouldBeSameAs(change);
        using var late = harness.Read(1, 2);
        (await late.NextAsync()).PreviousValueUsd.ShouldBeNull("it is this watcher's first value");
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnTheLatestValueWithoutAPrevious_When_TheAddressesAreWatchedAlready()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(110));
        using var first = harness.Read(1);
        await first.NextAsync();
        await harness.LoadAtAsync(60);
        var change = await first.NextAsync();

        using var second = harness.Read(1);
        var wait = second.Wait();

        wait.IsCompletedSuccessfully.ShouldBeTrue("the value is known without a load");
        var known = await second.NextAsync();
        (known.ValueUsd, known.PreviousValueUsd, known.ChangeUsd, known.Time).ShouldBe((110m, null, null, change.Time));
        harness.Values.Loads.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Poll_Should_Stop_When_TheLastWatcherIsDisposed()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(110));
        var first = harness.Read(1);
        var second = harness.Read(1);
        await first.NextAsync();

        first.Dispose();
        first.Dispose();
        await harness.LoadAtAsync(60);
        await second.NextAsync();
        await harness.LoadAtAsync(120);
        second.Dispose();

        harness.Time.TimersSet.ShouldBe(0);
        harness.Time.Advance(Day);
        harness.Values.Loads.Count.ShouldBe(3);
        harness.Values.Returns(harness.Values.Value(110));
        using var third = harness.Read(1);
        (await third.NextAsync()).PreviousValueUsd.ShouldBeNull();
        harness.Values.Loads.Count.ShouldBe(4, "the last value was dropped with the last watcher");
    }

    [Fact]
    public async Task Poll_Should_CancelItsLoad_When_TheLastWatcherIsDisposed()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100)).Hold();
        var first = harness.Read(1);
        var second = harness.Read(1);
        await harness.Values.StartedAsync(1);

        first.Dispose();
        harness.Values.IsCancelled.ShouldBeFalse();
        second.Dispose();

        await harness.Values.Cancelled;
        harness.Time.TimersSet.ShouldBe(0);
    }

    [Fact]
    public async Task Poll_Should_ContinueForOtherPortfolios_When_OneHasNoWatchersLeft()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100));
        var cancelled = harness.Read(1);
        using var remaining = harness.Read(2);
        await cancelled.NextAsync();
        await remaining.NextAsync();
        harness.Values.Returns(harness.Values.Value(120)).Hold();
        await harness.LoadAtAsync(60);

        cancelled.Dispose();
        harness.Values.Release();

        (await remaining.NextAsync()).ChangeUsd.ShouldBe(20);
        harness.Values.IsCancelled.ShouldBeFalse();
        harness.Values.Loads[2].ShouldBe((TimeSpan.FromSeconds(60), "w1 w2"));
        await harness.LoadAtAsync(120);
        harness.Values.Loads[3].Wallets.ShouldBe("w2");
    }

    [Fact]
    public async Task Ticks_Should_Continue_When_TheFirstWatcherIsDisposed()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100)).Hold();
        var first = harness.Read(1);
        using var second = harness.Read(2);
        await harness.Values.StartedAsync(2);

        first.Dispose();
        await harness.Values.Cancelled;
        harness.Values.Release();
        await second.NextAsync();
        harness.Values.Returns(harness.Values.Value(101));
        await harness.LoadAtAsync(60);

        (await second.NextAsync()).ChangeUsd.ShouldBe(1);
    }

    [Fact]
    public async Task Ticks_Should_LoadAllPortfoliosTogether_When_TheyWereSubscribedAtDifferentTimes()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100));
        using var first = harness.Read(1);
        await first.NextAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        using var second = harness.Read(2, 3);
        await second.NextAsync();
        harness.Time.Advance(TimeSpan.FromSeconds(49));
        using var third = harness.Read(4);
        await third.NextAsync();

        await harness.LoadAtAsync(60);
        await harness.LoadAtAsync(120);

        harness.Values.Loads.Skip(1).ShouldBe(
        [
            (TimeSpan.FromSeconds(10), "w2+w3"),
            (TimeSpan.FromSeconds(59), "w4"),
            (TimeSpan.FromSeconds(60), "w1 w2+w3 w4"),
            (TimeSpan.FromSeconds(120), "w1 w2+w3 w4"),
        ]);
    }

    [Fact]
    public async Task ReadAsync_Should_SkipIntermediateValues_When_TheReaderIsSlow()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns([.. new decimal?[] { 100, 110, 120, 90, 100, 105 }.Select(value => harness.Values.Value(value))]);
        using var slow = harness.Read(1);
        using var fast = harness.Read(1);
        await slow.NextAsync();
        List<decimal?> seen = [];

        seen.Add((await fast.NextAsync()).ValueUsd);
        await PassAsync(60, 120);
        seen.ShouldBe([100m, 110m, 120m], "the slow reader does not block the fast one");
        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(120), c => c.PreviousValueUsd.ShouldBe(100), c => c.ChangeUsd.ShouldBe(20));
        await PassAsync(180, 240, 300);

        seen.Skip(3).ShouldBe([90m, 100m, 105m]);
        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(105), c => c.PreviousValueUsd.ShouldBe(120));
        slow.Wait().IsCompleted.ShouldBeFalse("intermediate values are not queued");

        async Task PassAsync(params int[] seconds)
        {
            foreach (var second in seconds)
            {
                await harness.LoadAtAsync(second);
                seen.Add((await fast.NextAsync()).ValueUsd);
            }
        }
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnNothing_When_TheValueIsBackAtTheOneReadLast()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns([.. new decimal?[] { 100, 110, 100, 101 }.Select(value => harness.Values.Value(value))]);
        using var slow = harness.Read(1);
        using var fast = harness.Read(1);
        await slow.NextAsync();
        await fast.NextAsync();

        await harness.LoadAtAsync(60);
        (await fast.NextAsync()).ValueUsd.ShouldBe(110);
        await harness.LoadAtAsync(120);
        (await fast.NextAsync()).ValueUsd.ShouldBe(100);
        slow.Wait().IsCompleted.ShouldBeFalse();
        await harness.LoadAtAsync(180);

        (await slow.NextAsync()).ShouldSatisfyAllConditions(c => c.ValueUsd.ShouldBe(101), c => c.PreviousValueUsd.ShouldBe(100));
    }

    [Fact]
    public async Task ReadAsync_Should_ReturnNoChange_When_AValueIsUnknown()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns([.. new decimal?[] { null, null, 100, null, 100, 101 }.Select(value => harness.Values.Value(value))]);
        using var reader = harness.Read(1);

        var unknown = await reader.NextAsync();
        await harness.LoadAtAsync(60);
        await harness.LoadAtAsync(120);
        var known = await reader.NextAsync();
        foreach (var second in (int[])[180, 240, 300])
            await harness.LoadAtAsync(second);
        var change = await reader.NextAsync();

        (unknown.ValueUsd, unknown.PreviousValueUsd, unknown.ChangeUsd).ShouldBe((null, null, null));
        (known.ValueUsd, known.PreviousValueUsd, known.ChangeUsd).ShouldBe((100m, null, null));
        (change.ValueUsd, change.PreviousValueUsd, change.ChangeUsd).ShouldBe((101m, 100m, 1m));
        harness.Values.Loads.Count.ShouldBe(6);
    }

    [Fact]
    public void Subscribe_Should_ReturnNull_When_TooManyPortfoliosAreWatched()
    {
        using var harness = new WatchHarness(maxPortfolios: 2);
        harness.Values.Returns(harness.Values.Value(100));
        using var first = harness.Read(1);
        var second = harness.Read(1, 2);

        harness.TryRead(2).ShouldBeNull();
        using var same = harness.TryRead(2, 1).ShouldNotBeNull("these addresses are watched already");
        second.Dispose();
        harness.TryRead(2).ShouldBeNull("the other watcher of these addresses remains");
        same.Dispose();
        using var third = harness.TryRead(2).ShouldNotBeNull();
    }

    [Fact]
    public async Task End_Should_EndAllWatchers_When_Called()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100), harness.Values.Value(200)).Hold();
        using var waiting = harness.Read(1);
        var wait = waiting.Wait();
        await harness.Values.StartedAsync(1);

        harness.Watch.End();
        harness.Watch.End();

        (await wait).ShouldBeFalse();
        await harness.Values.Cancelled;
        using var late = harness.Read(1);
        (await late.Wait()).ShouldBeFalse();
        harness.Time.TimersSet.ShouldBe(0);
        harness.Values.Loads.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_Should_Stop_When_ManySubscribeAndDisposeAtOnce()
    {
        using var harness = new WatchHarness();
        harness.Values.Returns(harness.Values.Value(100));
        var random = new Random(20260101);
        List<Task> all = [];

        for (var i = 0; i < 500; i++)
        {
            var wallet = random.Next(1, 5);
            var reads = random.Next(2) == 0;
            all.Add(Task.Run(() => OneAsync(wallet, reads)));
        }

        await Task.WhenAll(all);

        harness.Time.TimersSet.ShouldBe(0);
        using var last = harness.Read(1);
        (await last.NextAsync()).ValueUsd.ShouldBe(100);

        async Task OneAsync(int wallet, bool reads)
        {
            using var watcher = harness.Watch.Subscribe(new Portfolio([Wallets.Address(wallet)])).ShouldNotBeNull();
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
