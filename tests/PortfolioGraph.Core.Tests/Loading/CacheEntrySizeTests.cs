using PortfolioGraph.Core.Tests.Sandbox;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>What the cache reckons an answer to weigh, held against the heap: within a half and twice of it.</summary>
[Collection(nameof(HeapMeasurements))]
public sealed class CacheEntrySizeTests : SandboxFixture
{
    [Theory]
    [InlineData("tokens", 800)]
    [InlineData("positions", 800)]
    [InlineData("economics", 800)]
    [InlineData("profitAndLoss", 6000)]
    [InlineData("value", 6000)]
    public async Task Of_Should_BeCloseToTheHeapSize_When_ManyEntriesAreCached(string dataset, int wallets)
    {
        await LoadAsync(Core, dataset, from: wallets, count: 5);
        // What the tests before have left behind is not to go while this one measures.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (heapBefore, bytesBefore) = (GC.GetTotalMemory(forceFullCollection: true), Core.Cache.Bytes);

        await LoadAsync(Core, dataset, from: 0, count: wallets);
        // Served once more, as most are: what that makes is kept as well.
        await LoadAsync(Core, dataset, from: 0, count: wallets);
        var (heap, reckoned) = (GC.GetTotalMemory(forceFullCollection: true) - heapBefore, Core.Cache.Bytes - bytesBefore);

        ((double)reckoned / heap).ShouldBeInRange(0.5, 2, $"{reckoned} bytes were reckoned, the heap has grown by {heap}");
    }

    [Fact]
    public void Of_Should_Throw_When_TheTypeHasNoSize() =>
        Should.Throw<NotSupportedException>(() => CacheEntrySize.Of(new object())).Message.ShouldContain("Object");

    private static async Task LoadAsync(CoreHost core, string dataset, int from, int count)
    {
        for (var number = from; number < from + count; number++)
        {
            var owners = AddressSet.Of(Address.TryParse($"0x{number:x4}{new string('c', 36)}", out var address) ? address : throw new FormatException());
            _ = dataset switch
            {
                "tokens" => (object)await core.Tokens.LoadOneAsync(new TokensKey(owners, TimeRange.OneYear), CancellationToken.None),
                "positions" => await core.Positions.LoadOneAsync(new PositionsKey(owners), CancellationToken.None),
                "economics" => await core.Positions.LoadOneAsync(new PositionsKey(owners, HoldingFacets.ProfitAndLoss | HoldingFacets.Economics), CancellationToken.None),
                "profitAndLoss" => await core.ProfitAndLoss.LoadOneAsync(new ProfitAndLossKey(owners, TimeRange.OneYear), CancellationToken.None),
                _ => await core.Values.LoadOneAsync(new ValueKey(new Scope(owners), WithBreakdown: true), CancellationToken.None),
            };
        }
    }
}
