using Microsoft.AspNetCore.Http;
using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>The Content-Security-Policy of the IDE's page applies to that page only.</summary>
public sealed class IdePolicyMiddlewareTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", true)]
    [InlineData("text/javascript", true)]
    [InlineData("application/javascript", true)]
    [InlineData("application/json; charset=utf-8", false)]
    [InlineData("image/svg+xml", false)]
    [InlineData(null, false)]
    public async Task Policy_Should_AllowScriptsOnPagesOnly_When_TheIdeIsOn(string? type, bool isPage)
    {
        await using var host = await MiddlewareHost.StartAsync(engine: context => RespondAsync(context, type));

        using var response = await host.Client.GetAsync("/graphql/page");

        PolicyOf(response).ShouldBe(isPage ? IdePolicyMiddleware.Value : "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
    }

    [Fact]
    public async Task Policy_Should_BlockScripts_When_TheIdeIsOff()
    {
        await using var host = await MiddlewareHost.StartAsync(new ServerOptions { Ide = false }, context => RespondAsync(context, "text/html"));

        using var response = await host.Client.GetAsync("/graphql/page");

        PolicyOf(response).ShouldStartWith("default-src 'none'");
    }

    private static string PolicyOf(HttpResponseMessage response) => response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();

    private static Task RespondAsync(HttpContext context, string? type)
    {
        context.Response.ContentType = type;
        return context.Response.WriteAsync("text");
    }
}
