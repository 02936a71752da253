using System.Net;
using System.Text.Json;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>The key is sent only to the configured address, in its header, and never exposed. Logs contain no wallet addresses.</summary>
public sealed class SecretTests
{
    private const string Endpoint = "v5.0/general/status";
    private const string Key = "SeCrEt0123456789abcdefSECRETKEY0";

    [Theory]
    [InlineData("401 echo")]
    [InlineData("500 echo")]
    [InlineData("429 echo")]
    [InlineData("200 echo")]
    [InlineData("header echo")]
    [InlineData("transport echo")]
    [InlineData("body echo")]
    public async Task GetAsync_Should_NotExposeTheKey_When_TheUpstreamEchoesIt(string fault)
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.Returns(Endpoint, fault switch
        {
            "401 echo" => StubResponse.Status(HttpStatusCode.Unauthorized, $"wrong key {Key}"),
            "500 echo" => StubResponse.Status(HttpStatusCode.InternalServerError, $"Traceback: Bearer {Key}"),
            "429 echo" => StubResponse.Status(HttpStatusCode.TooManyRequests, Key).With("Retry-After", Key),
            "200 echo" => StubResponse.Json("""{"result":{"is_available":true,"note":"KEY"}}""".Replace("KEY", Key)),
            "header echo" => StubResponse.Json("""{"result":{"is_available":true}}""").With("X-Request-Id", Key).With("X-Echo", Key),
            "transport echo" => StubResponse.Throw(() => new HttpRequestException($"cannot send {Key}", new InvalidOperationException(Key))),
            _ => StubResponse.Stream(() => new ScriptedStream("{"u8.ToArray(), new IOException(Key))),
        });

        var result = await harness.CompleteAsync(harness.V5.GetStatusAsync());

        JsonSerializer.Serialize(result).ShouldNotContain(Key, Case.Insensitive);
        harness.Logs.All.ShouldNotBeEmpty();
        harness.Logs.All.ShouldAllBe(line => !line.Contains(Key, StringComparison.OrdinalIgnoreCase));
        harness.Stub.Requests.ShouldAllBe(request => request.Authorization == $"Bearer {Key}" && !request.PathAndQuery.Contains(Key));
        harness.Stub.Requests.ShouldAllBe(request => request.Headers.Values.Count(value => value.Contains(Key)) == 1);
    }

    [Fact]
    public async Task GetAsync_Should_ReportAnInvalidResponse_When_TheDataContainsTheKey()
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.Returns("v5.0/general/report", StubResponse.Status(HttpStatusCode.OK, $"chain_id\n{Key}", "text/csv"));

        var result = await harness.CompleteAsync(harness.V5.GetReportAsync(One, WireTimeRange.OneYear, true));

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.InvalidResponse, 200));
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task GetAsync_Should_SendNoKey_When_NoneIsConfigured(string? key)
    {
        using var harness = key is null ? new UpstreamHarness() : new UpstreamHarness(("ApiKey", key));
        harness.Stub.Returns(Endpoint, """{"result":{"is_available":true}}""");

        await harness.V5.GetStatusAsync();

        harness.Stub.Requests.Single().Authorization.ShouldBeNull();
    }

    [Fact]
    public async Task GetAsync_Should_NotFollowTheRedirect_When_TheUpstreamRedirects()
    {
        await using var elsewhere = LoopbackServer.Returning("HTTP/1.1 200 OK\nContent-Length: 33\nConnection: close\n\n{\"result\":{\"is_available\":true}}  ");
        await using var server = LoopbackServer.Returning($"HTTP/1.1 307 Temporary Redirect\nLocation: {elsewhere.Address}\nContent-Length: 0\nConnection: close\n\n");
        using var harness = UpstreamHarness.OverLoopback(server.Address, ("ApiKey", Key));

        var result = await harness.V5.GetStatusAsync();

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Rejected, 307));
        server.Requests.ShouldBe(1);
        elsewhere.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task GetAsync_Should_LogOneLineWithoutAddresses_When_ACallIsMade()
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.Returns("v4/general/current_value", StubResponse.Json("""{"result":[]}""").With("X-Request-Id", "5b6f4f0e-6f4a"));

        await harness.V4.GetCurrentValueAsync(new AddressQuery([Vitalik, Other]));

        harness.Logs.All.ShouldAllBe(line => !line.Contains(Vitalik.Substring(2)) && !line.Contains("upstream.test"));
        var line = harness.Logs.OfCalls.ShouldHaveSingleItem();
        line.ShouldStartWith("Debug");
        line.ShouldContain("v4/general/current_value returned 200 in 0 ms for 2 addresses, request id 5b6f4f0e-6f4a");
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("<script>")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x")]
    public async Task GetAsync_Should_WithholdTheRequestId_When_ItIsUnsafe(string id)
    {
        using var harness = new UpstreamHarness();
        harness.Stub.Returns(Endpoint, StubResponse.Json("""{"result":{"is_available":true}}""").With("X-Request-Id", id));

        await harness.V5.GetStatusAsync();

        harness.Logs.OfCalls.ShouldHaveSingleItem().ShouldNotContain(id);
    }

    [Theory]
    [InlineData("hang", "was cancelled")]
    [InlineData("500", "failed as Unavailable with status 500")]
    [InlineData("dns", "NameResolutionError")]
    public async Task GetAsync_Should_LogTheFailure_When_AnAttemptFails(string fault, string text)
    {
        using var harness = new UpstreamHarness();
        using var cancellation = new CancellationTokenSource();
        harness.Stub.Returns(Endpoint, fault switch
        {
            "hang" => StubResponse.Hang(),
            "500" => StubResponse.Status(HttpStatusCode.InternalServerError),
            _ => StubResponse.Throw(() => new HttpRequestException(HttpRequestError.NameResolutionError, "upstream.test")),
        });

        var call = harness.V5.GetStatusAsync(ct: cancellation.Token);
        await harness.Stub.ReceivedAsync(1);
        if (fault == "hang")
        {
            await cancellation.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(call);
        }
        else
        {
            await harness.CompleteAsync(call);
        }

        harness.Logs.OfCalls.ShouldAllBe(line => line.StartsWith("Warning") && line.Contains(text) && !line.Contains("upstream.test"));
        harness.Logs.OfCalls.Count().ShouldBe(harness.Stub.Requests.Count);
    }
}
