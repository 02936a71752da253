using System.Globalization;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The portfolio page for everyone: by axe, with the keyboard only, and on a phone.</summary>
public sealed class PortfolioAccessTests(Browser browser) : IClassFixture<Browser>
{
    private const int Phone = 360;

    [Theory]
    [InlineData(ColorScheme.Light, 1400)]
    [InlineData(ColorScheme.Dark, 1400)]
    [InlineData(ColorScheme.Light, Phone)]
    [InlineData(ColorScheme.Dark, Phone)]
    public async Task Axe_Should_FindNothing_When_EachTabIsOpen(ColorScheme scheme, int width)
    {
        await using var monitored = await browser.OpenAsync("/", scheme, width: width);
        var page = monitored.Page;
        await ExpectNothingAsync(page, "start");

        var since = DateTime.UtcNow.AddDays(-100).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.GotoAsync(browser.Address + PathOf([SandboxPersonas.Typical, SandboxPersonas.Debtor], $"since={since}"));
        await page.ReloadAsync();
        foreach (var tab in (string[])["Tokens", "Positions", "Debts", "Compare with a past date"])
        {
            await page.OpenTabAsync(tab);
            await page.LoadedAsync();
            await Expect(page.Locator(".failure")).ToHaveCountAsync(0);
            await ExpectNothingAsync(page, tab);
            await ExpectNoHorizontalScrollAsync(page);
            await monitored.SaveScreenshotAsync($"page-{scheme}-{width}-{tab.Split(' ')[0]}".ToLowerInvariant(), fullPage: true);
        }

        await page.Button("Show portfolio").ClickAsync();
        await page.GetByLabel("Wallet addresses").FillAsync("0x1");
        await page.Button("Show portfolio").ClickAsync();
        await ExpectNothingAsync(page, "bad address");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Axe_Should_FindNothing_When_PartsHaveFailed()
    {
        await using var server = await SandboxedServer.StartAsync();
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, "*");
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]), origin: server.Address);
        await Expect(monitored.Page.Locator(".failure")).ToHaveCountAsync(7);

        await ExpectNothingAsync(monitored.Page, "failures");
    }

    [Fact]
    public async Task Page_Should_BeUsable_When_ThereIsOnlyAKeyboard()
    {
        await using var monitored = await browser.OpenAsync("/");
        var page = monitored.Page;

        await page.Keyboard.PressAsync("Tab");
        (await FocusedAsync(page)).ShouldBe("Skip to the portfolio");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(SandboxPersonas.Typical);
        await page.Keyboard.PressAsync("Enter");
        await page.LoadedAsync();

        await TabToAsync(page, "1 month");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Button("1 month")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.LoadedAsync();

        await TabToAsync(page, "Value over time");
        var chart = page.GetByRole(AriaRole.Slider);
        var last = await chart.GetAttributeAsync("aria-valuetext");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(chart).Not.ToHaveAttributeAsync("aria-valuetext", last!);
        await page.Keyboard.PressAsync("Home");
        await Expect(chart).ToHaveAttributeAsync("aria-valuenow", "0");

        await TabToAsync(page, "Tokens");
        await page.Keyboard.PressAsync("ArrowRight");
        (await FocusedAsync(page)).ShouldBe("Positions");
        await page.LoadedAsync();
        await TabToAsync(page, "Return");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Panel().Locator("th[aria-sort]")).ToHaveTextAsync("Return ▼");
        (await FocusedAsync(page)).ShouldBe("Return");
        monitored.ShouldHaveNoErrors();
    }

    // Forced colors replace all backgrounds, by which the chosen button and the open tab differ from the others.
    [Fact]
    public async Task Choices_Should_BeVisible_When_TheSystemForcesColors()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden]), configure: options => options.ForcedColors = ForcedColors.Active);
        var page = monitored.Page;
        await page.LoadedAsync();

        (await BackgroundAsync(page, ".ranges [aria-pressed=true]")).ShouldNotBe(await BackgroundAsync(page, ".ranges [aria-pressed=false]"));
        (await BackgroundAsync(page, ".tabs [aria-selected=true]")).ShouldNotBe(await BackgroundAsync(page, ".tabs [aria-selected=false]"));
    }

    [Fact]
    public async Task Paper_Should_HaveTheFiguresOnly_When_ThePageIsPrinted()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]));
        var page = monitored.Page;
        await page.LoadedAsync();

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        await page.SetViewportSizeAsync(750, 1000);
        await Expect(page.Total()).ToBeVisibleAsync();
        await Expect(page.Rows().Last).ToBeVisibleAsync();
        await ExpectNoHorizontalScrollAsync(page);
        foreach (var control in (string[])[".search", ".actions", ".ranges", ".filters", ".pager", ".foot"])
            await Expect(page.Locator(control).First).ToBeHiddenAsync();
    }

    private static Task<string> BackgroundAsync(IPage page, string selector) => page.EvaluateAsync<string>("selector => getComputedStyle(document.querySelector(selector)).backgroundColor", selector);

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(page) == name)
                return;
        }

        throw new InvalidOperationException($"{name} cannot be reached with the tab key.");
    }

    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("(document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText).replace(/[▲▼↕]/g, '').trim()");

    private static async Task ExpectNothingAsync(IPage page, string state)
    {
        var result = await page.RunAxe(new AxeRunOptions { ResultTypes = [ResultType.Violations] });

        result.Violations.Select(violation => $"{state}: {violation.Impact} {violation.Id} {string.Join(", ", violation.Nodes.Select(node => node.Html))}").ShouldBeEmpty();
    }

    private static async Task ExpectNoHorizontalScrollAsync(IPage page) =>
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0);
}
