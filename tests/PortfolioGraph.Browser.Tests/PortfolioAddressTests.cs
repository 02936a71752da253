using Microsoft.Playwright;
using PortfolioGraph.Sandbox;
using static Microsoft.Playwright.Assertions;
using static PortfolioGraph.Browser.Tests.PortfolioView;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The addresses of the portfolio page: entering them, what is wrong with them, and the page's URL.</summary>
public sealed class PortfolioAddressTests(Browser browser) : IClassFixture<Browser>
{
    private const string Typical = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";

    [Theory]
    [InlineData("", "Enter an address")]
    [InlineData("  , ;", "Enter an address")]
    [InlineData("vitalik.eth", "“vitalik.eth” is not an address")]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa9604", "is not an address")]
    [InlineData("0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96045", "checksum")]
    [InlineData(Typical + " 0xd8da6bf26964af9d7eed9e03e53415d37aa96045", "entered twice")]
    [InlineData(
        "0x0000000000000000000000000000000000000001 0x0000000000000000000000000000000000000002 0x0000000000000000000000000000000000000003 0x0000000000000000000000000000000000000004 "
        + "0x0000000000000000000000000000000000000005 0x0000000000000000000000000000000000000006 0x0000000000000000000000000000000000000007 0x0000000000000000000000000000000000000008 "
        + "0x0000000000000000000000000000000000000009 0x000000000000000000000000000000000000000a 0x000000000000000000000000000000000000000b",
        "at most 10 addresses; these are 11")]
    public async Task Field_Should_SayWhatIsWrong_When_NothingWasRequestedYet(string text, string problem)
    {
        await using var monitored = await browser.OpenAsync("/");
        var field = monitored.Page.GetByLabel("Wallet addresses");

        await field.FillAsync(text);
        await monitored.Page.Button("Show portfolio").ClickAsync();

        await Expect(monitored.Page.Locator("#addresses-error")).ToContainTextAsync(problem);
        await Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(field).ToBeFocusedAsync();
        monitored.RequestPaths.ShouldNotContain(path => path.StartsWith("/graphql", StringComparison.Ordinal));
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Field_Should_SayWhatIsWrong_When_TheUrlHasABadAddress()
    {
        await using var monitored = await browser.OpenAsync(PathOf(["0x123"]));

        await Expect(monitored.Page.Locator("#addresses-error")).ToContainTextAsync("“0x123” is not an address");
        monitored.RequestPaths.ShouldNotContain(path => path.StartsWith("/graphql", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0xd8da6bf26964af9d7eed9e03e53415d37aa96045")]
    [InlineData("0xD8DA6BF26964AF9D7EED9E03E53415D37AA96045")]
    [InlineData(Typical)]
    public async Task Portfolio_Should_Open_When_AnAddressIsEntered(string address)
    {
        await using var monitored = await browser.OpenAsync("/");

        await monitored.Page.GetByLabel("Wallet addresses").FillAsync(address);
        await monitored.Page.GetByLabel("Wallet addresses").PressAsync("Enter");

        await Expect(monitored.Page.Total()).ToHaveTextAsync("$271,406.50");
        await Expect(monitored.Page.Locator(".addresses")).ToHaveTextAsync(Typical);
        new Uri(monitored.Page.Url).Fragment.ShouldBe($"#addresses={Typical}");
        monitored.ShouldHaveNoErrors();
    }

    [Fact]
    public async Task Portfolio_Should_Open_When_APersonaIsChosen()
    {
        await using var monitored = await browser.OpenAsync("/");

        await monitored.Page.GetByLabel("Or a portfolio of the sandbox").SelectOptionAsync(SandboxPersonas.Golden);

        await Expect(monitored.Page.Total()).ToHaveTextAsync("$135.00");
        await Expect(monitored.Page.Profit()).ToHaveTextAsync("+$85.00");
        await Expect(monitored.Page.GetByTestId("return")).ToHaveTextAsync("Return: +42.50%");
    }

    [Fact]
    public async Task View_Should_BeInTheUrl_When_ItChanges()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden]));
        var page = monitored.Page;
        await page.LoadedAsync();

        await page.Button("1 month").ClickAsync();
        await page.OpenTabAsync("Positions");
        await page.ReloadAsync();

        await Expect(page.Button("1 month")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Positions" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Tokens" })).ToHaveAttributeAsync("aria-selected", "true");
        await page.GoBackAsync();
        await Expect(page.Button("1 year")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.GoForwardAsync();
        await Expect(page.Button("1 month")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Total()).ToHaveTextAsync("$135.00");
        monitored.ShouldHaveNoErrors();
    }

    // Fragments are not sent, so no log of a server has the addresses.
    [Fact]
    public async Task Addresses_Should_NotBeInTheUrlOfARequest_When_APortfolioIsOpen()
    {
        await using var monitored = await browser.OpenAsync(PathOf([SandboxPersonas.Golden]));
        await monitored.Page.LoadedAsync();

        monitored.RequestPaths.ShouldAllBe(path => !path.Contains("901d", StringComparison.OrdinalIgnoreCase));
    }
}
