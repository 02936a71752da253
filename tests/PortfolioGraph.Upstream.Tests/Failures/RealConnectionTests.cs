using System.Net;
using System.Net.Sockets;
using PortfolioGraph.Upstream.RateLimiting;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;
using static PortfolioGraph.Upstream.UpstreamFailureKind;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>Faults of real connections over loopback, with the production handler.</summary>
public sealed class RealConnectionTests
{
    private const string Good = """{"result":[{"address":"0xaa","value_usd":1}]}""";

    [Fact]
    public async Task GetAsync_Should_Succeed_When_TheServerIsHealthy()
    {
        await using var server = LoopbackServer.Returning($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        using var harness = OverLoopback(server.Address);

        var result = await harness.V4.GetCurrentValueAsync(One);

        result.Response.ShouldNotBeNull().Result.Single().Address.ShouldBe("0xaa");
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_CountTheIntervalFromTheSend_When_AConnectionIsOpenedFirst()
    {
        await using var server = LoopbackServer.Returning($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamHarness? harness = null;
        using (harness = OverLoopback(server.Address, () => harness!.Time.Advance(TimeSpan.FromMilliseconds(600)), ("CallsPerSecond", "1")))
        {
            var start = harness.AdvanceToFirstPermit();

            (await harness.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            harness.Time.Elapsed.ShouldBe(start + TimeSpan.FromMilliseconds(600));
            harness.RateLimiter.Current.ResetAt.ShouldBe(harness.Time.GetUtcNow().AddSeconds(1));
        }
    }

    [Fact]
    public async Task GetAsync_Should_BlockOtherCalls_When_OneIsStillBeingSent()
    {
        await using var server = LoopbackServer.Returning($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamHarness? harness = null;
        CallPermit? next = null;
        using (harness = OverLoopback(server.Address, OpenSlowly, ("CallsPerSecond", "1")))
        {
            harness.AdvanceToFirstPermit();

            (await harness.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            next.ShouldNotBeNull().State.ShouldBe(CallPermitState.Waiting);
            harness.Time.Advance(TimeSpan.FromSeconds(1));
            next.State.ShouldBe(CallPermitState.Granted);
        }

        void OpenSlowly()
        {
            next = harness!.RateLimiter.Request(CallerInfo.Unknown);
            harness.Time.Advance(TimeSpan.FromSeconds(1.9));
            next.State.ShouldBe(CallPermitState.Waiting);
        }
    }

    [Fact]
    public async Task GetAsync_Should_UnblockOtherCalls_When_SendingOneTimesOut()
    {
        await using var server = LoopbackServer.Returning($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamHarness? harness = null;
        CallPermit? next = null;
        using (harness = OverLoopback(server.Address, OpenForTooLong, ("CallsPerSecond", "1")))
        {
            harness.AdvanceToFirstPermit();

            (await harness.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            next.ShouldNotBeNull().State.ShouldBe(CallPermitState.Used);
        }

        void OpenForTooLong()
        {
            next = harness!.RateLimiter.Request(CallerInfo.Unknown);
            harness.Time.Advance(TimeSpan.FromSeconds(2));
            harness.RateLimiter.Request(CallerInfo.Unknown).State.ShouldBe(CallPermitState.Waiting);
            next.TryUse().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task GetAsync_Should_ReportUnavailable_When_TheConnectionIsRefused()
    {
        using var harness = OverLoopback(UnusedAddress("http"));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
        harness.Logs.OfCalls.ShouldAllBe(line => line.Contains("ConnectionError") && !line.Contains("127.0.0.1"));
    }

    [Fact]
    public async Task GetAsync_Should_ReportUnavailable_When_TheServerDoesNotSpeakTls()
    {
        await using var server = LoopbackServer.Returning("HTTP/1.1 400 Bad Request\nConnection: close\n\n", readsHead: false);
        using var harness = OverLoopback(new UriBuilder(server.Address) { Scheme = "https" }.Uri);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 500\nConnection: close\n\n{\"result\":[")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nConnection: close\n\n5\r\n[\"abc\r\n")]
    [InlineData("HTTP/1.1 200 OK\nConnection: close\n\n{\"result\":[")]
    [InlineData("HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\nthis is not gzip")]
    [InlineData("HTTP/1.1 200 OK\nContent-Encoding: br\nConnection: close\n\nthis is not compressed at all, but some page of a gateway")]
    public async Task GetAsync_Should_ReportAnInvalidResponse_When_TheBodyIsTruncatedOrCorrupted(string raw)
    {
        await using var server = LoopbackServer.Returning(raw);
        using var harness = OverLoopback(server.Address);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(InvalidResponse, 200));
        result.Calls.ShouldBe(2);
        server.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not HTTP\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Le")]
    public async Task GetAsync_Should_ReportUnavailable_When_NoValidResponseHeadArrives(string raw)
    {
        await using var server = LoopbackServer.Returning(raw);
        using var harness = OverLoopback(server.Address);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
        server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_Should_SendEachAttemptOnce_When_TheServerClosesAReusedConnection()
    {
        var ignoredBytes = 0;
        await using var server = new LoopbackServer(async stream =>
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n{Good}"));
            // The next request on the first connection is read but gets no response.
            if (ignoredBytes == 0)
                ignoredBytes = await stream.ReadAsync(new byte[4096]);
        });
        using var harness = OverLoopback(server.Address);

        (await harness.V4.GetCurrentValueAsync(One)).Calls.ShouldBe(1);
        var again = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        again.Response.ShouldNotBeNull().Result.Single().Address.ShouldBe("0xaa");
        again.Calls.ShouldBe(2);
        server.Requests.ShouldBe(2);
        ignoredBytes.ShouldBePositive();
    }

    [Fact]
    public async Task GetAsync_Should_ReportUnavailable_When_TheConnectionIsReset()
    {
        await using var server = LoopbackServer.Returning("HTTP/1.1 200 OK\nContent-Length: 500\n\n{", resets: true);
        using var harness = OverLoopback(server.Address);

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldNotBeNull().Kind.ShouldBe(Unavailable);
        result.Calls.ShouldBe(3);
    }

    private static Uri UnusedAddress(string scheme)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/portfolio/portfolio");
    }
}
