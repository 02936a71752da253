using Microsoft.Playwright;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The portfolio page while the data source fails: each part has its own error, and the others stay.</summary>
public sealed class PortfolioTroubleTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Chart = ["v4/general/value_chart", "v5.0/general/chart"];
    private static readonly string[] ProfitAndLoss = ["v4/general/profit_and_loss", "v4/overview/erc20/profit_and_loss", "v4/overview/protocols/profit_and_loss"];

    [Fact]
    public async Task Part_Should_CountDownAndLoadAgain_When_TheDataSourceAnnouncesAWait()
    {
        await using var server = await SandboxedServer.StartAsync(("Upstream:Timeout", "00:00:05"));
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await page.LoadedAsync();
        // Longer than a load may take, so it fails at once.
        server.Fail(new SandboxFault { Kind = FaultKind.Status, Status = 429, RetryAfter = RetryAfterForm.Seconds, RetryAfterSeconds = 7 }, Chart);

        await page.Button("1 month").ClickAsync();

        var failure = page.Locator("#chart .failure");
        await Expect(failure).ToContainTextAsync("accepts no more calls for the moment");
        await Expect(failure.Locator("button")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Try again in [1-7] s$"));
        await Expect(failure.Locator("button")).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(page.Locator("#by-chain tbody tr")).ToHaveCountAsync(4);
        await monitored.SaveScreenshotAsync("page-rate-limited", fullPage: true);

        server.ClearFaults();
        await Expect(failure.Locator("button")).ToHaveTextAsync("Try again", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
        await failure.Locator("button").ClickAsync();
        await Expect(failure).ToHaveCountAsync(0);
        await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(FaultKind.Hang, "did not respond in time")]
    [InlineData(FaultKind.Malformed, "cannot be read")]
    [InlineData(FaultKind.Reset, "cannot be reached")]
    public async Task Part_Should_SayWhatHappened_When_OnlyItsEndpointsFail(FaultKind kind, string text)
    {
        await using var server = await SandboxedServer.StartAsync(("Upstream:Timeout", "00:00:05"));
        server.Fail(new SandboxFault { Kind = kind }, Chart);
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;

        await Expect(page.Locator("#chart .failure")).ToContainTextAsync(text, new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(page.Profit()).ToHaveTextAsync("+$16,999.74");
        await Expect(page.Rows()).ToHaveCountAsync(17);
        await Expect(page.Locator(".failure")).ToHaveCountAsync(1);

        server.ClearFaults();
        await page.Button("Try again").ClickAsync();
        await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
        await Expect(page.Locator(".failure")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Parts_Should_EachSayWhatHappened_When_TheyFailDifferently()
    {
        await using var server = await SandboxedServer.StartAsync();
        server.Fail(new SandboxFault { Kind = FaultKind.Malformed }, ProfitAndLoss);
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, Chart);
        await using var monitored = await OpenAsync(server);

        await Expect(monitored.Page.Locator("#profit .failure")).ToContainTextAsync("cannot be read");
        await Expect(monitored.Page.Locator("#chart .failure")).ToContainTextAsync("cannot be reached");
        await Expect(monitored.Page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(monitored.Page.Rows()).ToHaveCountAsync(17);
    }

    // A figure that could not be loaded is not the same as one that the data source does not know.
    [Fact]
    public async Task List_Should_SayThatFiguresAreMissing_When_OnlyTheGainsFail()
    {
        await using var server = await SandboxedServer.StartAsync(("Upstream:BreakerMinimumThroughput", "1000"));
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, "v4/overview/*", "v5.0/tokens/metrics");
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;

        await Expect(page.Panel().Locator(".failure")).ToContainTextAsync("Some figures are missing. The data source cannot be reached.");
        await Expect(page.Rows()).ToHaveCountAsync(17);
        await Expect(page.Rows().First).ToContainTextAsync("$48,800.00");

        server.ClearFaults();
        await page.Panel().Locator(".failure button").ClickAsync();
        await Expect(page.Rows().First).ToContainTextAsync("-$18,121.17");
        await Expect(page.Locator(".failure")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Failure_Should_KeepTheFocusAndAnnounceNoCountdown_When_ItIsTriedAgain()
    {
        await using var server = await SandboxedServer.StartAsync(("Upstream:BreakerMinimumThroughput", "1000"));
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, Chart);
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await Expect(page.Locator("#chart .failure [role=alert]")).ToHaveTextAsync("The data source cannot be reached.");

        server.ClearFaults();
        await page.Locator("#chart .failure button").PressAsync("Enter");

        await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
        await Expect(page.Locator("#chart")).ToBeFocusedAsync();
        // The slider of the chart says its value itself.
        await Expect(page.Locator("#chart").Locator("output, [role=status], [role=alert], [aria-live]")).ToHaveCountAsync(0);
    }

    // Until the new figures arrive, the former ones must not have the label of the new range.
    [Fact]
    public async Task Figures_Should_HaveTheLabelOfTheirRange_When_AnotherIsOnItsWay()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]));
        var page = monitored.Page;
        await page.LoadedAsync();
        var arrived = new TaskCompletionSource();
        await page.RouteAsync("**/graphql", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });

        await page.Button("1 day").ClickAsync();

        await Expect(page.Locator("#profit h2")).ToHaveTextAsync("Profit and loss, 1 day");
        await Expect(page.Locator("#profit .skeleton")).ToBeVisibleAsync();
        await Expect(page.Profit()).ToHaveCountAsync(0);
        await Expect(page.Panel().Locator(".sums")).ToContainTextAsync("Gain, 1 year +$1,517.73");
        arrived.SetResult();
        await Expect(page.Profit()).ToBeVisibleAsync();
        await Expect(page.Panel().Locator(".sums")).ToContainTextAsync("Gain, 1 day");
    }

    [Fact]
    public async Task EveryPart_Should_SayWhatHappened_When_TheDataSourceIsDown()
    {
        await using var server = await SandboxedServer.StartAsync(("Upstream:BreakerMinimumThroughput", "1000"));
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, "*");
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;

        foreach (var part in (string[])["#total", "#profit", "#chart", "#by-chain", "#by-category", "#by-protocol", "#panel-tokens"])
            await Expect(page.Locator($"{part} .failure")).ToContainTextAsync("The data source cannot be reached");
        await monitored.SaveScreenshotAsync("page-down", fullPage: true);

        server.ClearFaults();
        await page.Button("Refresh").ClickAsync();
        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(page.Rows()).ToHaveCountAsync(17);
        await Expect(page.Locator(".failure")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Age_Should_SayThatTheDataIsOutOfDate_When_StaleDataIsServed()
    {
        await using var server = await SandboxedServer.StartAsync(("Cache:MinRefreshAge", "00:00:00"));
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await page.LoadedAsync();
        server.Fail(new SandboxFault { Kind = FaultKind.Reset }, "*");

        await page.Button("Refresh").ClickAsync();

        await Expect(page.Locator("#chart .age")).ToContainTextAsync("out of date");
        await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Part_Should_SayThatTheServerCannotBeReached_When_ItHasStopped()
    {
        await using var server = await SandboxedServer.StartAsync();
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await page.LoadedAsync();
        server.Stop();

        await page.OpenTabAsync("Positions");

        await Expect(page.Panel().Locator(".failure")).ToContainTextAsync("The server cannot be reached");
        await Expect(page.GetByTestId("live")).ToContainTextAsync("reconnecting");
        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");
        await server.RestartAsync();
        await page.Panel().Locator(".failure button").ClickAsync();
        await Expect(page.Rows()).Not.ToHaveCountAsync(0);
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live", new LocatorAssertionsToHaveTextOptions { Timeout = 30_000 });
    }

    // The sandbox's responses are the same at any time, so the text of each is changed on its way.
    [Fact]
    public async Task Total_Should_Change_When_TheSubscriptionReportsAChange()
    {
        await using var server = await SandboxedServer.StartAsync(("Watch:Interval", "00:00:01"));
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");

        server.Rewrite = text => text.Replace("271406.497", "271506.497", StringComparison.Ordinal);

        await Expect(page.Total()).ToHaveTextAsync("$271,506.50");
        await Expect(page.Locator("#total")).ToContainTextAsync("+$100.00 at");
        await Expect(page.Locator("p.hidden[role=status]")).ToHaveTextAsync("Total value $271,506.50, changed by +$100.00");
        monitored.ShouldHaveNoErrors();
    }

    // The parts of a portfolio change with its total, and what is older says so.
    [Fact]
    public async Task Wallets_Should_HaveLiveValues_When_TheTotalIsLive()
    {
        await using var server = await SandboxedServer.StartAsync(("Watch:Interval", "00:00:01"));
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical, SandboxPersonas.Golden]), origin: server.Address);
        var page = monitored.Page;
        await page.LoadedAsync();
        await Expect(page.Locator(".addresses li").First).ToContainTextAsync("$271,406.50");

        server.Rewrite = text => text.Replace("271541.497", "271641.497", StringComparison.Ordinal).Replace("271406.497", "271506.497", StringComparison.Ordinal);

        await Expect(page.Total()).ToHaveTextAsync("$271,641.50");
        await Expect(page.Locator(".addresses li").First).ToContainTextAsync("$271,506.50");
        await Expect(page.Locator("#total .age")).ToContainTextAsync("and no change reported since");
        await Expect(page.Locator("#by-chain")).Not.ToContainTextAsync("$271,506");
        await Expect(page.Locator(".splits > .age")).ToContainTextAsync("As of");
    }

    [Fact]
    public async Task LiveValue_Should_Return_When_TheBrowserIsOnlineAgain()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden]));
        var page = monitored.Page;
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");

        await page.Context.SetOfflineAsync(true);
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("not live: The browser is offline.");
        await Expect(page.Total()).ToHaveTextAsync("$135.00");
        await page.Context.SetOfflineAsync(false);

        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
    }

    [Fact]
    public async Task LiveValue_Should_Return_When_TheServerHasRoomAgain()
    {
        await using var server = await SandboxedServer.StartAsync(("Watch:MaxPortfolios", "1"));
        var first = await OpenAsync(server);
        await Expect(first.Page.GetByTestId("live")).ToHaveTextAsync("live");
        await using var second = await browser.OpenAsync("/", origin: server.Address);
        await second.Page.Clock.InstallAsync();
        await second.Page.GotoAsync(server.Address + PathOf([SandboxPersonas.Golden]));
        await second.Page.ReloadAsync();
        var live = second.Page.GetByTestId("live");
        await Expect(live).ToHaveTextAsync("not live: This server watches at most 1 different portfolios at once for all clients. Retry later.");

        await first.DisposeAsync();

        // The server may notice later than the first attempt that the other page has gone.
        for (var i = 0; i < 30 && await live.InnerTextAsync() != "live"; i++)
        {
            var response = second.Page.WaitForResponseAsync("**/graphql");
            await second.Page.Clock.FastForwardAsync(60_000);
            await response;
            await Expect(live).Not.ToHaveTextAsync("connecting");
        }

        await Expect(live).ToHaveTextAsync("live");
    }

    [Fact]
    public async Task Subscription_Should_End_When_ThePageIsHidden()
    {
        await using var server = await SandboxedServer.StartAsync(("Watch:Interval", "00:00:01"));
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await page.LoadedAsync();
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
        var ended = new TaskCompletionSource();
        page.RequestFailed += (_, request) => ended.TrySetResult();
        var requests = monitored.RequestPaths.Count;

        await SetVisibilityAsync(page, "hidden");
        await ended.Task;
        await page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        monitored.RequestPaths.Count.ShouldBe(requests);
        server.Rewrite = text => text.Replace("271406.497", "271506.497", StringComparison.Ordinal);
        await SetVisibilityAsync(page, "visible");

        await Expect(page.Total()).ToHaveTextAsync("$271,506.50");
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
    }

    // With one call per second, each call is a second of waiting.
    [Fact]
    public async Task Page_Should_TakeOnlyTheCallsOfWhatItShows_When_ItIsUsed()
    {
        await using var server = await SandboxedServer.StartAsync();
        await using var monitored = await OpenAsync(server);
        var page = monitored.Page;
        await page.LoadedAsync();
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
        TakeRoutes(server).ShouldBe(["v4/general/profit_and_loss", "v4/general/value_chart", "v4/overview/erc20/details", "v5.0/general/current_value"]);

        await page.Panel().GetByLabel("Symbol or name").FillAsync("eth");
        await Expect(page.Rows()).Not.ToHaveCountAsync(17);
        await page.Panel().GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Gain", Exact = true }).ClickAsync();
        await page.LoadedAsync();
        TakeRoutes(server).ShouldBeEmpty();

        await page.OpenTabAsync("Positions");
        await page.LoadedAsync();
        TakeRoutes(server).ShouldBe(["v4/overview/protocols/details"]);
        await page.OpenTabAsync("Debts");
        await page.LoadedAsync();
        await page.OpenTabAsync("Compare with a past date");
        TakeRoutes(server).ShouldBeEmpty();

        await page.Button("1 month").ClickAsync();
        await Expect(page.Locator("#chart details.values tbody tr")).Not.ToHaveCountAsync(0);
        await page.LoadedAsync();
        // The list of tokens is open in another tab, so it waits until it is shown.
        TakeRoutes(server).ShouldBe(["v4/general/profit_and_loss", "v4/general/value_chart"]);
        await page.OpenTabAsync("Tokens");
        await Expect(page.Panel().Locator(".sums")).ToContainTextAsync("Gain, 1 month");
        TakeRoutes(server).ShouldBe(["v4/overview/erc20/details"]);
        await page.Locator(".csv button").ClickAsync();
        await Expect(page.Locator("p.hidden[role=status]")).ToContainTextAsync("is being downloaded");
        TakeRoutes(server).ShouldBe(["v5.0/general/report"]);
        monitored.ShouldHaveNoErrors();
    }


    // A headless browser hides no page.
    private static Task SetVisibilityAsync(IPage page, string state) => page.EvaluateAsync(
        "state => { Object.defineProperty(document, 'visibilityState', { configurable: true, value: state }); document.dispatchEvent(new Event('visibilitychange')); }",
        state);

    private static IReadOnlyList<string> TakeRoutes(SandboxedServer server)
    {
        var routes = server.Routes;
        server.Sandbox.ClearCalls();
        return routes;
    }

    private Task<MonitoredPage> OpenAsync(SandboxedServer server) => browser.OpenAsync(PathOf([SandboxPersonas.Typical]), origin: server.Address);
}
