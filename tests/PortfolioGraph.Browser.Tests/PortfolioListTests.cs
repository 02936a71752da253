using Microsoft.Playwright;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The tables of the portfolio page: sorting, filters and pages; the comparison with a past date; the file.</summary>
public sealed class PortfolioListTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData("tokens", "Token", "token: { symbol: ASC }", "ascending")]
    [InlineData("tokens", "Gain", "profitAndLoss: { absoluteUsd: DESC }", "descending")]
    [InlineData("tokens", "Amount", "amount: DESC", "descending")]
    [InlineData("positions", "Position", "protocol: { name: ASC }", "ascending")]
    [InlineData("positions", "Return", "profitAndLoss: { roi: DESC }", "descending")]
    public async Task Table_Should_HaveTheOrderOfTheGraph_When_ItIsSorted(string list, string column, string order, string direction)
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Whale, list);
        var page = monitored.Page;

        await page.Panel().GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = column, Exact = true }).ClickAsync();
        await Expect(page.Panel().Locator("th[aria-sort]")).ToHaveCountAsync(1);
        await Expect(page.Panel().Locator("th[aria-sort]")).ToHaveAttributeAsync("aria-sort", direction);
        await page.LoadedAsync();
        (await NamesAsync(page)).ShouldBe(await NamesAsync(list, SandboxPersonas.Whale, order));

        await page.Panel().GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = column, Exact = true }).ClickAsync();
        await Expect(page.Panel().Locator("th[aria-sort]")).ToHaveAttributeAsync("aria-sort", direction == "ascending" ? "descending" : "ascending");
        await page.LoadedAsync();
        var reversed = direction == "ascending" ? order.Replace("ASC", "DESC", StringComparison.Ordinal) : order.Replace("DESC", "ASC", StringComparison.Ordinal);
        (await NamesAsync(page)).ShouldBe(await NamesAsync(list, SandboxPersonas.Whale, reversed));
        monitored.ShouldHaveNoErrors();
    }

    [Theory]
    [InlineData("tokens", "Symbol or name", "usd", "or: [{ token: { symbol: { contains: \"usd\" } } }, { token: { name: { contains: \"usd\" } } }]")]
    [InlineData("positions", "Position or protocol", "aave", "or: [{ name: { contains: \"aave\" } }, { protocol: { name: { contains: \"aave\" } } }]")]
    public async Task Table_Should_ContainOnlyMatches_When_ATextIsEntered(string list, string field, string text, string where)
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Typical, list);
        var page = monitored.Page;
        var all = await page.Rows().CountAsync();
        var expected = await NamesAsync(list, SandboxPersonas.Typical, "valueUsd: DESC", where);

        await page.Panel().GetByLabel(field).FillAsync(text);

        await Expect(page.Rows()).ToHaveCountAsync(expected.Length);
        expected.Length.ShouldBeInRange(1, all - 1);
        (await NamesAsync(page)).ShouldBe(expected);
        await Expect(page.Panel().GetByTestId("page")).ToHaveTextAsync($"1–{expected.Length} of {expected.Length}");
        monitored.ShouldHaveNoErrors();
    }

    [Theory]
    [InlineData("tokens", "token: { chainId: { eq: 8453 } }")]
    [InlineData("positions", "chain: { chainId: { eq: 8453 } }")]
    public async Task Table_Should_ContainOneChain_When_ItIsChosen(string list, string where)
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Typical, list);
        var page = monitored.Page;
        var expected = await NamesAsync(list, SandboxPersonas.Typical, "valueUsd: DESC", where);

        await page.Panel().GetByLabel("Chain", new LocatorGetByLabelOptions { Exact = true }).SelectOptionAsync("Base");

        await Expect(page.Rows()).ToHaveCountAsync(expected.Length);
        (await NamesAsync(page)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("tokens", "Also sold tokens")]
    [InlineData("positions", "Also closed positions")]
    public async Task Table_Should_ContainClosedHoldings_When_TheyAreRequested(string list, string box)
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Closed, list);
        var page = monitored.Page;
        await Expect(page.Rows().Filter(new LocatorFilterOptions { HasText = "closed" })).ToHaveCountAsync(0);

        await page.Panel().GetByLabel(box).CheckAsync();

        await Expect(page.Rows().Filter(new LocatorFilterOptions { HasText = "closed" })).Not.ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("positions")]
    public async Task Table_Should_ShowEveryItemOnce_When_ItsPagesAreTurned(string list)
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Whale, list);
        var page = monitored.Page;
        var expected = await NamesAsync(list, SandboxPersonas.Whale, "valueUsd: DESC", first: 500);
        var first = await NamesAsync(page);

        var names = first.ToList();
        while (await page.Panel().Locator(".pager button[aria-disabled=false]", new LocatorLocatorOptions { HasText = "Next" }).CountAsync() > 0)
        {
            await page.Panel().Locator(".pager button", new LocatorLocatorOptions { HasText = "Next" }).ClickAsync();
            await Expect(page.Panel().GetByTestId("page")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex($"^{names.Count + 1}–"));
            await page.LoadedAsync();
            names.AddRange(await NamesAsync(page));
        }

        names.ShouldBe(expected);
        names.Count.ShouldBeGreaterThan(20);
        await page.Panel().Locator(".pager button", new LocatorLocatorOptions { HasText = "Previous" }).ClickAsync();
        await page.LoadedAsync();
        if (expected.Length <= 40)
            (await NamesAsync(page)).ShouldBe(first);
        // A cursor of another order would be an error.
        await page.Panel().GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Chain", Exact = true }).ClickAsync();
        await Expect(page.Panel().GetByTestId("page")).ToHaveTextAsync($"1–20 of {expected.Length}");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Comparison_Should_ShowTheEffects_When_ADateIsChosen()
    {
        var since = DateTime.UtcNow.Date.AddDays(-100).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var change = (await QueryAsync(
            browser.Address,
            "query($addresses: [Address!]!, $since: DateTime!) { portfolio(addresses: $addresses) { change(since: $since) { value { thenUsd nowUsd changeUsd priceEffectUsd amountEffectUsd } tokens(first: 10) { token { symbol } } } } }",
            new { addresses = new[] { SandboxPersonas.Typical }, since = $"{since}T00:00:00Z" })).GetProperty("portfolio").GetProperty("change");
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical], "tab=compare"));
        var page = monitored.Page;
        await page.LoadedAsync();
        await Expect(page.GetByTestId("effects")).ToHaveCountAsync(0);

        await page.GetByLabel("Date in the past").FillAsync(since);
        await page.Button("Compare").ClickAsync();

        await Expect(page.GetByTestId("effects")).ToBeVisibleAsync();
        var value = change.GetProperty("value");
        var effects = await page.GetByTestId("effects").InnerTextAsync();
        effects.ShouldContain(Money(value.GetProperty("thenUsd")));
        effects.ShouldContain(Money(value.GetProperty("nowUsd")));
        effects.ShouldContain(Gain(value.GetProperty("changeUsd")));
        effects.ShouldContain(Gain(value.GetProperty("priceEffectUsd")));
        effects.ShouldContain(Gain(value.GetProperty("amountEffectUsd")));
        await Expect(page.Panel().Locator("table").First.Locator("tbody tr")).ToHaveCountAsync(change.GetProperty("tokens").GetArrayLength());
        page.Url.ShouldContain($"since={since}");
        await monitored.SaveScreenshotAsync("page-compare", fullPage: true);
        monitored.ShouldHaveNoErrors();
    }

    [Theory]
    [InlineData("")]
    [InlineData("2015-07-29")]
    [InlineData("2999-01-01")]
    public async Task Comparison_Should_SayWhatIsWrong_When_TheDateIsNotInThePast(string date)
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden], "tab=compare"));
        await monitored.Page.LoadedAsync();
        var requests = monitored.RequestPaths.Count;

        await monitored.Page.GetByLabel("Date in the past").FillAsync(date);
        await monitored.Page.Button("Compare").ClickAsync();

        await Expect(monitored.Page.Locator("#since-error")).ToContainTextAsync("Enter a date from Jul 30, 2015 to yesterday");
        monitored.RequestPaths.Count.ShouldBe(requests);
    }

    // The URL may have any date, also one that no calendar has.
    [Theory]
    [InlineData("2999-01-01")]
    [InlineData("2000-01-01")]
    [InlineData("2025-02-31")]
    public async Task Comparison_Should_SayWhatIsWrong_When_TheUrlHasABadDate(string date)
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden], $"tab=compare&since={date}"));
        await monitored.Page.LoadedAsync();

        await Expect(monitored.Page.Locator("#since-error")).ToContainTextAsync("Enter a date from Jul 30, 2015 to yesterday");
        await Expect(monitored.Page.Locator(".failure")).ToHaveCountAsync(0);
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task File_Should_BeDownloaded_When_ItsButtonIsPressed()
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Golden, "tokens");
        var page = monitored.Page;

        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".csv button").ClickAsync());

        download.SuggestedFilename.ShouldEndWith(".csv");
        (await File.ReadAllLinesAsync(await download.PathAsync())).Length.ShouldBeGreaterThan(1);
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Chart_Should_ShowAnotherRange_When_ItsButtonIsPressed()
    {
        await using var monitored = await OpenAsync(SandboxPersonas.Typical, "tokens");
        var page = monitored.Page;

        foreach (var (button, range) in (IEnumerable<(string, string)>)[("1 day", "ONE_DAY"), ("1 week", "ONE_WEEK"), ("1 month", "ONE_MONTH"), ("3 years", "THREE_YEARS"), ("1 year", "ONE_YEAR")])
        {
            var portfolio = (await QueryAsync(
                browser.Address,
                "query($addresses: [Address!]!, $range: TimeRange!) { portfolio(addresses: $addresses) { chart(range: $range) { points { valueUsd } } profitAndLoss(range: $range) { absoluteUsd } } }",
                new { addresses = new[] { SandboxPersonas.Typical }, range })).GetProperty("portfolio");

            await page.Button(button).ClickAsync();

            await Expect(page.Button(button)).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(page.Profit()).ToHaveTextAsync(Gain(portfolio.GetProperty("profitAndLoss").GetProperty("absoluteUsd")));
            await Expect(page.Locator("#chart details.values tbody tr")).ToHaveCountAsync(portfolio.GetProperty("chart").GetProperty("points").GetArrayLength());
            await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
        }

        monitored.ShouldHaveNoErrors();
    }

    private async Task<MonitoredPage> OpenAsync(string address, string tab)
    {
        var monitored = await browser.OpenAsync(PathOf([address], $"tab={tab}"));
        await monitored.Page.LoadedAsync();
        return monitored;
    }

    private static async Task<string[]> NamesAsync(IPage page) => [.. (await page.Rows().Locator("th").AllInnerTextsAsync()).Select(text => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1..]))];

    private async Task<string[]> NamesAsync(string list, string address, string order, string where = "", int first = 20)
    {
        var fields = list == "tokens" ? "token { symbol name }" : "protocol { name } name";
        var data = await QueryAsync(
            browser.Address,
            $$"""query($addresses: [Address!]!) { portfolio(addresses: $addresses) { {{list}}(first: {{first}}, where: { isDebt: { eq: false } {{where}} }, order: [{ {{order}} }]) { nodes { {{fields}} } } } }""",
            new { addresses = new[] { address } });
        return [.. data.GetProperty("portfolio").GetProperty(list).GetProperty("nodes").EnumerateArray().Select(node => list == "tokens"
            ? Join(node.GetProperty("token").GetProperty("symbol").GetString() ?? "no symbol", node.GetProperty("token").GetProperty("name").GetString())
            : Join(node.GetProperty("protocol").GetProperty("name").GetString(), node.GetProperty("name").GetString()))];

        static string Join(string? name, string? more) => string.Join(' ', $"{name} {more}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
