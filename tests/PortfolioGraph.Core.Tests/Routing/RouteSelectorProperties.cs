using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>The route taken covers the most with the fewest calls, in the table's order, and never calls what is broken.</summary>
public sealed class RouteSelectorProperties
{
    private static readonly string[] Endpoints = ["a", "b", "c", "d", "e"];

    private static readonly Gen<HoldingFacets> SomeFacets = Gen.Choose(0, 31).Select(set => (HoldingFacets)set);

    private static readonly Gen<Route<string, string>> SomeRoute =
        from endpoints in Gen.SubListOf(Endpoints).Where(list => list.Count is > 0 and < 4)
        from covers in SomeFacets
        select new Route<string, string>([.. endpoints], BatchSplit.Never, (_, _, _) => throw new NotSupportedException()) { Facets = covers };

    private static readonly Arbitrary<(Route<string, string>[] Routes, HoldingFacets Wanted, HashSet<string> Broken)> Cases =
        (from routes in SomeRoute.ListOf().Resize(6)
         from wanted in SomeFacets
         from broken in Gen.SubListOf(Endpoints)
         select (routes.ToArray(), wanted, broken.ToHashSet())).ToArbitrary();

    [Fact]
    public void Select_Should_CoverTheMostWithTheFewestCalls_When_SomeEndpointsFailed() =>
        Prop.ForAll(Cases, c =>
        {
            var whole = c.Routes.Where(route => !route.Endpoints.Any(c.Broken.Contains)).ToList();

            var taken = RouteSelector.Select(c.Routes, c.Wanted, c.Broken);

            return taken is null
                ? whole.Count == 0
                : whole.Contains(taken) && whole.All(other =>
                    Covered(taken, c.Wanted) > Covered(other, c.Wanted)
                    || (Covered(taken, c.Wanted) == Covered(other, c.Wanted) && taken.Endpoints.Count < other.Endpoints.Count)
                    || (Covered(taken, c.Wanted) == Covered(other, c.Wanted) && taken.Endpoints.Count == other.Endpoints.Count && whole.IndexOf(taken) <= whole.IndexOf(other)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void SelectForMissing_Should_CoverAMissingFacet_When_ItSelectsARoute() =>
        Prop.ForAll(Cases, c =>
        {
            var taken = RouteSelector.SelectForMissing(c.Routes, c.Wanted, c.Broken);

            return taken is null
                ? c.Routes.All(route => Covered(route, c.Wanted) == 0 || route.Endpoints.Any(c.Broken.Contains))
                : Covered(taken, c.Wanted) > 0 && !taken.Endpoints.Any(c.Broken.Contains);
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
    public void Select_Should_ReturnTheDocumentedRoute_When_PositionsAreRequested(HoldingFacets wanted, string endpoints)
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);

        string.Join(", ", RouteSelector.Select(core.Routes.Positions, wanted, new HashSet<string>())!.Endpoints).ShouldBe(endpoints);
    }

    [Theory]
    [InlineData(HoldingFacets.None, "v4 overview/erc20/details", "v5 tokens/snapshot")]
    [InlineData(HoldingFacets.ProfitAndLoss, "v4 overview/erc20/details", "v5 tokens/snapshot, v5 tokens/metrics")]
    [InlineData(HoldingFacets.Closed, "v4 overview/erc20/details", "v5 tokens/snapshot")]
    [InlineData(HoldingFacets.Decimals, "v5 tokens/snapshot", "v4 overview/erc20/details")]
    public void Select_Should_LoseTheFewestFacets_When_TheFirstTokenRouteFailed(HoldingFacets wanted, string first, string second)
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);

        var taken = RouteSelector.Select(core.Routes.Tokens, wanted, new HashSet<string>())!;
        var next = RouteSelector.Select(core.Routes.Tokens, wanted, taken.Endpoints.ToHashSet())!;

        string.Join(", ", taken.Endpoints).ShouldBe(first);
        string.Join(", ", next.Endpoints).ShouldBe(second);
    }

    private static int Covered(Route<string, string> route, HoldingFacets wanted) => BitOperations.PopCount((uint)(route.Facets & wanted));
}
