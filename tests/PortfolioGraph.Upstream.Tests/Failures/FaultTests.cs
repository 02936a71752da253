using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using PortfolioGraph.Upstream.V4;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;
using static PortfolioGraph.Upstream.UpstreamFailureKind;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>Each fault yields its kind of failure within its number of attempts, and the next call succeeds.</summary>
public sealed class FaultTests
{
    private const string Endpoint = "v4/general/current_value";
    private const string Good = """{"result":[{"address":"0xd8da6bf26964af9d7eed9e03e53415d37aa96045","value_usd":1}]}""";
    private const string Page = "<html><body>Bad Gateway</body></html>";

    private static readonly Dictionary<string, Func<StubResponse>> Faults = new()
    {
        ["429"] = () => StubResponse.Status(HttpStatusCode.TooManyRequests, "slow down", "text/plain"),
        ["401"] = () => StubResponse.Status(HttpStatusCode.Unauthorized),
        ["403"] = () => StubResponse.Status(HttpStatusCode.Forbidden),
        ["403 about the key"] = () => StubResponse.Status(HttpStatusCode.Forbidden, """{"error":"Forbidden","description":"This key may not call this method"}"""),
        ["403 page"] = () => StubResponse.Status(HttpStatusCode.Forbidden, Page, "text/html"),
        ["403 about an address"] = () => StubResponse.Status(HttpStatusCode.Forbidden, """{"error":"address is sanctioned"}"""),
        ["403 that breaks off"] = () => Forbidden("""{"error":"bad k""", new IOException("reset")),
        ["403 whose body does not come"] = () => Forbidden("""{"error":"bad k""", null),
        ["400"] = () => StubResponse.Status(HttpStatusCode.BadRequest, """{"error":"chain 534352 is not supported"}"""),
        ["404"] = () => StubResponse.Status(HttpStatusCode.NotFound, """{"detail":"Not Found"}"""),
        ["422"] = () => StubResponse.Status(HttpStatusCode.UnprocessableEntity, """{"detail":[]}"""),
        ["302"] = () => StubResponse.Status(HttpStatusCode.Found).With("Location", "https://elsewhere.test/"),
        ["500"] = () => StubResponse.Status(HttpStatusCode.InternalServerError),
        ["502 page"] = () => StubResponse.Status(HttpStatusCode.BadGateway, Page, "text/html"),
        ["503"] = () => StubResponse.Status(HttpStatusCode.ServiceUnavailable),
        ["504"] = () => StubResponse.Status(HttpStatusCode.GatewayTimeout),
        ["connection refused"] = () => StubResponse.Throw(() => new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused))),
        ["reset"] = StubResponse.Reset,
        ["dns"] = () => StubResponse.Throw(() => new HttpRequestException(HttpRequestError.NameResolutionError, "no such host")),
        ["tls"] = () => StubResponse.Throw(() => new HttpRequestException(HttpRequestError.SecureConnectionError, "tls", new AuthenticationException())),
        ["transport gives up"] = () => StubResponse.Throw(() => new TaskCanceledException()),
        ["reset within the body"] = () => Body("""{"result":[""", new IOException("reset", new SocketException((int)SocketError.ConnectionReset))),
        ["body ends early"] = () => Body("""{"result":[""", new HttpIOException(HttpRequestError.ResponseEnded)),
        ["damaged compression"] = () => Body("", new InvalidDataException()),
        ["malformed"] = () => StubResponse.Json("""{"result":[}"""),
        ["NaN"] = () => StubResponse.Json("""{"result":[{"address":"0x","value_usd":NaN}]}"""),
        ["two documents"] = () => StubResponse.Json(Good + Good),
        ["invalid UTF-8"] = () => StubResponse.Bytes([.. "{\"result\":[],\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8]),
        ["truncated"] = () => StubResponse.Json(Good[..40]),
        ["empty"] = () => StubResponse.Json(""),
        ["white space"] = () => StubResponse.Json("  \n"),
        ["null"] = () => StubResponse.Json("null"),
        ["page with 200"] = () => StubResponse.Status(HttpStatusCode.OK, Page, "text/html"),
        ["no content"] = () => StubResponse.Status(HttpStatusCode.NoContent),
        ["object for list"] = () => StubResponse.Json("""{"result":{"address":"0x","value_usd":1}}"""),
        ["result null"] = () => StubResponse.Json("""{"result":null,"meta":null}"""),
        ["result absent"] = () => StubResponse.Json("""{"detail":"nothing here"}"""),
        ["age not understood"] = () => StubResponse.Json("""{"result":[],"meta":{"cached_at":"yesterday"}}"""),
        ["age out of range"] = () => StubResponse.Json("""{"result":[],"meta":{"cached_at":1753488000000}}"""),
        ["a word"] = () => StubResponse.Json("\"ok\""),
        ["hang"] = StubResponse.Hang,
        ["slow drip"] = () => StubResponse.Stream(() => new ScriptedStream("""{"result":["""u8.ToArray(), null)),
    };

    [Theory]
    [InlineData("429", RateLimited, 429, 2)]
    [InlineData("401", Unauthorized, 401, 1)]
    [InlineData("403", UpstreamFailureKind.Forbidden, 403, 1)]
    [InlineData("403 about the key", Unauthorized, 403, 1)]
    [InlineData("403 page", UpstreamFailureKind.Forbidden, 403, 1)]
    [InlineData("403 about an address", UpstreamFailureKind.Forbidden, 403, 1)]
    [InlineData("403 that breaks off", UpstreamFailureKind.Forbidden, 403, 1)]
    [InlineData("403 whose body does not come", UpstreamFailureKind.Forbidden, 403, 1)]
    [InlineData("400", Rejected, 400, 1)]
    [InlineData("404", Rejected, 404, 1)]
    [InlineData("422", Rejected, 422, 1)]
    [InlineData("302", Rejected, 302, 1)]
    [InlineData("500", Unavailable, 500, 3)]
    [InlineData("502 page", Unavailable, 502, 3)]
    [InlineData("503", Unavailable, 503, 3)]
    [InlineData("504", Unavailable, 504, 3)]
    [InlineData("connection refused", Unavailable, null, 3)]
    [InlineData("reset", Unavailable, null, 3)]
    [InlineData("dns", Unavailable, null, 3)]
    [InlineData("tls", Unavailable, null, 3)]
    [InlineData("transport gives up", Unavailable, null, 3)]
    [InlineData("reset within the body", Unavailable, null, 3)]
    [InlineData("body ends early", InvalidResponse, 200, 2)]
    [InlineData("damaged compression", InvalidResponse, 200, 2)]
    [InlineData("malformed", InvalidResponse, 200, 2)]
    [InlineData("NaN", InvalidResponse, 200, 2)]
    [InlineData("two documents", InvalidResponse, 200, 2)]
    [InlineData("invalid UTF-8", InvalidResponse, 200, 2)]
    [InlineData("truncated", InvalidResponse, 200, 2)]
    [InlineData("empty", InvalidResponse, 200, 2)]
    [InlineData("white space", InvalidResponse, 200, 2)]
    [InlineData("null", InvalidResponse, 200, 2)]
    [InlineData("page with 200", InvalidResponse, 200, 2)]
    [InlineData("no content", InvalidResponse, 204, 2)]
    [InlineData("object for list", InvalidResponse, 200, 1)]
    [InlineData("result null", InvalidResponse, 200, 1)]
    [InlineData("result absent", InvalidResponse, 200, 1)]
    [InlineData("age not understood", InvalidResponse, 200, 1)]
    [InlineData("age out of range", InvalidResponse, 200, 1)]
    [InlineData("a word", InvalidResponse, 200, 1)]
    public async Task GetAsync_Should_ClassifyTheFault_When_ItPersists(string fault, UpstreamFailureKind kind, int? status, int calls)
    {
        // Arrange
        using var harness = new UpstreamHarness();
        harness.Stub.Returns(Endpoint, Faults[fault]());

        // Act
        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        // Assert
        result.Response.ShouldBeNull();
        result.Failure.ShouldNotBeNull();
        result.Failure.Kind.ShouldBe(kind);
        result.Failure.Status.ShouldBe(status);
        result.Calls.ShouldBe(calls);
        harness.Stub.Requests.Count.ShouldBe(calls);
        await ShouldSucceedAgainAsync(harness);
    }

    [Theory]
    [InlineData("429")]
    [InlineData("500")]
    [InlineData("503")]
    [InlineData("reset")]
    [InlineData("truncated")]
    [InlineData("page with 200")]
    public async Task GetAsync_Should_SucceedOnRetry_When_TheFaultIsTransient(string fault)
    {
        using var harness = new UpstreamHarness();
        harness.Stub.ReturnsInSequence(Endpoint, Faults[fault](), StubResponse.Json(Good));

        var result = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        result.Response.ShouldNotBeNull().Result.Count.ShouldBe(1);
        result.Failure.ShouldBeNull();
        result.Calls.ShouldBe(2);
        harness.Stub.Requests.Count.ShouldBe(2);
        harness.Time.Elapsed.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("slow drip")]
    public async Task GetAsync_Should_TimeOutTwice_When_NoCompleteResponseArrives(string fault)
    {
        using var harness = new UpstreamHarness(("Timeout", "00:00:30"), ("AttemptTimeout", "00:00:09"));
        harness.Stub.Returns(Endpoint, Faults[fault]());

        var call = harness.V4.GetCurrentValueAsync(One);
        await harness.Stub.ReceivedAsync(1);
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        await harness.Time.AdvanceUntilAsync(harness.Stub.ReceivedAsync(2), TimeSpan.FromSeconds(8));
        call.IsCompleted.ShouldBeFalse();
        harness.Time.Advance(TimeSpan.FromSeconds(9));
        var result = await call;

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Timeout));
        result.Calls.ShouldBe(2);
        harness.Time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        await ShouldSucceedAgainAsync(harness);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("slow drip")]
    public async Task GetAsync_Should_EndAtTheDeadline_When_AnAttemptWouldLastLonger(string fault)
    {
        using var harness = new UpstreamHarness(("Timeout", "00:00:12"), ("AttemptTimeout", "00:00:30"));
        harness.Stub.Returns(Endpoint, Faults[fault]());

        var call = harness.V4.GetCurrentValueAsync(One);
        await harness.Stub.ReceivedAsync(1);
        harness.Time.Advance(TimeSpan.FromSeconds(12) - TimeSpan.FromTicks(1));
        call.IsCompleted.ShouldBeFalse();
        harness.Time.Advance(TimeSpan.FromTicks(1));
        var result = await call;

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Timeout));
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("slow drip")]
    public async Task GetAsync_Should_Throw_When_TheCallIsCancelled(string fault)
    {
        using var harness = new UpstreamHarness();
        using var cancellation = new CancellationTokenSource();
        harness.Stub.Returns(Endpoint, Faults[fault]());

        var call = harness.V4.GetCurrentValueAsync(One, ct: cancellation.Token);
        await harness.Stub.ReceivedAsync(1);
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        harness.Stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetAsync_Should_SendNothing_When_TheTokenIsAlreadyCancelled()
    {
        using var harness = new UpstreamHarness();

        await Should.ThrowAsync<OperationCanceledException>(harness.V4.GetCurrentValueAsync(One, ct: new CancellationToken(true)));

        harness.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetAsync_Should_Throw_When_TheQueryHasNoAddress()
    {
        using var harness = new UpstreamHarness();

        await Should.ThrowAsync<ArgumentException>(() => harness.V4.GetCurrentValueAsync(new AddressQuery([])));

        harness.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetAsync_Should_BackOffTwice_When_ThreeAttemptsFail()
    {
        using var harness = new UpstreamHarness();
        harness.Stub.ReturnsStatus(Endpoint, HttpStatusCode.InternalServerError);

        await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        // Jitter varies each delay, so only the range of their sum is known.
        harness.Time.Elapsed.ShouldBeInRange(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
    }

    private static StubResponse Forbidden(string start, Exception? end) =>
        StubResponse.Stream(HttpStatusCode.Forbidden, () => new ScriptedStream(System.Text.Encoding.UTF8.GetBytes(start), end));

    private static StubResponse Body(string start, Exception end) =>
        StubResponse.Stream(() => new ScriptedStream(System.Text.Encoding.UTF8.GetBytes(start), end));

    private static async Task ShouldSucceedAgainAsync(UpstreamHarness harness)
    {
        harness.Stub.Returns(Endpoint, Good);

        var next = await harness.CompleteAsync(harness.V4.GetCurrentValueAsync(One));

        next.Response.ShouldNotBeNull().Result.ShouldBe([new V4AddressValue { Address = Vitalik, ValueUsd = new JsonNumber("1") }]);
        next.Calls.ShouldBe(1);
    }
}
