using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ReportTests
{
    private const string Endpoint = "v5.0/general/report";
    private const string Csv = "chain_id,name\r\n1,\"=cmd|' /C calc'!A0\"\r\n";

    [Fact]
    public async Task LoadAsync_Should_ReturnTheCsvUnchanged_When_ColumnsAreArbitrary()
    {
        using var stub = new StubUpstream();
        stub.Returns(Endpoint, StubResponse.Status(HttpStatusCode.OK, Csv, "application/json"));
        using var core = CoreHost.Over(stub);
        ReportKey all = new(new Scope(Wallets.Owners(1, 2)), TimeRange.OneWeek, IncludeClosed: true), open = all with { IncludeClosed = false };

        var results = await core.Reports.LoadAsync([all, open], CancellationToken.None);
        var again = await core.Reports.LoadOneAsync(all, CancellationToken.None);

        results[all].Value.ShouldBe(new Report(new Scope(Wallets.Owners(1, 2)), TimeRange.OneWeek, true, Csv, results[all].Source!));
        results[open].Value!.IncludesClosed.ShouldBeFalse();
        again.Value!.Source.State.ShouldBe(DataSourceState.Cached);
        stub.Requests.Select(r => Wallets.Named(r.PathAndQuery)).ShouldBe(
        [
            $"{Endpoint}?addresses=w1&addresses=w2&timerange=1week&closed=true&closed_threshold=0",
            $"{Endpoint}?addresses=w1&addresses=w2&timerange=1week&closed=false&closed_threshold=0",
        ], ignoreOrder: true);
    }

    [Fact]
    public async Task LoadAsync_Should_Fail_When_TheOnlyRouteIsGone()
    {
        using var stub = new StubUpstream();
        stub.ReturnsStatus(Endpoint, HttpStatusCode.Gone);
        using var core = CoreHost.Over(stub);

        var result = await core.Reports.LoadOneAsync(new(Wallets.Scope(1), TimeRange.OneYear, true), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(LoadFailureKind.Rejected, Dataset.Report, Wallets.Owners(1)));
        stub.Requests.Count.ShouldBe(1);
    }
}
