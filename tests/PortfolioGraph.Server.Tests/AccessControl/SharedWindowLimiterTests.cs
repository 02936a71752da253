using System.Threading.RateLimiting;
using PortfolioGraph.Redis;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

public sealed class SharedWindowLimiterTests
{
    [Fact]
    public async Task IdleDuration_Should_BeNull_When_ARequestAwaitsTheCounter()
    {
        var counter = new StubCounter();
        using var limiter = new SharedWindowLimiter(counter, "client", new FixedWindowRateLimiterOptions { PermitLimit = 3, Window = TimeSpan.FromMinutes(1) });
        limiter.IdleDuration.ShouldNotBeNull();

        var request = limiter.AcquireAsync().AsTask();
        limiter.IdleDuration.ShouldBeNull("an idle limiter is disposed");
        counter.Reply.SetResult(new SharedRequestCount(false, 0, TimeSpan.FromSeconds(7)));
        using var lease = await request;

        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait).ShouldBeTrue();
        wait.ShouldBe(TimeSpan.FromSeconds(7));
        limiter.IdleDuration.ShouldNotBeNull();
    }

    private sealed class StubCounter : ISharedRequestCounter
    {
        public TaskCompletionSource<SharedRequestCount?> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask<SharedRequestCount?> CountAsync(string client, int limit, TimeSpan window) => await Reply.Task;
    }
}
