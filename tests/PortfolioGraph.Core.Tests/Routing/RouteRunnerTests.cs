using Microsoft.Extensions.Options;
using PortfolioGraph.Testing;
using PortfolioGraph.Upstream.Configuration;

namespace PortfolioGraph.Core.Tests.Routing;

public sealed class RouteRunnerTests
{
    private static readonly LoadFailure Failure = new(LoadFailureKind.Timeout, Dataset.Tokens);

    private readonly SteppedTimeProvider _time = new();

    [Theory]
    [InlineData(1_900, 1)]
    [InlineData(1_999, 0)]
    [InlineData(2_000, 0)]
    public async Task ExecuteAsync_Should_MakeNoCall_When_NoResponseCouldArriveInTime(int elapsedMilliseconds, int expectedCalls)
    {
        var calls = 0;
        var route = new Route<string, string>(["fallback"], BatchSplit.Never, (_, _, _) =>
        {
            calls++;
            return Task.FromResult<RouteResult<string>>(new RouteFailure(Failure, false));
        });
        var runner = new RouteRunner(new ObservedCapabilities(), Options.Create(new UpstreamOptions { Timeout = TimeSpan.FromSeconds(2) }), _time);
        var state = runner.StartLoad().Add(["first"], Failure);
        _time.Advance(TimeSpan.FromMilliseconds(elapsedMilliseconds));

        (await runner.ExecuteAsync(route, "request", state, default, CancellationToken.None)).Failure.ShouldBe(Failure);

        calls.ShouldBe(expectedCalls);
    }
}
