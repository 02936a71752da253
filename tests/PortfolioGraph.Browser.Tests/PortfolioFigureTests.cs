using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>What the portfolio page shows is what the graph returns.</summary>
public sealed partial class PortfolioFigureTests(Browser browser) : IClassFixture<Browser>
{
    private const string Query = """
        query($addresses: [Address!]!) {
          portfolio(addresses: $addresses) {
            valueUsd
            wallets { valueUsd }
            profitAndLoss { absoluteUsd roi }
            chart { points { valueUsd } dataIssues { kind } }
            breakdown { byChain { chain { name } valueUsd } byCategory { valueUsd } byProtocol { protocol { name } valueUsd } }
            tokens(first: 20, where: { isDebt: { eq: false } }) { totalCount valueUsd nodes { token { symbol chain { name } } valueUsd profitAndLoss { absoluteUsd roi } } }
            positions(first: 20, where: { isDebt: { eq: false } }) { totalCount valueUsd nodes { name protocol { name } valueUsd profitAndLoss { absoluteUsd roi } } }
            debts: positions(first: 100, where: { isDebt: { eq: true } }, order: [{ valueUsd: ASC }]) { nodes { protocol { name } valueUsd } }
            owed: tokens(first: 100, where: { isDebt: { eq: true } }) { nodes { token { symbol } valueUsd } }
          }
        }
        """;

    public static TheoryData<string, string> Portfolios => new()
    {
        { "typical", SandboxPersonas.Typical },
        { "empty", SandboxPersonas.Empty },
        { "whale", SandboxPersonas.Whale },
        { "debtor", SandboxPersonas.Debtor },
        { "owing", SandboxPersonas.Owing },
        { "lp", SandboxPersonas.LiquidityProvider },
        { "junk", SandboxPersonas.Junk },
        { "closed", SandboxPersonas.Closed },
        { "golden", SandboxPersonas.Golden },
        { "joint-first", SandboxPersonas.JointFirst },
        { "joint-second", SandboxPersonas.JointSecond },
        { "denied", SandboxPersonas.Denied },
        { "pioneer", SandboxPersonas.Pioneer },
        { "joint", $"{SandboxPersonas.JointFirst},{SandboxPersonas.JointSecond}" },
        { "three", $"{SandboxPersonas.Typical},{SandboxPersonas.Debtor},{SandboxPersonas.Whale}" },
    };

    [Theory]
    [MemberData(nameof(Portfolios))]
    public async Task Page_Should_ShowTheFiguresOfTheGraph_When_APortfolioIsOpen(string name, string list)
    {
        var addresses = list.Split(',');
        var expected = (await QueryAsync(browser.Address, Query, new { addresses })).GetProperty("portfolio");
        await using var monitored = await browser.OpenAsync(PathOf(addresses));
        var page = monitored.Page;
        await page.LoadedAsync();

        (await page.Total().InnerTextAsync()).ShouldBe(Money(expected.GetProperty("valueUsd")));
        await ExpectProfitAsync(page, expected.GetProperty("profitAndLoss"));
        await ExpectChartAsync(page, expected.GetProperty("chart"));
        var breakdown = expected.GetProperty("breakdown");
        (await SplitAsync(page, "by-chain")).ShouldBe(List(breakdown, "byChain").Select(item => $"{Text(item, "chain", "name")} {Money(item.GetProperty("valueUsd"))}"));
        (await SplitAsync(page, "by-protocol")).ShouldBe(List(breakdown, "byProtocol").Select(item => $"{Text(item, "protocol", "name")} {Money(item.GetProperty("valueUsd"))}"));
        (await SplitAsync(page, "by-category")).Select(text => text[text.LastIndexOf(' ')..].Trim()).ShouldBe(List(breakdown, "byCategory").Select(item => Money(item.GetProperty("valueUsd"))));
        if (addresses.Length > 1)
            (await page.Locator(".addresses li").AllInnerTextsAsync()).Select(text => text.Split(' ')[^1]).ShouldBe(List(expected, "wallets").Select(wallet => Money(wallet.GetProperty("valueUsd"))));
        await monitored.SaveScreenshotAsync($"page-{name}", fullPage: true);

        await ExpectListAsync(page, expected.GetProperty("tokens"), [0, 1, 4, 5, 6], item => [Text(item, "token", "symbol") ?? "no symbol", Text(item, "token", "chain", "name")!, .. Figures(item)]);
        await page.OpenTabAsync("Positions");
        await page.LoadedAsync();
        await ExpectListAsync(page, expected.GetProperty("positions"), [0, 4, 5, 6], item => [Text(item, "protocol", "name")!, .. Figures(item)]);
        await page.OpenTabAsync("Debts");
        await page.LoadedAsync();
        (await RowsAsync(page, [0, 3])).ShouldBe(
        [
            .. List(expected.GetProperty("debts"), "nodes").Select(item => $"{Text(item, "protocol", "name")} | {Money(item.GetProperty("valueUsd"))}"),
            .. List(expected.GetProperty("owed"), "nodes").Select(item => $"{Text(item, "token", "symbol")} | {Money(item.GetProperty("valueUsd"))}"),
        ]);
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public void Portfolios_Should_ContainEveryPersona_When_OneIsAdded() =>
        SandboxPersonas.All.Select(persona => persona.Name).ShouldBeSubsetOf(Portfolios.Select(row => (string)row[0]));

    [Fact]
    public async Task Page_Should_ShowNumbersByLocale_When_TheBrowserIsGerman()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]), locale: "de-DE");

        await Expect(monitored.Page.Total()).ToHaveTextAsync("271.406,50 $");
        await Expect(monitored.Page.Rows().First).ToContainTextAsync("15,25");
    }

    // The days of the graph begin at midnight UTC, which is the day before in New York.
    [Fact]
    public async Task Page_Should_ShowDaysOfUtc_When_TheBrowserIsWestOfIt()
    {
        var chart = (await QueryAsync(browser.Address, "query($addresses: [Address!]!) { portfolio(addresses: $addresses) { chart { points { time } } } }", new { addresses = new[] { SandboxPersonas.Golden } }))
            .GetProperty("portfolio").GetProperty("chart").GetProperty("points");
        var last = chart[chart.GetArrayLength() - 1].GetProperty("time").GetDateTimeOffset().UtcDateTime;
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden], "tab=compare&since=2026-03-01"), configure: options => options.TimezoneId = "America/New_York");

        await Expect(monitored.Page.GetByTestId("effects")).ToContainTextAsync("Value on Mar 1, 2026");
        await Expect(monitored.Page.Locator("#chart .marked")).ToContainTextAsync(last.ToString("MMM d, yyyy", CultureInfo.InvariantCulture));
    }

    // The lists leave debts out, and their sums are therefore more than the total.
    [Theory]
    [InlineData(SandboxPersonas.Owing, "tokens", "Not in this list: 1 owed token, -$50.00, under Debts.")]
    [InlineData(SandboxPersonas.Typical, "positions", "Not in this list: 1 debt, -$8,905.75, under Debts.")]
    public async Task List_Should_SayWhatIsOwed_When_ItLeavesDebtsOut(string address, string tab, string text)
    {
        await using var monitored = await browser.OpenAsync(PathOf([address], $"tab={tab}"));

        await Expect(monitored.Page.Panel().Locator(".owed")).ToHaveTextAsync(text);
    }

    [Theory]
    [InlineData(SandboxPersonas.Debtor, "Assets minus debts; at Aave V3, debts are larger than assets.")]
    [InlineData(SandboxPersonas.Typical, "Assets minus debts.")]
    public async Task Total_Should_SayWhereDebtsAreLarger_When_AProtocolIsNegative(string address, string text)
    {
        await using var monitored = await browser.OpenAsync(PathOf([address]));

        await Expect(monitored.Page.Locator("#total .hint").First).ToHaveTextAsync(text);
    }

    // Authors choose the names of their tokens. This one turns the direction of the text after it.
    [Fact]
    public async Task Name_Should_NotChangeTheTextAroundIt_When_ItIsWrittenFromRightToLeft()
    {
        await using var server = await SandboxedServer.StartAsync();
        server.Rewrite = text => text.Replace("\"PEPE\"", "\"\u202ePEPE\"", StringComparison.Ordinal).Replace("\"WELCOME\"", "\"\"", StringComparison.Ordinal).Replace("\"GMX\"", "\"<img src=x>\"", StringComparison.Ordinal);
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]), origin: server.Address);
        var page = monitored.Page;

        var name = page.Rows().Locator("strong", new LocatorLocatorOptions { HasText = "\u202ePEPE" });
        await Expect(name).ToHaveCSSAsync("unicode-bidi", "isolate");
        await Expect(page.Rows().Locator("strong", new LocatorLocatorOptions { HasText = "no symbol" })).ToHaveCountAsync(1);
        await Expect(page.Rows().Locator("strong", new LocatorLocatorOptions { HasText = "<img src=x>" })).ToHaveCountAsync(1);
        monitored.ShouldHaveNoErrors();
    }

    // "Not known" and 0 are different things.
    [Fact]
    public async Task Page_Should_SayThatAPriceIsUnknown_When_ATokenHasNone()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]));

        await Expect(monitored.Page.Rows().Filter(new LocatorFilterOptions { HasText = "WELCOME" })).ToContainTextAsync("unpriced");
        await Expect(monitored.Page.Rows().Filter(new LocatorFilterOptions { HasText = "PEPE" })).ToContainTextAsync("$0.0000118");
        await Expect(monitored.Page.Panel()).ToContainTextAsync("2 unpriced, which the sum does not contain");
    }

    private static async Task ExpectProfitAsync(IPage page, JsonElement profit)
    {
        if (profit.ValueKind is JsonValueKind.Null)
        {
            await Expect(page.Locator("#profit")).ToContainTextAsync("not known");
            return;
        }

        (await page.Profit().InnerTextAsync()).ShouldBe(Gain(profit.GetProperty("absoluteUsd")));
        (await page.GetByTestId("return").InnerTextAsync()).ShouldBe($"Return: {Ratio(profit.GetProperty("roi"))}");
    }

    private static async Task ExpectChartAsync(IPage page, JsonElement chart)
    {
        var points = List(chart, "points").Select(point => point.GetProperty("valueUsd").GetDecimal()).ToArray();
        var summary = await page.GetByTestId("chart-summary").InnerTextAsync();
        AmountOfMoney().Matches(summary).Select(match => match.Value).ShouldBe([Money(points[0]), Money(points[^1]), Money(points.Min()), Money(points.Max())]);
        await Expect(page.Locator("#chart details.values tbody tr")).ToHaveCountAsync(points.Length);
        await Expect(page.Locator("#chart details.issues li")).ToHaveCountAsync(chart.GetProperty("dataIssues").GetArrayLength());
    }

    private static async Task ExpectListAsync(IPage page, JsonElement list, int[] columns, Func<JsonElement, string[]> format)
    {
        var nodes = List(list, "nodes").ToArray();
        (await RowsAsync(page, columns)).ShouldBe(nodes.Select(item => string.Join(" | ", format(item))));
        (await page.Panel().GetByTestId("sum").InnerTextAsync()).ShouldBe(Money(list.GetProperty("valueUsd")));
        (await page.Panel().GetByTestId("page").InnerTextAsync()).ShouldBe(nodes.Length == 0 ? "No items" : $"1–{nodes.Length} of {list.GetProperty("totalCount")}");
    }

    // The first line of some cells of each row.
    private static async Task<string[]> RowsAsync(IPage page, int[] columns) => await page.EvaluateAsync<string[]>(
        """
        columns => [...document.querySelectorAll("[role=tabpanel]:not([hidden]) table.holdings tbody tr")].map(row =>
          columns.map(i => (row.cells[i].querySelector("strong") ?? row.cells[i]).innerText.trim()).join(" | "))
        """,
        columns);

    private static async Task<string[]> SplitAsync(IPage page, string id) => await page.EvaluateAsync<string[]>(
        "id => [...document.querySelectorAll(`#${id} tbody tr`)].map(row => `${row.cells[0].lastElementChild.previousSibling.textContent.trim()} ${row.cells[1].innerText.trim()}`)",
        id);

    private static string[] Figures(JsonElement item)
    {
        var profit = item.GetProperty("profitAndLoss");
        string[] gains = profit.ValueKind is JsonValueKind.Null ? ["not known", "not known"] : [Gain(profit.GetProperty("absoluteUsd")), Ratio(profit.GetProperty("roi"))];
        return [item.GetProperty("valueUsd").ValueKind is JsonValueKind.Null ? "unpriced" : Money(item.GetProperty("valueUsd")), .. gains];
    }

    private static IEnumerable<JsonElement> List(JsonElement parent, string name) => parent.GetProperty(name).EnumerateArray();

    private static string? Text(JsonElement item, params string[] path) => path.Aggregate(item, (element, name) => element.GetProperty(name)).GetString();

    [GeneratedRegex(@"-?\$[\d,]+(\.\d+)?")]
    private static partial Regex AmountOfMoney();
}
