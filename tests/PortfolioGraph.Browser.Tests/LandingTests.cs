using Microsoft.Playwright;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The page at the root, as a browser shows it.</summary>
public sealed class LandingTests(Browser browser) : IClassFixture<Browser>
{
    [Theory]
    [InlineData(ColorScheme.Light, "rgb(255, 255, 255)")]
    [InlineData(ColorScheme.Dark, "rgb(18, 22, 29)")]
    public async Task Page_Should_WearItsStyle_When_ItIsOpened(ColorScheme scheme, string ground)
    {
        await using var watched = await browser.OpenAsync("/", scheme);

        (await watched.Page.TitleAsync()).ShouldBe("PortfolioGraph");
        // Applied, and so let through by the page's own policy.
        (await watched.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(ground);
        (await watched.Page.GetByText("invented").IsVisibleAsync()).ShouldBeTrue();
        await watched.KeepAsync($"landing-{scheme}".ToLowerInvariant(), fullPage: true);
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Link_Should_OpenTheIde_When_ItIsFollowed()
    {
        await using var watched = await browser.OpenAsync("/");

        await watched.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "GraphQL IDE" }).ClickAsync();
        await watched.Page.WaitForURLAsync("**/graphql/**");

        (await watched.Page.TitleAsync()).ShouldBe("Banana Cake Pop");
        watched.ShouldBeClean();
    }

    [Fact]
    public async Task Link_Should_OpenTheIde_When_AProxyInFrontStripsThePath()
    {
        await using var proxy = await StrippingProxy.StartAsync(browser.Address, "/behind/a/proxy");
        await using var watched = await browser.OpenAsync("/behind/a/proxy/", origin: proxy.Address);

        await watched.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "GraphQL IDE" }).ClickAsync();
        await watched.Page.WaitForURLAsync("**/behind/a/proxy/graphql/**");

        (await watched.Page.TitleAsync()).ShouldBe("Banana Cake Pop");
        watched.ShouldBeClean();
    }
}
