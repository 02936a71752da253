using System.Reflection;
using System.Text;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>The README's table of routes matches the route table, and the route table covers every endpoint.</summary>
public sealed class RoutePageTests
{
    private const string Start = "<!-- routes -->\n";
    private const string End = "<!-- /routes -->";
    private const string UpdateSetting = "UPDATE_README";

    /// <summary>The description of each dataset in the README. A new dataset needs an entry here.</summary>
    private static readonly Dictionary<string, string> Descriptions = new()
    {
        [nameof(RouteTable.Totals)] = "value of wallets or of one chain",
        [nameof(RouteTable.Breakdown)] = "value by chain, category and protocol",
        [nameof(RouteTable.ProfitAndLoss)] = "profit and loss in total and per chain; the fallback has no returns",
        [nameof(RouteTable.Chart)] = "value over time",
        [nameof(RouteTable.PastHoldings)] = "holdings at a moment of the past",
        [nameof(RouteTable.Report)] = "report (CSV)",
        [nameof(RouteTable.Compliance)] = "compliance of an address",
        [nameof(RouteTable.Status)] = "state of the service",
        [nameof(RouteTable.Chains)] = "supported chains",
        [nameof(RouteTable.Protocols)] = "supported protocols",
    };

    /// <summary>The descriptions of holdings by requested facets, because the facets determine the route.</summary>
    private static readonly (string Name, HoldingFacets Wanted, string Description)[] Selections =
    [
        (nameof(RouteTable.Tokens), HoldingFacets.None, "tokens"),
        (nameof(RouteTable.Tokens), HoldingFacets.ProfitAndLoss, "tokens with profit and loss"),
        (nameof(RouteTable.Tokens), HoldingFacets.Decimals, "tokens with decimals; the last fallback has none"),
        (nameof(RouteTable.Positions), HoldingFacets.None, "positions"),
        (nameof(RouteTable.Positions), HoldingFacets.ProfitAndLoss, "positions with profit and loss"),
        (nameof(RouteTable.Positions), HoldingFacets.Locks, "positions with locks; the fallback has none"),
        (nameof(RouteTable.Positions), HoldingFacets.ProfitAndLoss | HoldingFacets.Locks | HoldingFacets.Economics, "positions with locks and economics; the fallback has neither"),
        (nameof(RouteTable.Positions), HoldingFacets.Locks | HoldingFacets.Economics | HoldingFacets.Closed, "positions with locks and economics, including closed positions; if one route fails, the other is used"),
    ];

    [Fact]
    public void Readme_Should_MatchTheRouteTable_When_RoutesChange()
    {
        var path = RepositoryRoot.Combine("README.md");
        var readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (start, end) = (readme.IndexOf(Start, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        (start > 0 && end > start).ShouldBeTrue($"README.md must contain the markers {Start.Trim()} and {End}");
        start += Start.Length;

        var table = Table();
        if (string.Equals(Environment.GetEnvironmentVariable(UpdateSetting), "true", StringComparison.OrdinalIgnoreCase))
            File.WriteAllText(path, readme[..start] + table + readme[end..]);
        else
            readme[start..end].ShouldBe(table, $"README.md does not match the route table. Regenerate it: {UpdateSetting}=true dotnet test tests/PortfolioGraph.Core.Tests --filter {nameof(RoutePageTests)}");
    }

    [Fact]
    public void Routes_Should_ReachEveryEndpoint_When_ComparedWithTheSandbox()
    {
        var served = PortfolioGraph.Sandbox.Wire.Routes.All.Select(route => route.Path).Order(StringComparer.Ordinal).ToList();

        Datasets().SelectMany(dataset => dataset.Routes.SelectMany(endpoints => endpoints)).Distinct().Select(InSandbox).Order(StringComparer.Ordinal).ShouldBe(served);
        served.Count.ShouldBe(23);

        static string InSandbox(string endpoint) => endpoint.Replace("v5 ", "v5.0/", StringComparison.Ordinal).Replace("v4 ", "v4/", StringComparison.Ordinal);
    }

    private static string Table()
    {
        var table = new StringBuilder("| capability | first choice | fallback | calls |\n| --- | --- | --- | --- |\n");
        foreach (var (description, routes) in Datasets().SelectMany(Rows))
        {
            var fallbacks = string.Join("; else ", routes.Skip(1).Select(Format));
            table.Append(null, $"| {description} | {Format(routes[0])} | {(fallbacks.Length > 0 ? fallbacks : "none")} | {string.Join(" / ", routes.Select(endpoints => endpoints.Count))} |\n");
        }

        return table.ToString();

        static string Format(IReadOnlyList<string> endpoints) => string.Join(" + ", endpoints.Select(endpoint => $"`{endpoint}`"));
    }

    /// <summary>The table rows of a dataset: one, or one per described selection.</summary>
    private static IReadOnlyList<(string Description, IReadOnlyList<IReadOnlyList<string>> Routes)> Rows((string Name, IReadOnlyList<IReadOnlyList<string>> Routes) dataset)
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);
        var selections = Selections.Where(selection => selection.Name == dataset.Name).ToList();
        return selections.Count == 0
            ? [(Descriptions.GetValueOrDefault(dataset.Name, $"{dataset.Name} (add a description in {nameof(RoutePageTests)})"), dataset.Routes)]
            : [.. selections.Select(selection => (selection.Description, selection.Name == nameof(RouteTable.Tokens) ? Selected(core.Routes.Tokens, selection.Wanted) : Selected(core.Routes.Positions, selection.Wanted)))];
    }

    /// <summary>The routes in the order of selection if each one fails.</summary>
    private static List<IReadOnlyList<string>> Selected<TRequest, TResult>(IReadOnlyList<Route<TRequest, TResult>> routes, HoldingFacets wanted)
        where TResult : class
    {
        List<IReadOnlyList<string>> selected = [];
        while (RouteSelector.Select(routes, wanted, selected.SelectMany(endpoints => endpoints).ToHashSet()) is { } route)
            selected.Add(route.Endpoints);
        return selected;
    }

    /// <summary>Every dataset of the route table, with the endpoints of its routes.</summary>
    private static List<(string Name, IReadOnlyList<IReadOnlyList<string>> Routes)> Datasets()
    {
        using var stub = new StubUpstream();
        using var core = CoreHost.Over(stub);
        return
        [
            .. typeof(RouteTable).GetProperties()
                .Where(property => property.PropertyType.IsGenericType && property.PropertyType.GetGenericArguments()[0] is { IsGenericType: true } item && item.GetGenericTypeDefinition() == typeof(Route<,>))
                .Select(property => (property.Name, EndpointsOf(property, core.Routes))),
        ];
    }

    private static IReadOnlyList<IReadOnlyList<string>> EndpointsOf(PropertyInfo property, RouteTable table) =>
    [
        .. ((IEnumerable<object>)property.GetValue(table)!).Select(route => (IReadOnlyList<string>)route.GetType().GetProperty(nameof(Route<Dataset, string>.Endpoints))!.GetValue(route)!),
    ];
}
