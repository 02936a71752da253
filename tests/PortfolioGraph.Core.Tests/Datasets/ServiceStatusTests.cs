using System.Net;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Datasets;

public sealed class ServiceStatusTests : IDisposable
{
    private const string First = "v5.0/general/status";
    private const string Second = "v4/general/is_available";

    private readonly SteppedTimeProvider _time = new();
    private readonly StubUpstream _stub = new();

    public void Dispose() => _stub.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_Should_ReturnTheReportedStatus_When_TheServiceResponds(bool isAvailable)
    {
        _stub.Returns(First, $$"""{"result":{"is_available":{{(isAvailable ? "true" : "false")}}},"meta":null}""");
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Status.LoadOneAsync(Dataset.ServiceStatus, CancellationToken.None);

        result.Value.ShouldBe(new ServiceStatus(isAvailable, new Source(DataSourceState.Live, _time.GetUtcNow())));
        ShouldHaveRequested([First]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LoadAsync_Should_FallBackToTheOtherVersion_When_TheFirstIsGone(bool isAvailable)
    {
        _stub.ReturnsStatus(First, HttpStatusCode.NotFound).Returns(Second, isAvailable ? """{"result":true}""" : """{"result":false}""");
        using var core = CoreHost.Over(_stub, _time);

        var result = await core.Status.LoadOneAsync(Dataset.ServiceStatus, CancellationToken.None);

        result.Value!.IsAvailable.ShouldBe(isAvailable);
        ShouldHaveRequested([First, Second]);
    }

    [Fact]
    public async Task LoadAsync_Should_ReturnUnavailableUncached_When_NeitherVersionIsReachable()
    {
        _stub.ReturnsStatus(First, HttpStatusCode.ServiceUnavailable).ReturnsStatus(Second, HttpStatusCode.BadGateway);
        using var core = CoreHost.Over(_stub, _time);

        var down = await core.Status.LoadOneAsync(Dataset.ServiceStatus, CancellationToken.None);
        _stub.Returns(First, """{"result":{"is_available":true}}""");
        var up = await core.Status.LoadOneAsync(Dataset.ServiceStatus, CancellationToken.None);

        down.Value.ShouldBe(new ServiceStatus(false, new Source(DataSourceState.Live, _time.GetUtcNow())));
        up.Value!.IsAvailable.ShouldBeTrue();
        ShouldHaveRequested([First, First, First, Second, Second, Second, First]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, LoadFailureKind.Unauthorized)]
    [InlineData(HttpStatusCode.UnprocessableEntity, LoadFailureKind.Rejected)]
    public async Task LoadAsync_Should_Fail_When_TheServiceRejectsTheRequest(HttpStatusCode status, LoadFailureKind kind)
    {
        _stub.ReturnsStatus(First, status);
        using var core = CoreHost.Over(_stub, _time);

        (await core.Status.LoadOneAsync(Dataset.ServiceStatus, CancellationToken.None)).Failure.ShouldBe(new LoadFailure(kind, Dataset.ServiceStatus));
        ShouldHaveRequested([First]);
    }

    private void ShouldHaveRequested(IReadOnlyList<string> paths) => _stub.Requests.Select(r => r.Path.Replace("/portfolio/portfolio/", "", StringComparison.Ordinal)).ShouldBe(paths);
}
