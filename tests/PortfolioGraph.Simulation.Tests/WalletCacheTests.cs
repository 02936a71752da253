using Microsoft.Extensions.Options;
using PortfolioGraph.Core;
using PortfolioGraph.Simulation.Model;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Simulation.Tests;

public sealed class WalletCacheTests
{
    [Fact]
    public void Find_Should_FindWhatTheServersCacheFinds_When_WalletsAreEvicted()
    {
        // 600 bytes and the 400 that an entry takes besides.
        const int size = 600;
        const int capacity = 1_048;
        var real = new DatasetCache(Options.Create(new CacheOptions { MaxBytes = 1024 * 1024 }), new SteppedTimeProvider()).CreateTable<int, string>();
        var model = new WalletCache(capacity);
        var (law, dice) = (new Zipf(5_000), new Dice(3));
        var hits = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var wallet = law.Draw(dice);
            var isFound = real.TryGet(wallet, out _);
            (model.Find(wallet) >= 0).ShouldBe(isFound);
            hits += isFound ? 1 : 0;
            if (isFound)
                continue;
            real.Set(wallet, "", size);
            model.Set(wallet, i);
        }

        model.Count.ShouldBe(capacity);
        hits.ShouldBeInRange(20_000, 45_000);
    }
}
