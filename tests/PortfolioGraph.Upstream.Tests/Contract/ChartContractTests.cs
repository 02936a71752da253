using System.Text;
using static PortfolioGraph.Upstream.Tests.UpstreamHarness;

namespace PortfolioGraph.Upstream.Tests.Contract;

/// <summary>CONTRACT, "v5 general/chart", "v4 general/value_chart" and, for the meta, "Envelope". Both versions return the same format, so each case is tested with both.</summary>
public sealed class ChartContractTests : IDisposable
{
    private const string Points = """[{"timestamp":1753401600,"value_usd":8811.42},null,{"value_usd":null,"timestamp":4294967295,"extra":[1]},{"timestamp":null,"value_usd":-1}]""";

    private readonly UpstreamHarness _harness = new();

    public static TheoryData<int, string, string?> Envelopes => new MatrixTheoryData(
        (Points, null),
        ("""{"result":POINTS}""", null),
        ("""{"result":POINTS,"meta":null}""", null),
        ("""{"result":POINTS,"meta":{"cached_at":null}}""", null),
        ("""{"result":POINTS,"meta":{"data_issues":null}}""", null),
        ("""{"result":POINTS,"system":{"data_issues":{"price_outliers":[]}}}""", null),
        ("""{"result":POINTS,"meta":{"system":null,"data_issues":{"price_outliers":[]}}}""", """{"price_outliers":[]}"""),
        ("""{"meta":{"data_issues":{"price_outliers":[{"chain":1,"t":"0xaa"}],"gaps":7},"cached_at":1751371200},"result":POINTS,"other":{"meta":[]}}""", """{"price_outliers":[{"chain":1,"t":"0xaa"}],"gaps":7}"""),
        ("""{"result":POINTS,"meta":{"data_issues":"many"}}""", "\"many\""));

    public void Dispose() => _harness.Dispose();

    [Theory]
    [MemberData(nameof(Envelopes))]
    public async Task GetChartAsync_Should_ReadPointsAndIssues_When_TheEnvelopeVaries(int version, string body, string? issues)
    {
        Stub(version, StubResponse.Json(body.Replace("POINTS", Points)));

        var chart = (await GetAsync(version, One)).Response.ShouldNotBeNull().Result;

        chart.Points.ShouldBe(
        [
            new WireChartPoint { Timestamp = 1753401600, ValueUsd = new("8811.42") },
            new WireChartPoint(),
            new WireChartPoint { Timestamp = 4294967295 },
            new WireChartPoint { ValueUsd = new("-1") },
        ]);
        chart.DataIssues?.GetRawText().ShouldBe(issues);
        (chart.DataIssues is null).ShouldBe(issues is null);
        _harness.Stub.Requests.Single().PathAndQuery.ShouldBe($"/portfolio/portfolio/{Endpoint(version)}?addresses={Vitalik}&use_cache=true&timerange=1week");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task GetChartAsync_Should_ReportItsAge_When_TheUpstreamServedItFromItsCache(int version)
    {
        var stored = _harness.Time.GetUtcNow() - TimeSpan.FromHours(1);
        Stub(version, StubResponse.Bytes([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"result":[],"meta":{"cached_at":{{stored.ToUnixTimeSeconds()}},"data_issues":{} } }""")]));

        var response = (await GetAsync(version, new AddressQuery([Vitalik, Other], ChainId: 1))).Response.ShouldNotBeNull();

        response.AsOf.ShouldBe(stored);
        response.FromUpstreamCache.ShouldBeTrue();
        response.Result.DataIssues?.GetRawText().ShouldBe("{}");
        _harness.Stub.Requests.Single().PathAndQuery.ShouldBe($"/portfolio/portfolio/{Endpoint(version)}?addresses={Vitalik}&addresses={Other}&chain_id=1&use_cache=true&timerange=1week");
    }

    [Theory]
    [InlineData("""{"result":null}""")]
    [InlineData("""{"result":{"timestamp":1}}""")]
    [InlineData("""{"result":[],"meta":[]}""")]
    public async Task GetChartAsync_Should_ReportAnInvalidResponse_When_TheShapeIsUnexpected(string body)
    {
        foreach (var version in (int[])[4, 5])
        {
            Stub(version, StubResponse.Json(body));

            (await GetAsync(version, One)).Failure.ShouldNotBeNull().Kind.ShouldBe(UpstreamFailureKind.InvalidResponse);
        }
    }

    private static string Endpoint(int version) => version == 4 ? "v4/general/value_chart" : "v5.0/general/chart";

    private void Stub(int version, StubResponse response) => _harness.Stub.Returns(Endpoint(version), response);

    private Task<UpstreamResult<WireChart>> GetAsync(int version, AddressQuery query) =>
        version == 4 ? _harness.V4.GetValueChartAsync(query, WireTimeRange.OneWeek) : _harness.V5.GetChartAsync(query, WireTimeRange.OneWeek);

    /// <summary>Theory data with each case for both versions.</summary>
    private sealed class MatrixTheoryData : TheoryData<int, string, string?>
    {
        public MatrixTheoryData(params (string Body, string? Issues)[] cases)
        {
            foreach (var (body, issues) in cases)
            {
                Add(4, body, issues);
                Add(5, body, issues);
            }
        }
    }
}
