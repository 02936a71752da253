using System.Globalization;
using PortfolioGraph.Upstream.V4;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>CONTRACT, "Envelope": all observed forms yield the same result and its age.</summary>
public sealed class EnvelopeTests : IDisposable
{
    private const string Endpoint = "v4/general/current_value";
    private const string Rows = """[{"address":"0xaa","value_usd":1.50}]""";

    private readonly UpstreamHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Theory]
    [InlineData(Rows)]
    [InlineData("""{"result":ROWS}""")]
    [InlineData("""{"result":ROWS,"meta":null}""")]
    [InlineData("""{"result":ROWS,"meta":{}}""")]
    [InlineData("""{"result":ROWS,"meta":{"cached_at":null,"system":null}}""")]
    [InlineData("""{"result":ROWS,"meta":{"cached_at":null,"system":{"click_time":0.18,"total_time":0.36},"data_issues":{"price_outliers":[]}}}""")]
    [InlineData("""{"result":ROWS,"system":{"click_time":0.22,"node_time":0.41}}""")]
    [InlineData("""{"meta":null,"unknown":[{"deep":[1,2,{"result":[7]}]}],"result":ROWS}""")]
    [InlineData("""{"result":[7],"result":ROWS}""")]
    [InlineData("""{"result":[{"address":"0xbb"}],"result":ROWS}""")]
    [InlineData("""  {"result" : [ {"value_usd" : 9, "value_usd" : 1.50, "address" : "0xaa", "extra" : {"address" : 1} } ] }  """)]
    public async Task GetAsync_Should_ReadTheRows_When_TheEnvelopeVaries(string body)
    {
        _harness.Stub.Returns(Endpoint, body.Replace("ROWS", Rows).Replace("ROW", Rows[1..^1]));

        var result = await _harness.V4.GetCurrentValueAsync(One);

        result.Response.ShouldNotBeNull().Result.ShouldBe([new V4AddressValue { Address = "0xaa", ValueUsd = new JsonNumber("1.50") }]);
    }

    [Fact]
    public async Task GetAsync_Should_SkipTheByteOrderMark_When_TheBodyHasOne()
    {
        _harness.Stub.Returns(Endpoint, StubResponse.Bytes([0xEF, 0xBB, 0xBF, .. "[]"u8]));

        (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"result":[]}""")]
    public async Task GetAsync_Should_ReturnAnEmptyList_When_NothingIsHeld(string body)
    {
        _harness.Stub.Returns(Endpoint, body);

        var result = await _harness.V4.GetCurrentValueAsync(One);

        result.Response.ShouldNotBeNull().Result.ShouldBeEmpty();
        result.Calls.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"result":[]}""")]
    [InlineData("""{"result":[],"meta":{"cached_at":null}}""")]
    public async Task GetAsync_Should_DateTheResponseByItsReceipt_When_ItWasComputedLive(string body)
    {
        _harness.Stub.Returns(Endpoint, body);

        var response = (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull();

        response.AsOf.ShouldBe(_harness.Time.GetUtcNow());
        response.FromUpstreamCache.ShouldBeFalse();
    }

    [Theory]
    [InlineData("1751371100", -100)]
    [InlineData("1751371100.75", -100)]
    [InlineData("0", -1751371200)]
    [InlineData("1751371200", 0)]
    [InlineData("1751371300", 0)]
    public async Task GetAsync_Should_DateTheResponseByCachedAt_When_TheUpstreamServedItFromItsCache(string cachedAt, long secondsFromNow)
    {
        _harness.Time.GetUtcNow().ToUnixTimeSeconds().ShouldBe(1751371200);
        _harness.Stub.Returns(Endpoint, """{"meta":{"system":{"cached_at":5},"cached_at":AGE},"result":[]}""".Replace("AGE", cachedAt));

        var response = (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull();

        response.AsOf.ShouldBe(_harness.Time.GetUtcNow().AddSeconds(secondsFromNow));
        response.FromUpstreamCache.ShouldBeTrue();
    }

    [Theory]
    [InlineData(600, -100)]
    [InlineData(-600, -100)]
    [InlineData(0, -100)]
    // The time of a response and the whole seconds of its header are no difference of clocks.
    [InlineData(20, -120)]
    public async Task GetAsync_Should_CountTheAgeByTheUpstreamsClock_When_TheClocksDiffer(int secondsAhead, int expected)
    {
        var upstreamNow = _harness.Time.GetUtcNow().AddSeconds(-secondsAhead);
        _harness.Stub.Returns(Endpoint, StubResponse
            .Json($$"""{"meta":{"cached_at":{{upstreamNow.AddSeconds(-100).ToUnixTimeSeconds()}}},"result":[]}""")
            .With("Date", upstreamNow.ToString("R", CultureInfo.InvariantCulture)));

        var response = (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull();

        response.AsOf.ShouldBe(_harness.Time.GetUtcNow().AddSeconds(expected));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("12.50")]
    [InlineData("1e-7")]
    [InlineData("1.23E+30")]
    [InlineData("2746515.5134213683")]
    [InlineData("0.1000000000000000055511151231257827021181583404541015625")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890")]
    [InlineData("1e400")]
    public async Task GetAsync_Should_KeepNumbersDigitForDigit_When_SizeAndFormatVary(string number)
    {
        _harness.Stub.Returns(Endpoint, """{"result":[{"address":"0xaa","value_usd":NUMBER}]}""".Replace("NUMBER", number));

        var row = (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result.Single();

        row.ValueUsd.ShouldBe(new JsonNumber(number));
        row.ValueUsd.ToString().ShouldBe(number);
    }

    [Theory]
    [InlineData("""{"result":[{"address":"0xaa","value_usd":null}]}""")]
    [InlineData("""{"result":[{"address":"0xaa"}]}""")]
    public async Task GetAsync_Should_ReturnNull_When_ANumberIsNullOrAbsent(string body)
    {
        _harness.Stub.Returns(Endpoint, body);

        (await _harness.V4.GetCurrentValueAsync(One)).Response.ShouldNotBeNull().Result.Single().ValueUsd.ShouldBeNull();
    }
}
