using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The portfolio page on servers with other settings: trusted documents only, API keys, a proxy in front.</summary>
public sealed class PortfolioServerTests(Browser browser) : IClassFixture<Browser>
{
    private const string Key = "a-key-of-a-client";

    [Theory]
    [InlineData("Public")]
    [InlineData("Trusted")]
    public async Task Page_Should_Work_When_TheServerHasTheProfile(string profile)
    {
        await using var server = await SandboxedServer.StartAsync(("Server:Profile", profile));
        await using var monitored = await browser.OpenAsync("/", origin: server.Address);
        var page = monitored.Page;
        var bodies = new ConcurrentQueue<string>();
        page.Request += (_, request) => bodies.Enqueue(request.PostData ?? "");

        await page.GetByLabel("Or a portfolio of the sandbox").SelectOptionAsync(SandboxPersonas.Typical);
        await page.LoadedAsync();
        await page.OpenTabAsync("Positions");
        await page.LoadedAsync();
        await page.OpenTabAsync("Debts");
        await page.LoadedAsync();
        await page.OpenTabAsync("Tokens");
        await page.Button("Refresh").ClickAsync();
        await page.LoadedAsync();

        await Expect(page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
        await Expect(page.Rows()).ToHaveCountAsync(17);
        var operations = bodies.Where(body => body != "").ToArray();
        operations.Length.ShouldBeGreaterThan(5);
        operations.ShouldAllBe(body => body.Contains("\"documentId\"", StringComparison.Ordinal) && !body.Contains("portfolio(", StringComparison.Ordinal));
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Page_Should_RequestAKey_When_TheServerNeedsOne()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var server = await SandboxedServer.StartAsync(("Server:ApiKeys:0:Name", "page"), ("Server:ApiKeys:0:Hash", hash));
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden]), origin: server.Address);
        var page = monitored.Page;
        await Expect(page.GetByLabel("API key of this server")).ToBeVisibleAsync();
        monitored.RequestPaths.ShouldNotContain(path => path.StartsWith("/graphql", StringComparison.Ordinal));

        await page.GetByLabel("API key of this server").FillAsync("another");
        await page.Button("Use key").ClickAsync();
        await Expect(page.Locator("#key-help")).ToContainTextAsync("The server does not know this key");

        await page.GetByLabel("API key of this server").FillAsync(Key);
        await page.Button("Use key").ClickAsync();
        await Expect(page.Total()).ToHaveTextAsync("$135.00");
        await Expect(page.GetByTestId("live")).ToHaveTextAsync("live");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".csv button").ClickAsync());
        (await File.ReadAllLinesAsync(await download.PathAsync())).Length.ShouldBeGreaterThan(1);

        // The tab keeps the key; the URL does not have it.
        page.Url.ShouldNotContain(Key);
        await page.ReloadAsync();
        await Expect(page.Total()).ToHaveTextAsync("$135.00");
    }

    [Fact]
    public async Task Page_Should_Work_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await PathStrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var monitored = await browser.OpenAsync("/behind/a/proxy" + PathOf([SandboxPersonas.Golden]), origin: proxy.Address);

        await Expect(monitored.Page.Total()).ToHaveTextAsync("$135.00");
        await Expect(monitored.Page.Profit()).ToHaveTextAsync("+$85.00");
        await Expect(monitored.Page.GetByTestId("live")).ToHaveTextAsync("live");
        monitored.RequestPaths.ShouldAllBe(path => path.StartsWith("/behind/a/proxy/", StringComparison.Ordinal));
        monitored.ShouldHaveNoErrors();
    }

    // The server does not know the path that the proxy strips.
    [Fact]
    public async Task File_Should_BeDownloaded_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await PathStrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var monitored = await browser.OpenAsync("/behind/a/proxy" + PathOf([SandboxPersonas.Golden]), origin: proxy.Address);

        var download = await monitored.Page.RunAndWaitForDownloadAsync(() => monitored.Page.Locator(".csv button").ClickAsync());

        download.Url.ShouldStartWith($"{proxy.Address}/behind/a/proxy/report/");
        (await File.ReadAllLinesAsync(await download.PathAsync())).Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Page_Should_Work_When_TheBrowserAllowsNoStorage()
    {
        await using var monitored = await browser.OpenAsync("/");
        var page = monitored.Page;
        await page.AddInitScriptAsync("Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })");

        await page.GotoAsync(browser.Address + PathOf([SandboxPersonas.Golden]));
        await page.ReloadAsync();

        await Expect(page.Total()).ToHaveTextAsync("$135.00");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Page_Should_SayThatItNeedsJavaScript_When_ThereIsNone()
    {
        await using var monitored = await browser.OpenAsync("/", configure: options => options.JavaScriptEnabled = false);

        // Playwright turns off only the execution of scripts, so the element is there but not shown.
        (await monitored.Page.ContentAsync()).ShouldContain("<noscript><p class=\"note\">This page needs JavaScript.");
        await Expect(monitored.Page.GetByText("The page is loading.")).ToHaveCSSAsync("display", "none");
        monitored.ShouldHaveNoErrors();
    }

    // The rest of the page is there before the slow parts, which have skeletons until then.
    [Fact]
    public async Task Parts_Should_ArriveOneByOne_When_OneIsSlow()
    {
        await using var server = await SandboxedServer.StartAsync();
        server.Fail(new SandboxFault { Kind = FaultKind.Hang }, "v4/general/value_chart", "v5.0/general/chart");
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Typical]), origin: server.Address);

        await Expect(monitored.Page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(monitored.Page.Profit()).ToHaveTextAsync("+$16,999.74");
        await Expect(monitored.Page.Locator("#chart .skeleton")).ToBeVisibleAsync();
        monitored.ShouldHaveNoErrors();
    }
}
