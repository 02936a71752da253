using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Core;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Types;
using PortfolioGraph.Server.Types.Holdings;

namespace PortfolioGraph.Server.Tests.Watching;

/// <summary>The source stream of portfolioChanged takes its place in the watch when it is opened, and gives it back however its reading ends.</summary>
public sealed class WatchedChangesTests
{
    private static readonly Address First = Parse("0x00a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
    private static readonly Address Second = Parse("0x01a1bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");

    [Fact]
    public async Task WatchPortfolio_Should_TakeItsPlace_When_NothingIsReadYet()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        _ = Open(graph, operation.Token);

        IsFree(graph).ShouldBeFalse();
    }

    [Fact]
    public async Task WatchPortfolio_Should_GiveItsPlaceBack_When_TheOperationIsCancelledAndNothingWasRead()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();
        _ = Open(graph, operation.Token);

        await operation.CancelAsync();

        IsFree(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_GiveItsPlaceBack_When_TheOperationIsCancelledAlready()
    {
        await using var graph = await StartAsync();

        _ = Open(graph, new CancellationToken(canceled: true));

        IsFree(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_GiveItsPlaceBack_When_TheReadingEndsBeforeTheFirstEvent()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        await using (Open(graph, operation.Token).GetAsyncEnumerator(operation.Token))
        {
            IsFree(graph).ShouldBeFalse();
        }

        IsFree(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_GiveItsPlaceBack_When_TheReadingEndsAfterAnEvent()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();

        await using (var changes = Open(graph, operation.Token).GetAsyncEnumerator(operation.Token))
        {
            (await changes.MoveNextAsync()).ShouldBeTrue();
            IsFree(graph).ShouldBeFalse();
            graph.Calls.ShouldBe(["v5.0/general/current_value addresses=00a1"]);
        }

        IsFree(graph).ShouldBeTrue();
    }

    [Fact]
    public async Task WatchPortfolio_Should_RefuseAtOnce_When_NoPlaceIsFree()
    {
        await using var graph = await StartAsync();
        using var operation = new CancellationTokenSource();
        _ = Open(graph, operation.Token);

        var refusal = Should.Throw<Exception>(() => Open(graph, operation.Token, Second));

        refusal.GetType().Name.ShouldBe("GraphQLException");
    }

    // One place: whether it is free shows in whether another portfolio can be watched.
    private static Task<GraphServer> StartAsync() => GraphServer.StartAsync(new Dictionary<string, string> { ["Watch:MaxPortfolios"] = "1" });

    private static IAsyncEnumerable<PortfolioChange> Open(GraphServer graph, CancellationToken operation, Address? address = null) => Subscription.WatchPortfolio(
        [address ?? First],
        graph.Services.GetRequiredService<AddressLimits>(),
        graph.Services.GetRequiredService<IPortfolioWatch>(),
        operation);

    private static bool IsFree(GraphServer graph)
    {
        using var other = graph.Services.GetRequiredService<IPortfolioWatch>().Subscribe(new Portfolio([Second]));
        return other is not null;
    }

    private static Address Parse(string text) => Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
