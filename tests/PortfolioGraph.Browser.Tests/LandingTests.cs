using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The landing page in a browser, and the links that the portfolio page has in common with it.</summary>
public sealed class LandingTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(18, 22, 29)")]
    public async Task Page_Should_ApplyItsStyle_When_Opened(ColorScheme scheme, string background)
    {
        using var server = await ServerProcess.StartAsync(new Dictionary<string, string> { ["Server:Page"] = "false" });
        await using var monitored = await browser.OpenAsync("/", scheme, server.Address);

        (await monitored.Page.TitleAsync()).ShouldBe("PortfolioGraph");
        // The style is applied only if the page's Content-Security-Policy allows it.
        (await monitored.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(background);
        (await monitored.Page.GetByText("invented").IsVisibleAsync()).ShouldBeTrue();
        await monitored.SaveScreenshotAsync($"landing-{scheme}".ToLowerInvariant(), fullPage: true);
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Link_Should_OpenTheIde_When_Clicked()
    {
        await using var monitored = await browser.OpenAsync("/");

        await monitored.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "GraphQL IDE" }).ClickAsync();
        await monitored.Page.WaitForURLAsync("**/graphql/**");

        (await monitored.Page.TitleAsync()).ShouldBe("Banana Cake Pop");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Link_Should_OpenTheIde_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await PathStrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var monitored = await browser.OpenAsync("/behind/a/proxy/", origin: proxy.Address);

        await monitored.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "GraphQL IDE" }).ClickAsync();
        await monitored.Page.WaitForURLAsync("**/behind/a/proxy/graphql/**");

        (await monitored.Page.TitleAsync()).ShouldBe("Banana Cake Pop");
        monitored.ShouldHaveNoErrors();
    }
}
