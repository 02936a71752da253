using PortfolioGraph.Core.Tests.Sandbox;

namespace PortfolioGraph.Core.Tests.Loading;

/// <summary>Tests that measure the heap. No other test runs in parallel with them.</summary>
[CollectionDefinition(nameof(HeapMeasurements), DisableParallelization = true)]
public sealed class HeapMeasurements;

/// <summary>The estimated size of cache entries, which must be between half and twice of their size on the heap.</summary>
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
        // Garbage of earlier tests must not be collected during the measurement.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var (heapBefore, bytesBefore) = (GC.GetTotalMemory(forceFullCollection: true), Core.Cache.Bytes);

        await LoadAsync(Core, dataset, from: 0, count: wallets);
        // Served once more, as most entries are, because an entry also keeps the result that was served from it.
        await LoadAsync(Core, dataset, from: 0, count: wallets);
        var (heap, estimated) = (GC.GetTotalMemory(forceFullCollection: true) - heapBefore, Core.Cache.Bytes - bytesBefore);

        ((double)estimated / heap).ShouldBeInRange(0.5, 2, $"{estimated} bytes were estimated, the heap has grown by {heap}");
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
