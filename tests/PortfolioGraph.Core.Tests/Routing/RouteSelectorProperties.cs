using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>The selected route covers the most facets with the fewest calls, in table order, and never uses a failed endpoint.</summary>
public sealed class RouteSelectorProperties
{
    private static readonly string[] Endpoints = ["a", "b", "c", "d", "e"];

    private static readonly Gen<HoldingFacets> SomeFacets = Gen.Choose(0, 31).Select(set => (HoldingFacets)set);

    private static readonly Gen<Route<string, string>> SomeRoute =
        from endpoints in Gen.SubListOf(Endpoints).Where(list => list.Count is > 0 and < 4)
        from facets in SomeFacets
        select new Route<string, string>([.. endpoints], BatchSplit.Never, (_, _, _) => throw new NotSupportedException()) { Facets = facets };

    private static readonly Arbitrary<(Route<string, string>[] Routes, HoldingFacets Requested, HashSet<string> Failed)> Cases =
        (from routes in SomeRoute.ListOf().Resize(6)
         from requested in SomeFacets
         from failed in Gen.SubListOf(Endpoints)
         select (routes.ToArray(), requested, failed.ToHashSet())).ToArbitrary();

    [Fact]
    public void Select_Should_CoverTheMostWithTheFewestCalls_When_SomeEndpointsFailed() =>
        Prop.ForAll(Cases, c =>
        {
            var candidates = c.Routes.Where(route => !route.Endpoints.Any(c.Failed.Contains)).ToList();

            var selected = RouteSelector.Select(c.Routes, c.Requested, c.Failed);

            return selected is null
                ? candidates.Count == 0
                : candidates.Contains(selected) && candidates.All(other =>
                    Covered(selected, c.Requested) > Covered(other, c.Requested)
                    || (Covered(selected, c.Requested) == Covered(other, c.Requested) && selected.Endpoints.Count < other.Endpoints.Count)
                    || (Covered(selected, c.Requested) == Covered(other, c.Requested) && selected.Endpoints.Count == other.Endpoints.Count && candidates.IndexOf(selected) <= candidates.IndexOf(other)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SelectForMissing_Should_CoverAMissingFacet_When_ItSelectsARoute() =>
        Prop.ForAll(Cases, c =>
        {
            var selected = RouteSelector.SelectForMissing(c.Routes, c.Requested, c.Failed);

            return selected is null
                ? c.Routes.All(route => Covered(route, c.Requested) == 0 || route.Endpoints.Any(c.Failed.Contains))
                : Covered(selected, c.Requested) > 0 && !selected.Endpoints.Any(c.Failed.Contains);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(HoldingFacets.None, "v4 overview/protocols/details")]
    [InlineData(HoldingFacets.ProfitAndLoss, "v4 overview/protocols/details")]
    [InlineData(HoldingFacets.ProfitAndLoss | HoldingFacets.Closed, "v4 overview/protocols/details")]
    [InlineData(HoldingFacets.Locks, "v5 protocols/snapshot")]
    [InlineData(HoldingFacets.ProfitAndLoss | HoldingFacets.Locks, "v5 protocols/snapshot, v5 protocols/metrics")]
    [InlineData(HoldingFacets.Economics, "v5 protocols/snapshot, v5 protocols/metrics")]
    [InlineData(HoldingFacets.Locks | HoldingFacets.Closed, "v5 protocols/snapshot, v4 overview/protocols/details")]
    [InlineData(HoldingFacets.Economics | HoldingFacets.Closed, "v5 protocols/snapshot, v5 protocols/metrics, v4 overview/protocols/details")]
    public void Select_Should_ReturnTheDocumentedRoute_When_PositionsAreRequested(HoldingFacets requested, string endpoints)
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);

        string.Join(", ", RouteSelector.Select(core.Routes.Positions, requested, new HashSet<string>())!.Endpoints).ShouldBe(endpoints);
    }

    [Theory]
    [InlineData(HoldingFacets.None, "v4 overview/erc20/details", "v5 tokens/snapshot")]
    [InlineData(HoldingFacets.ProfitAndLoss, "v4 overview/erc20/details", "v5 tokens/snapshot, v5 tokens/metrics")]
    [InlineData(HoldingFacets.Closed, "v4 overview/erc20/details", "v5 tokens/snapshot")]
    [InlineData(HoldingFacets.Decimals, "v5 tokens/snapshot", "v4 overview/erc20/details")]
    public void Select_Should_LoseTheFewestFacets_When_TheFirstTokenRouteFailed(HoldingFacets requested, string first, string second)
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);

        var selected = RouteSelector.Select(core.Routes.Tokens, requested, new HashSet<string>())!;
        var next = RouteSelector.Select(core.Routes.Tokens, requested, selected.Endpoints.ToHashSet())!;

        string.Join(", ", selected.Endpoints).ShouldBe(first);
        string.Join(", ", next.Endpoints).ShouldBe(second);
    }

    private static int Covered(Route<string, string> route, HoldingFacets requested) => BitOperations.PopCount((uint)(route.Facets & requested));
}
