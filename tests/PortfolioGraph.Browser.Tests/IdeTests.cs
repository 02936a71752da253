using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The first steps of a user in the IDE, on a running server.</summary>
public sealed class IdeTests(Browser browser) : IClassFixture<Browser>
{
    // The value of the sandbox's typical wallet, which does not change from day to day.
    private const string WalletValue = "271406.497";

    [Fact]
    public async Task Query_Should_ShowItsResult_When_TheFirstExampleIsRun()
    {
        await using var monitored = await OpenDocumentAsync();

        await RunAsync(monitored.Page);

        await ExpectTextAsync(monitored.Page, WalletValue);
        await monitored.SaveScreenshotAsync("ide-query");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Subscription_Should_ShowItsEvent_When_RunOverAWebSocket()
    {
        await using var monitored = await OpenDocumentAsync();

        await SelectOperationAsync(monitored.Page, "Changes");
        await RunAsync(monitored.Page);

        await ExpectTextAsync(monitored.Page, "portfolioChanged");
        await ExpectTextAsync(monitored.Page, WalletValue);
        monitored.Sockets.ShouldNotBeEmpty();
        await monitored.SaveScreenshotAsync("ide-subscription");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Subscription_Should_ShowItsEvent_When_RunOverServerSentEvents()
    {
        await using var monitored = await OpenDocumentAsync();
        await monitored.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Connection Settings" }).ClickAsync();
        await monitored.Page.Locator("#subscriptionProtocol").SelectOptionAsync("graphql-sse");
        await monitored.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply" }).ClickAsync();

        await SelectOperationAsync(monitored.Page, "Changes");
        await RunAsync(monitored.Page);

        await ExpectTextAsync(monitored.Page, WalletValue);
        monitored.Sockets.ShouldBeEmpty();
        await monitored.SaveScreenshotAsync("ide-events");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Schema_Should_BeShown_When_ItsViewsAreOpened()
    {
        await using var monitored = await OpenDocumentAsync();

        // A view that is opened while the schema is being loaded shows "No Schema" permanently. The IDE has the schema in every view once it shows a result.
        await RunAsync(monitored.Page);
        await ExpectTextAsync(monitored.Page, WalletValue);
        await monitored.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Schema Reference" }).ClickAsync();
        await ExpectTextAsync(monitored.Page, "Several wallets treated as one");
        await monitored.SaveScreenshotAsync("ide-schema-reference");
        await monitored.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Schema Definition" }).ClickAsync();
        await monitored.Page.Locator(".view-line").Nth(20).WaitForAsync();
        await monitored.SaveScreenshotAsync("ide-schema-definition");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Query_Should_ShowItsResult_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await PathStrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var monitored = await OpenDocumentAsync("/behind/a/proxy/graphql", proxy.Address);

        await RunAsync(monitored.Page);

        await ExpectTextAsync(monitored.Page, WalletValue);
        monitored.RequestPaths.ShouldContain("/behind/a/proxy/graphql?sdl");
        monitored.RequestPaths.ShouldAllBe(address => address.StartsWith("/behind/a/proxy/graphql", StringComparison.Ordinal));
        monitored.ShouldHaveNoErrors();
    }

    private async Task<MonitoredPage> OpenDocumentAsync(string path = "/graphql", string? origin = null)
    {
        var monitored = await browser.OpenAsync(path, origin: origin);
        await monitored.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create Document" }).ClickAsync();
        // Without any settings the IDE knows the endpoint and loads its schema.
        await monitored.Page.GetByText("Schema available").WaitForAsync();
        return monitored;
    }

    private static async Task SelectOperationAsync(IPage page, string operation)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Query: Wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = operation }).ClickAsync();
    }

    private static Task RunAsync(IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Operation" }).ClickAsync();

    private static Task ExpectTextAsync(IPage page, string text) => page.GetByText(text).First.WaitForAsync();
}
