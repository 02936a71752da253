using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Watching;

/// <summary>The source stream of <c>portfolioChanged</c> takes a slot of the watch when it opens, and returns the slot however the reader ends.</summary>
public sealed class WatchedChangesTests
{
    private static readonly Address First = Parse("0x00a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    private static readonly Address Second = Parse("0x01a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");

    [Fact]
    public async Task WatchPortfolio_Should_TakeASlot_When_NothingIsReadYet()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        _ = OpenStream(graph, operation.Token);

        HasFreeSlot(graph).ShouldBeFalse();
    }

    [Fact]
    public async Task WatchPortfolio_Should_ReturnItsSlot_When_TheOperationIsCancelledBeforeTheFirstRead()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();
        _ = OpenStream(graph, operation.Token);

        await operation.CancelAsync();

        HasFreeSlot(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_ReturnItsSlot_When_TheOperationIsCancelledAlready()
    {
        await using var graph = await StartAsync();

        _ = OpenStream(graph, new CancellationToken(canceled: true));

        HasFreeSlot(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_ReturnItsSlot_When_TheReaderIsDisposedBeforeTheFirstEvent()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        await using (OpenStream(graph, operation.Token).GetAsyncEnumerator(operation.Token))
        {
            HasFreeSlot(graph).ShouldBeFalse();
        }

        HasFreeSlot(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_ReturnItsSlot_When_TheReaderIsDisposedAfterAnEvent()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        await using (var changes = OpenStream(graph, operation.Token).GetAsyncEnumerator(operation.Token))
        {
            (await changes.MoveNextAsync()).ShouldBeTrue();
            HasFreeSlot(graph).ShouldBeFalse();
            graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1"]);
        }

        HasFreeSlot(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_ThrowImmediately_When_NoSlotIsFree()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();
        _ = OpenStream(graph, operation.Token);

        var exception = Should.Throw<Exception>(() => OpenStream(graph, operation.Token, Second));

        exception.GetType().Name.ShouldBe("GraphQLException");
    }

    // With one slot, another portfolio can be watched only while the slot is free.
    private static Task<GraphServer> StartAsync() => GraphServer.StartAsync(new Dictionary<string, string> { ["Watch:MaxPortfolios"] = "1" });

    private static IAsyncEnumerable<PortfolioChange> OpenStream(GraphServer graph, CancellationToken operation, Address? address = null) => Subscription.WatchPortfolio(
        [address ?? First],
        graph.Services.GetRequiredService<AddressLimits>(),
        graph.Services.GetRequiredService<IPortfolioWatch>(),
        operation);

    private static bool HasFreeSlot(GraphServer graph)
    {
        using var other = graph.Services.GetRequiredService<IPortfolioWatch>().Subscribe(new Portfolio([Second]));
        return other is not null;
    }

    private static Address Parse(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
