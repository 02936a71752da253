using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The IDE on a running server: what people do with it first.</summary>
public sealed class IdeTests(Browser browser) : IClassFixture<Browser>
{
    // What the sandbox's typical wallet is worth on every day.
    private const string Worth = "271406.497";

    [Fact]
    public async Task Query_Should_ShowItsResult_When_TheFirstExampleIsRun()
    {
        await using var watched = await OpenDocumentAsync();

        await RunAsync(watched.Page);

        await Expect(watched.Page, Worth);
        await watched.KeepAsync("ide-query");
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Subscription_Should_ShowItsEvent_When_ItIsRunOverAWebSocket()
    {
        await using var watched = await OpenDocumentAsync();

        await ChooseAsync(watched.Page, "Changes");
        await RunAsync(watched.Page);

        await Expect(watched.Page, "portfolioChanged");
        await Expect(watched.Page, Worth);
        watched.Sockets.ShouldNotBeEmpty();
        await watched.KeepAsync("ide-subscription");
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Subscription_Should_ShowItsEvent_When_ItIsRunOverServerSentEvents()
    {
        await using var watched = await OpenDocumentAsync();
        await watched.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Connection Settings" }).ClickAsync();
        await watched.Page.Locator("#subscriptionProtocol").SelectOptionAsync("graphql-sse");
        await watched.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply" }).ClickAsync();

        await ChooseAsync(watched.Page, "Changes");
        await RunAsync(watched.Page);

        await Expect(watched.Page, Worth);
        watched.Sockets.ShouldBeEmpty();
        await watched.KeepAsync("ide-events");
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Schema_Should_BeShown_When_ItsViewsAreOpened()
    {
        await using var watched = await OpenDocumentAsync();

        // A view that is opened at the moment when the schema arrives says "No Schema" for good; by the time of a result the IDE has it everywhere.
        await RunAsync(watched.Page);
        await Expect(watched.Page, Worth);
        await watched.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Schema Reference" }).ClickAsync();
        await Expect(watched.Page, "Several wallets taken as one");
        await watched.KeepAsync("ide-schema-reference");
        await watched.Page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Schema Definition" }).ClickAsync();
        await watched.Page.Locator(".view-line").Nth(20).WaitForAsync();
        await watched.KeepAsync("ide-schema-definition");
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Query_Should_ShowItsResult_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await StrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var watched = await OpenDocumentAsync("/behind/a/proxy/graphql", proxy.Address);

        await RunAsync(watched.Page);

        await Expect(watched.Page, Worth);
        watched.Asked.ShouldContain("/behind/a/proxy/graphql?sdl");
        watched.Asked.ShouldAllBe(address => address.StartsWith("/behind/a/proxy/graphql", StringComparison.Ordinal));
        watched.ShouldBeClean();
    }

    private async Task<WatchedPage> OpenDocumentAsync(string path = "/graphql", string? origin = null)
    {
        var watched = await browser.OpenAsync(path, origin: origin);
        await watched.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Create Document" }).ClickAsync();
        // Nothing was set: the endpoint is known, and its schema comes by itself.
        await watched.Page.GetByText("Schema available").WaitForAsync();
        return watched;
    }

    private static async Task ChooseAsync(IPage page, string operation)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Query: Wallet" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = operation }).ClickAsync();
    }

    private static Task RunAsync(IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Run Operation" }).ClickAsync();

    private static Task Expect(IPage page, string text) => page.GetByText(text).First.WaitForAsync();
}
