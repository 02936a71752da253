using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Browser.Tests;

/// <summary>A page of another origin uses the server, as a frontend in development does. The browser enforces CORS.</summary>
public sealed class CrossOriginTests(Browser browser) : IClassFixture<Browser>
{
    // Resolves to this machine in a browser, but any program may claim such a name, so it is not a loopback origin.
    private const string OtherHost = "app.localhost";

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task Page_Should_QueryTheServer_When_ItIsOnAnotherPortOfThisMachine(string host)
    {
        await using var pages = await BlankPageServer.StartAsync();
        await using var monitored = await browser.OpenAsync("/", origin: $"http://{host}:{pages.Port}");

        var result = await QueryAsync(monitored.Page);
        var socket = await OpenSocketAsync(monitored.Page);

        // The first of the two pages takes the call.
        result.ShouldMatch("^271406\\.497 (calls=1, cached=0|calls=0, cached=1), joined=0, stale=0, sandbox$");
        socket.ShouldBe("open");
    }

    [Fact]
    public async Task Page_Should_SeeNothing_When_ItsOriginIsNotAllowed()
    {
        await using var pages = await BlankPageServer.StartAsync();
        await using var monitored = await browser.OpenAsync("/", origin: $"http://{OtherHost}:{pages.Port}");

        (await Should.ThrowAsync<PlaywrightException>(QueryAsync(monitored.Page))).Message.ShouldContain("Failed to fetch");
        (await OpenSocketAsync(monitored.Page)).ShouldBe("error");
    }

    // Runs the example of the README.
    private Task<string> QueryAsync(IPage page)
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("README.md"));
        var example = Regex.Match(readme, "```js\n(?<code>const response = await fetch.*?)```", RegexOptions.Singleline).Groups["code"].Value;
        example.ShouldContain("http://localhost:5000/graphql");
        return page.EvaluateAsync<string>(
            $"async () => {{ {example.Replace("http://localhost:5000", browser.Address, StringComparison.Ordinal)} return `${{data.wallet.valueUsd}} ${{response.headers.get('PortfolioGraph-Upstream')}}`; }}");
    }

    private Task<string> OpenSocketAsync(IPage page) => page.EvaluateAsync<string>(
        """
        address => new Promise(resolve => {
          const socket = new WebSocket(address, "graphql-transport-ws");
          socket.onopen = () => { resolve("open"); socket.close(); };
          socket.onerror = () => resolve("error");
        })
        """,
        browser.Address.Replace("http://", "ws://", StringComparison.Ordinal) + "/graphql");
}
