using System.Net;
using System.Text;
using PortfolioGraph.Upstream.Http;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Failures;

/// <summary>The reason for a 403: the key, an address, or neither. Its text must not be exposed.</summary>
public sealed class ForbiddenResponseTests
{
    private const string Check = "v5.0/general/address_check";
    private const string Key = "SeCrEt0123456789abcdefSECRETKEY0";

    private readonly SteppedTimeProvider _time = new();

    [Theory]
    [InlineData("""{"error":"Forbidden","description":"This key may not call this method","statusCode":403}""")]
    [InlineData("""{"error":"invalid api_key"}""")]
    [InlineData("""{"message":"Missing X-API-Key header"}""")]
    [InlineData("""{"message":"APIKEY not found"}""")]
    [InlineData("""{"detail":"Access token expired"}""")]
    [InlineData("""{"detail":"The token is invalid"}""")]
    [InlineData("""{"error":"Unauthorized"}""")]
    [InlineData("""{"message":"User is not authorized to access this resource"}""")]
    [InlineData("""{"error":{"code":7,"message":"Your plan does not include this endpoint"}}""")]
    [InlineData("""{"error":"A subscription is needed"}""")]
    [InlineData("""{"error":"Monthly quota exceeded"}""")]
    [InlineData("""{"error":"insufficient permissions"}""")]
    [InlineData("""{"detail":[{"msg":"bad api key"}]}""")]
    [InlineData("""{"error":"The key is not authorized for this address"}""")]
    [InlineData("""{"error":"address is sanctioned","description":"this key may not ask for it"}""")]
    public async Task ReadAsync_Should_BlameTheKey_When_TheBodyMentionsIt(string body) =>
        (await ReadAsync(body)).ShouldBe(new ForbiddenResponse(true, null));

    [Theory]
    [InlineData("""{"error":"address is sanctioned"}""", "address is sanctioned")]
    [InlineData("""{"error":"Sanctioned"}""", "Sanctioned")]
    [InlineData("""{"error":"Address is not authorized"}""", "Address is not authorized")]
    [InlineData("""{"detail":[{"loc":["query"],"msg":"address is sanctioned"}]}""", "address is sanctioned")]
    [InlineData("""{"error":"Forbidden","description":"Address is on the deny list"}""", "Address is on the deny list")]
    [InlineData("""{"detail":"blacklisted"}""", "blacklisted")]
    [InlineData("""{"message":"forbidden address"}""", "forbidden address")]
    [InlineData("""{"message":"This wallet is blocked"}""", "This wallet is blocked")]
    [InlineData("""{"message":"denied by OFAC screening"}""", "denied by OFAC screening")]
    [InlineData("""{"message":"Access to this address is denied"}""", "Access to this address is denied")]
    [InlineData("""{"error":{"message":"address not allowed"}}""", "address not allowed")]
    [InlineData("""{"error":"token holder on a blocklist"}""", "token holder on a blocklist")]
    public async Task ReadAsync_Should_ReturnTheDenial_When_TheBodyDeniesAnAddress(string body, string reason) =>
        (await ReadAsync(body)).ShouldBe(new ForbiddenResponse(false, reason));

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>403 Forbidden: your api key is blocked, address denied</body></html>")]
    [InlineData("address is sanctioned")]
    [InlineData("\"address is sanctioned\"")]
    [InlineData("[\"api key\"]")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"error":"Forbidden"}""")]
    [InlineData("""{"error":403}""")]
    [InlineData("""{"error":"Access denied"}""")]
    [InlineData("""{"error":"Request blocked"}""")]
    [InlineData("""{"error":"Sorry, you have been blocked"}""")]
    [InlineData("""{"error":"Your IP address 203.0.113.7 is blacklisted"}""")]
    [InlineData("""{"error":"IPs of this address range are blocked"}""")]
    [InlineData("""{"error":"Requests from sanctioned countries are denied"}""")]
    [InlineData("""{"error":"not allowed"}""")]
    [InlineData("""{"error":"monkey business, unplanned"}""")]
    [InlineData("""{"title":"bad api key"}""")]
    [InlineData("""{"detail":[{"msg":["api key"]}]}""")]
    [InlineData("""{"error":{"error":{"message":"api key"}}}""")]
    [InlineData("""{"error":"api key" oops""")]
    public async Task ReadAsync_Should_BlameNeitherKeyNorAddress_When_TheBodyNamesNeither(string body) =>
        (await ReadAsync(body)).ShouldBe(default);

    [Fact]
    public async Task ReadAsync_Should_BlameNeitherKeyNorAddress_When_TheBodyIsTooLong()
    {
        var text = $$"""{"error":"bad api key","filler":"{{new string('x', ForbiddenResponse.MaxBytes)}}"}""";
        using var endless = new EndlessStream();

        (await ReadAsync(text)).ShouldBe(default);
        (await ForbiddenResponse.ReadAsync(new StreamContent(endless), null, _time, CancellationToken.None)).ShouldBe(default);
        endless.BytesRead.ShouldBeLessThanOrEqualTo(16 * ForbiddenResponse.MaxBytes);
    }

    [Fact]
    public async Task ReadAsync_Should_GiveUpAfterASecond_When_TheBodyDoesNotArrive()
    {
        var reading = ForbiddenResponse.ReadAsync(new StreamContent(new ScriptedStream("{"u8.ToArray(), null)), null, _time, CancellationToken.None);

        await _time.AdvanceUntilAsync(reading, TimeSpan.FromSeconds(5));

        (await reading).ShouldBe(default);
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(1));
        _time.TimersSet.ShouldBe(0);
    }

    [Fact]
    public async Task ReadAsync_Should_Throw_When_TheAttemptIsCancelled()
    {
        using var attempt = new CancellationTokenSource();
        var reading = ForbiddenResponse.ReadAsync(new StreamContent(new ScriptedStream("{"u8.ToArray(), null)), null, _time, attempt.Token);

        await attempt.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
    }

    [Fact]
    public async Task CheckAddressesAsync_Should_ReturnTheDenial_When_A403DeniesTheAddress()
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.ReturnsStatus(Check, HttpStatusCode.Forbidden, """{"error":"address is sanctioned"}""");

        var result = await harness.V5.CheckAddressesAsync(One);

        result.Response.ShouldNotBeNull().Result.Denial.ShouldBe("address is sanctioned");
        result.Response.AsOf.ShouldBe(harness.Time.GetUtcNow());
        result.Calls.ShouldBe(1);
        harness.Logs.OfCalls.ShouldHaveSingleItem().ShouldContain("returned 403");
        harness.Logs.All.ShouldAllBe(line => !line.Contains("sanctioned"));
    }

    [Theory]
    [InlineData("""{"error":"Forbidden"}""", UpstreamFailureKind.Forbidden)]
    [InlineData("""{"error":"bad key"}""", UpstreamFailureKind.Unauthorized)]
    public async Task CheckAddressesAsync_Should_Fail_When_A403DeniesNoAddress(string body, UpstreamFailureKind kind)
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.ReturnsStatus(Check, HttpStatusCode.Forbidden, body);

        var result = await harness.V5.CheckAddressesAsync(One);

        result.Failure.ShouldBe(new UpstreamFailure(kind, 403));
        result.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task CheckAddressesAsync_Should_WithholdTheDenial_When_ItRepeatsTheKey()
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.ReturnsStatus(Check, HttpStatusCode.Forbidden, $$"""{"error":"address denied for {{Key}}"}""");

        var result = await harness.V5.CheckAddressesAsync(One);

        result.Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Unauthorized, 403));
        harness.Logs.All.ShouldAllBe(line => !line.Contains(Key, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task GetCurrentValueAsync_Should_Fail_When_A403DeniesTheAddress()
    {
        using var harness = new UpstreamHarness(("ApiKey", Key));
        harness.Stub.ReturnsStatus("v5.0/general/current_value", HttpStatusCode.Forbidden, """{"error":"address is sanctioned"}""");

        (await harness.V5.GetCurrentValueAsync(One)).Failure.ShouldBe(new UpstreamFailure(UpstreamFailureKind.Forbidden, 403));
        harness.Logs.All.ShouldAllBe(line => !line.Contains("sanctioned"));
    }

    private Task<ForbiddenResponse> ReadAsync(string body) =>
        ForbiddenResponse.ReadAsync(new ByteArrayContent(Encoding.UTF8.GetBytes(body)), Encoding.ASCII.GetBytes(Key), _time, CancellationToken.None);
}
