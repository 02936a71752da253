using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The cost of operations: the weights match the route table, and the limits are enforced.</summary>
public sealed class CostTests
{
    private const int CallWeight = 10;

    // The values of ten wallets take one call, so one of them weighs a tenth of a call.
    private const string SharedCall = "a tenth of a call";

    private static readonly string[] HoldingsTypes = ["Wallet", "Portfolio", "ChainHoldings"];

    /// <summary>The README rows with the calls of each field's most expensive load.</summary>
    private static readonly Dictionary<string, string[]> Loads = new()
    {
        ["Query.chains"] = ["supported chains"],
        ["Query.protocols"] = ["supported protocols"],
        ["Query.portfolioService"] = ["state of the service"],
        ["Subscription.portfolioChanged"] = ["value of wallets or of one chain"],
        ["Wallet.valueUsd"] = [SharedCall],
        ["Portfolio.valueUsd"] = ["value of wallets or of one chain"],
        ["ChainHoldings.valueUsd"] = ["value of wallets or of one chain"],
        ["*.exactValueUsd"] = ["value of wallets or of one chain"],
        ["*.tokens"] = ["tokens with profit and loss", "tokens with decimals; the last fallback has none"],
        ["*.positions"] = ["positions with locks and economics, including closed positions; if one route fails, the other is used"],
        ["*.protocols"] = ["positions with locks and economics, including closed positions; if one route fails, the other is used"],
        ["*.profitAndLoss"] = ["profit and loss in total and per chain; the fallback has no returns"],
        ["*.breakdown"] = ["value by chain, category and protocol"],
        ["*.chains"] = ["value by chain, category and protocol"],
        ["*.at"] = ["holdings at a moment of the past"],
        ["*.change"] = ["holdings at a moment of the past", "tokens with decimals; the last fallback has none", "positions"],
        ["*.chart"] = ["value over time"],
        ["*.report"] = ["report (CSV)"],
        ["Wallet.compliance"] = ["compliance of an address"],
        ["WalletCompliance.check"] = ["compliance of an address"],
        // The value of the part and of the whole.
        ["ChainHoldings.share"] = ["value of wallets or of one chain", "value of wallets or of one chain"],
    };

    /// <summary>
    /// Fields with the weight of an object, although their resolvers may make a call. The lookup of an unknown chain or a protocol is one call for all clients while the list is
    /// cached.
    /// </summary>
    private static readonly string[] CatalogLookups = ["Query.chain", "Query.token", "Query.protocol", "Wallet.chain", "Portfolio.chain"];

    // Texts that are so long that their copies under aliases must cost something.
    private static readonly Dictionary<string, int> LargeTexts = new() { ["PortfolioReport.csv"] = 50, ["_Service.sdl"] = 100 };

    [Fact]
    public async Task Weights_Should_MatchTheCallsOfTheRouteTable_When_ReadFromTheSchema()
    {
        await using var graph = await GraphServer.StartAsync();
        var calls = Regex.Matches(await File.ReadAllTextAsync(RepositoryRoot.Combine("README.md")), @"^\| (?<what>[^|]+) \| `v[^|]+ \| [^|]+ \| (?<calls>\d+)[ /\d]* \|\r?$", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups["what"].Value, row => int.Parse(row.Groups["calls"].Value, CultureInfo.InvariantCulture));
        var schema = graph.Services.GetRequiredService<IRequestExecutor>().Schema;
        var actual = schema.Types.OfType<Couverture.Types.ComplexType>()
            .SelectMany(type => type.Fields.Select(field => (field.Coordinate, Cost: schema.GetDirectives(field).FirstOrDefault(d => d.Name.Value == "cost"))))
            .Where(field => field.Cost is not null)
            .ToDictionary(field => field.Coordinate, field => int.Parse(((StringValueNode)field.Cost!.Arguments[0].Value).Value, CultureInfo.InvariantCulture));

        var expected = Loads.SelectMany(load => Coordinates(load.Key).Select(coordinate => (coordinate, Weight: load.Value.Sum(row => row == SharedCall ? CallWeight / 10 : calls[row] * CallWeight)))).ToDictionary();
        actual.OrderBy(field => field.Key, StringComparer.Ordinal)
            .ShouldBe(expected.Concat(LargeTexts).Concat(CatalogLookups.Select(coordinate => KeyValuePair.Create(coordinate, 1))).OrderBy(field => field.Key, StringComparer.Ordinal));

        // `*` matches all types of holdings that have the field.
        IEnumerable<string> Coordinates(string key) => key[0] == '*'
            ? HoldingsTypes.Where(type => ((Couverture.Types.ComplexType)schema.Types[type]).Fields.Contains(key[2..])).Select(type => type + key[1..])
            : [key];
    }

    [Theory]
    [InlineData("{ wallet(address: $w) { address } }", 1, 2)]
    [InlineData("{ wallet(address: $w) { valueUsd } }", 2, 2)]
    [InlineData("{ wallet(address: $w) { tokens(first: 3) { nodes { amount token { symbol } } } } }", 1 + 20 + 1 + 3, 1 + 1 + 1 + (3 * 2))]
    [InlineData("{ wallet(address: $w) { tokens { nodes { amount } } } }", 1 + 20 + 1, 1 + 1 + 1 + 50)]
    [InlineData("{ wallet(address: $w) { tokens(first: 3, last: 2) { nodes { amount } } } }", 1 + 20 + 1, 1 + 1 + 1 + 3)]
    [InlineData("{ wallet(address: $w) { tokens(last: 500) { totalCount valueUsd byToken(first: 3) { symbol chains { name } } } } }", 1 + 20 + 1 + 3, 1 + 1 + 1 + (3 * (1 + 5)))]
    [InlineData("{ wallet(address: $w) { protocols(first: 3) { nodes { positions(last: 2) { nodes { name } } } } } }", 1 + 30 + 1 + (3 * 2), 1 + 1 + 1 + (3 * (1 + 1 + 2)))]
    [InlineData("{ wallets(addresses: [$w, $w]) { valueUsd } }", 1 + 2, 1 + 2)]
    public async Task Cost_Should_BeReportedWithoutACall_When_AClientValidates(string selection, int fields, int types)
    {
        await using var graph = await GraphServer.StartAsync();

        var body = await PostAsync(graph, $"query($w: Address!) {selection}", "validate");

        body.EnumerateObject().Select(member => member.Name).ShouldBe(["extensions"]);
        ReadCost(body).ShouldBe((fields, types));
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cost_Should_BeInTheExtensions_When_AClientRequestsAReport()
    {
        await using var graph = await GraphServer.StartAsync();

        var body = await PostAsync(graph, "query($w: Address!) { wallet(address: $w) { valueUsd } }", "report");

        body.GetProperty("data").GetProperty("wallet").GetProperty("valueUsd").GetDecimal().ShouldBeGreaterThan(0);
        ReadCost(body).ShouldBe((2, 2));
        body.GetProperty("extensions").GetProperty("upstream").GetProperty("calls").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("MaxFieldCost", 2, 1)]
    [InlineData("MaxTypeCost", 2, 1)]
    public async Task Operation_Should_BeRejectedWithoutACall_When_ItCostsTooMuch(string setting, int sufficient, int insufficient)
    {
        const string Query = "query($w: Address!) { wallet(address: $w) { valueUsd } }";
        await using var within = await GraphServer.StartAsync(new Dictionary<string, string> { [$"Server:{setting}"] = $"{sufficient}" });
        await using var beyond = await GraphServer.StartAsync(new Dictionary<string, string> { [$"Server:{setting}"] = $"{insufficient}" });

        (await within.QueryAsync(Query, new { w = Wallets.Typical })).ShouldHaveNoErrors();
        var rejected = await beyond.QueryAsync(Query, new { w = Wallets.Typical });

        rejected.Codes.ShouldBe(["LIMIT_EXCEEDED"]);
        rejected.Errors[0].GetProperty("extensions").GetProperty("cost").GetProperty("fieldCost").GetInt32().ShouldBe(2);
        beyond.Calls.ShouldBeEmpty();
    }

    private static (int Fields, int Types) ReadCost(JsonElement body) =>
        (body.GetProperty("extensions").GetProperty("cost").GetProperty("fieldCost").GetInt32(), body.GetProperty("extensions").GetProperty("cost").GetProperty("typeCost").GetInt32());

    private static async Task<JsonElement> PostAsync(GraphServer graph, string query, string cost)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query, variables = new { w = Wallets.Typical } }) };
        request.Headers.Add("GraphQL-Cost", cost);
        using var response = await graph.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }
}
