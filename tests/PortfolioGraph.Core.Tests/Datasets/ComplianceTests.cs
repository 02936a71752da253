using System.Net;
using PortfolioGraph.Core.Tests.Stubs;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ComplianceTests
{
    private const string Endpoint = "v5.0/general/address_check";

    [Fact]
    public async Task LoadAsync_Should_CheckEachAddressSeparately_When_SeveralAreRequested()
    {
        using var stub = new StubUpstream();
        stub.Returns(Endpoint, request => $$"""{"result":[{"address":"{{request.PathAndQuery.Split("addresses=")[1][..42]}}","is_allowed":{{(request.PathAndQuery.Contains(Wallets.Lower(2), StringComparison.Ordinal) ? "false" : "true")}}}]}""");
        using var core = CoreHost.Over(stub);

        var results = await core.Compliance.LoadAsync([new(Wallets.Address(1)), new(Wallets.Address(2))], CancellationToken.None);

        results[new(Wallets.Address(1))].Value!.Verdict.ShouldBe(ComplianceVerdict.Allowed);
        results[new(Wallets.Address(2))].Value!.Verdict.ShouldBe(ComplianceVerdict.Denied);
        stub.Requests.Select(r => Wallets.Named(r.PathAndQuery)).ShouldBe([$"{Endpoint}?addresses=w1&use_cache=true", $"{Endpoint}?addresses=w2&use_cache=true"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden, LoadFailureKind.Forbidden)]
    [InlineData(HttpStatusCode.NotFound, LoadFailureKind.Rejected)]
    public async Task LoadAsync_Should_Fail_When_TheUpstreamRejectsTheRequest(HttpStatusCode status, LoadFailureKind kind)
    {
        using var stub = new StubUpstream();
        stub.ReturnsStatus(Endpoint, status);
        using var core = CoreHost.Over(stub);

        var result = await core.Compliance.LoadOneAsync(new(Wallets.Address(1)), CancellationToken.None);

        result.Failure.ShouldBe(new LoadFailure(kind, Dataset.Compliance, Wallets.Owners(1)));
        stub.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"error":"address is sanctioned"}""", "address is sanctioned")]
    [InlineData("""{"error":"Forbidden","description":"This wallet is on the deny list"}""", "This wallet is on the deny list")]
    public async Task LoadAsync_Should_ReturnDeniedWithTheReason_When_TheUpstreamRejectsTheAddress(string body, string reason)
    {
        using var stub = new StubUpstream();
        stub.ReturnsStatus(Endpoint, HttpStatusCode.Forbidden, body);
        using var core = CoreHost.Over(stub);

        var check = (await core.Compliance.LoadOneAsync(new(Wallets.Address(1)), CancellationToken.None)).Value!;
        var again = (await core.Compliance.LoadOneAsync(new(Wallets.Address(1)), CancellationToken.None)).Value!;

        (check.Verdict, check.Reason, check.Source.State).ShouldBe((ComplianceVerdict.Denied, reason, DataSourceState.Live));
        (again.Verdict, again.Reason, again.Source.State).ShouldBe((ComplianceVerdict.Denied, reason, DataSourceState.Cached));
        core.Health.KeyWasRejected.ShouldBeFalse();
        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task LoadAsync_Should_TruncateTheReason_When_ItIsLong()
    {
        using var stub = new StubUpstream();
        stub.ReturnsStatus(Endpoint, HttpStatusCode.Forbidden, $$"""{"error":"address is sanctioned {{new string('x', 3000)}}"}""");
        using var core = CoreHost.Over(stub);

        var check = (await core.Compliance.LoadOneAsync(new(Wallets.Address(1)), CancellationToken.None)).Value!;

        check.Verdict.ShouldBe(ComplianceVerdict.Denied);
        check.Reason!.Length.ShouldBe(500);
    }
}
