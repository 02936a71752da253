using PortfolioGraph.Upstream;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>Every failure of an upstream call has a counterpart among the failures of loads. There are two enumerations, because the server does not see the upstream's.</summary>
public sealed class RouteResultsTests
{
    public static TheoryData<UpstreamFailureKind> Kinds => [.. Enum.GetValues<UpstreamFailureKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Failed_Should_KeepTheKind_When_TheUpstreamCallFailed(UpstreamFailureKind kind) =>
        RouteResults.Failed(new UpstreamFailure(kind), Dataset.Tokens, null).Failure.Kind.ToString().ShouldBe(kind.ToString());

    [Fact]
    public void Kinds_Should_BeTheSame_When_TheEnumerationsAreCompared() =>
        Enum.GetNames<LoadFailureKind>().ShouldBe(Enum.GetNames<UpstreamFailureKind>(), ignoreOrder: true);
}
