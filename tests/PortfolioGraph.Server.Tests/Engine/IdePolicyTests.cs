using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>The policy of the IDE's page is the page's alone.</summary>
public sealed class IdePolicyTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("text/javascript", true)]
    [InlineData("application/javascript", true)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData(null, false)]
    public async Task Page_Should_RunUnderAPolicyOfItsOwn_When_TheIdeIsOn(string? type, bool isPage)
    {
        await using var host = await EdgeHost.StartAsync(engine: context => AnswerAsync(context, type));

        using var response = await host.Client.GetAsync("/graphql/page");

        PolicyOf(response).ShouldBe(isPage ? IdePolicy.Value : "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }

    [Fact]
    public async Task Page_Should_RunNothing_When_TheIdeIsOff()
    {
        await using var host = await EdgeHost.StartAsync(new ServerOptions { Ide = false }, context => AnswerAsync(context, "text/html"));

        using var response = await host.Client.GetAsync("/graphql/page");

        PolicyOf(response).ShouldStartWith("default-src 'none'");
    }

    private static string PolicyOf(HttpResponseMessage response) => response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();

    private static Task AnswerAsync(HttpContext context, string? type)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync("text");
    }
}
