using System.Net;
using System.Net.Sockets;
using static PortfolioGraph.Upstream.Tests.UpstreamBench;
using static PortfolioGraph.Upstream.UpstreamFailureKind;

namespace PortfolioGraph.Upstream.Tests.Trouble;

/// <summary>Faults as the operating system and the real handler show them, over loopback.</summary>
public sealed class RealConnectionTests
{
    private const string Good = """{"result":[{"address":"0xaa","value_usd":1}]}""";

    [Fact]
    public async Task GetAsync_Should_Answer_When_TheServerIsSound()
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        using var bench = OverLoopback(server.Address);

        var result = await bench.V4.GetCurrentValueAsync(One);

        result.Response.ShouldNotBeNull().Result.Single().Address.ShouldBe("0xaa");
        server.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_CountFromTheRequestsDeparture_When_AConnectionIsOpenedFirst()
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamBench? bench = null;
        using (bench = OverLoopback(server.Address, () => bench!.Time.Advance(TimeSpan.FromMilliseconds(600)), ("CallsPerSecond", "1")))
        {
            var start = bench.LetTheBudgetFill();

            (await bench.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            bench.Time.Elapsed.ShouldBe(start + TimeSpan.FromMilliseconds(600));
            bench.Budget.Current.ResetAt.ShouldBe(bench.Time.GetUtcNow().AddSeconds(1));
        }
    }

    [Fact]
    public async Task GetAsync_Should_LetNoOtherGo_When_OneIsHeldUpOnItsWay()
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamBench? bench = null;
        CallPermit? next = null;
        using (bench = OverLoopback(server.Address, OpenSlowly, ("CallsPerSecond", "1")))
        {
            bench.LetTheBudgetFill();

            (await bench.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            next.ShouldNotBeNull().State.ShouldBe(CallPermitState.Waiting);
            bench.Time.Advance(TimeSpan.FromSeconds(1));
            next.State.ShouldBe(CallPermitState.Granted);
        }

        void OpenSlowly()
        {
            next = bench!.Budget.Request(CallerInfo.Unknown);
            bench.Time.Advance(TimeSpan.FromSeconds(1.9));
            next.State.ShouldBe(CallPermitState.Waiting);
        }
    }

    [Fact]
    public async Task GetAsync_Should_LetOthersGo_When_OneIsLostOnItsWay()
    {
        await using var server = LoopbackServer.Answering($"HTTP/1.1 200 OK\nContent-Length: {Good.Length}\nConnection: close\n\n{Good}");
        UpstreamBench? bench = null;
        CallPermit? next = null;
        using (bench = OverLoopback(server.Address, OpenForTooLong, ("CallsPerSecond", "1")))
        {
            bench.LetTheBudgetFill();

            (await bench.V4.GetCurrentValueAsync(One)).IsSuccess.ShouldBeTrue();

            next.ShouldNotBeNull().State.ShouldBe(CallPermitState.Used);
        }

        void OpenForTooLong()
        {
            next = bench!.Budget.Request(CallerInfo.Unknown);
            bench.Time.Advance(TimeSpan.FromSeconds(2));
            bench.Budget.Request(CallerInfo.Unknown).State.ShouldBe(CallPermitState.Waiting);
            next.TryUse().ShouldBeTrue();
        }
    }

    [Fact]
    public async Task GetAsync_Should_SayUnavailable_When_NobodyListens()
    {
        using var bench = OverLoopback(UnusedAddress("http"));

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
        bench.Logs.OfCalls.ShouldAllBe(line => line.Contains("ConnectionError") && !line.Contains("127.0.0.1"));
    }

    [Fact]
    public async Task GetAsync_Should_SayUnavailable_When_TheServerSpeaksNoTls()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 400 Bad Request\nConnection: close\n\n", readsHead: false);
        using var bench = OverLoopback(new UriBuilder(server.Address) { Scheme = "https" }.Uri);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 500\nConnection: close\n\n{\"result\":[")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nConnection: close\n\n5\r\n[\"abc\r\n")]
    [InlineData("HTTP/1.1 200 OK\nConnection: close\n\n{\"result\":[")]
    [InlineData("HTTP/1.1 200 OK\nContent-Encoding: gzip\nConnection: close\n\nthis is not gzip")]
    public async Task GetAsync_Should_SayBadAnswer_When_TheBodyIsCutOrDamaged(string raw)
    {
        await using var server = LoopbackServer.Answering(raw);
        using var bench = OverLoopback(server.Address);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(InvalidResponse, 200));
        result.Calls.ShouldBe(2);
        server.Requests.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not HTTP\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Le")]
    public async Task GetAsync_Should_SayUnavailable_When_NoHeadOfAnAnswerComes(string raw)
    {
        await using var server = LoopbackServer.Answering(raw);
        using var bench = OverLoopback(server.Address);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        result.Failure.ShouldBe(new UpstreamFailure(Unavailable));
        result.Calls.ShouldBe(3);
        server.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task GetAsync_Should_SendEveryAttemptOnce_When_TheServerHangsUpOnAConnectionThatAnswered()
    {
        var unanswered = 0;
        await using var server = new LoopbackServer(async stream =>
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Good.Length}\r\n\r\n{Good}"));
            // The next request on the first connection is read and not answered.
            if (unanswered == 0)
                unanswered = await stream.ReadAsync(new byte[4096]);
        });
        using var bench = OverLoopback(server.Address);

        (await bench.V4.GetCurrentValueAsync(One)).Calls.ShouldBe(1);
        var again = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

        again.Response.ShouldNotBeNull().Result.Single().Address.ShouldBe("0xaa");
        again.Calls.ShouldBe(2);
        server.Requests.ShouldBe(2);
        unanswered.ShouldBePositive();
    }

    [Fact]
    public async Task GetAsync_Should_SayUnavailable_When_TheConnectionIsReset()
    {
        await using var server = LoopbackServer.Answering("HTTP/1.1 200 OK\nContent-Length: 500\n\n{", resets: true);
        using var bench = OverLoopback(server.Address);

        var result = await bench.EndOf(bench.V4.GetCurrentValueAsync(One));

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
