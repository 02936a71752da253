using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Hosting;

/// <summary>The landing page of a server without the portfolio page: its text, its links, and that it runs no scripts.</summary>
public sealed partial class LandingPageTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["Server:Profile"] = "Development", ["Server:Page"] = "false" };

    [Fact]
    public async Task Page_Should_LinkToEndpointsThatExist_When_ABrowserRequestsThem()
    {
        await using var graph = await GraphServer.StartAsync(Settings);

        var page = await graph.Client.GetStringAsync("/");

        var links = Link().Matches(page).Select(match => WebUtility.HtmlDecode(match.Groups["to"].Value)).ToArray();
        links.ShouldBe(["graphql/", "graphql?sdl", "health/live"]);
        foreach (var link in links)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, link);
            request.Headers.Accept.ParseAdd("text/html");
            using var response = await graph.Client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK, link);
        }
    }

    [Theory]
    [InlineData("/company/data/")]
    [InlineData("/company/data")]
    public async Task Page_Should_LinkToEndpointsThatExist_When_TheServerIsBelowAPath(string address)
    {
        await using var graph = await GraphServer.StartAsync(Settings, services: services => services.AddSingleton<IStartupFilter>(new BelowPath("/company/data")));
        var pageUrl = new Uri(graph.Client.BaseAddress!, address);

        var page = WebUtility.HtmlDecode(await graph.Client.GetStringAsync(pageUrl));
        var configuration = JsonDocument.Parse(await graph.Client.GetStringAsync("/company/data/graphql/bcp-config.json")).RootElement;

        foreach (var link in Link().Matches(page).Select(match => match.Groups["to"].Value))
        {
            using var response = await graph.Client.GetAsync(new Uri(pageUrl, link));
            response.StatusCode.ShouldNotBe(HttpStatusCode.NotFound, link);
        }

        page.ShouldContain($"curl '{graph.Client.BaseAddress}company/data/graphql'");
        (await graph.Client.GetStringAsync(configuration.GetProperty("sdlEndpoint").GetString())).ShouldContain("type Query");
    }

    [Fact]
    public async Task Page_Should_LinkToEndpointsThatExist_When_AProxyStripsThePath()
    {
        await using var graph = await GraphServer.StartAsync(Settings);

        var page = WebUtility.HtmlDecode(await graph.Client.GetStringAsync("/"));

        Link().Matches(page).Select(match => new Uri(new Uri("https://api.example/company/data/"), match.Groups["to"].Value).AbsoluteUri)
            .ShouldBe(["https://api.example/company/data/graphql/", "https://api.example/company/data/graphql?sdl", "https://api.example/company/data/health/live"]);
    }

    [Fact]
    public async Task Page_Should_AllowOnlyItsOwnStyle_When_ItIsServed()
    {
        await using var graph = await GraphServer.StartAsync(Settings);

        using var response = await graph.Client.GetAsync("/");

        var page = await response.Content.ReadAsStringAsync();
        var style = Regex.Match(page, "<style>(?<text>.*?)</style>", RegexOptions.Singleline).Groups["text"].Value;
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldBe(
            $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        page.ShouldNotContain("<script");
        page.ShouldNotContain("style=");
        page.ShouldStartWith("<!doctype html>\n<html lang=\"en\">");
        Regex.Count(page, "<h1>").ShouldBe(1);
        Regex.Count(page, "<main>").ShouldBe(1);
    }

    [Fact]
    public async Task Command_Should_Succeed_When_ItIsCopied()
    {
        await using var graph = await GraphServer.StartAsync(Settings);
        var page = WebUtility.HtmlDecode(await graph.Client.GetStringAsync("/"));

        var command = Regex.Match(page, @"curl '(?<address>[^']+)' \\\n  -H '(?<header>[^']+)' \\\n  -d '(?<body>[^']+)'");
        using var response = await graph.Client.PostAsync(command.Groups["address"].Value, new StringContent(command.Groups["body"].Value, Encoding.UTF8, "application/json"));

        command.Groups["header"].Value.ShouldBe("Content-Type: application/json");
        new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).ShouldHaveNoErrors().Number("wallet.valueUsd").ShouldBe(271406.497m);
    }

    [DiffersOnHotChocolate("it has another IDE with its own configuration")]
    [Fact]
    public async Task Examples_Should_BeInTheIde_When_TheIdeIsOpened()
    {
        await using var graph = await GraphServer.StartAsync(Settings);

        var configuration = JsonDocument.Parse(await graph.Client.GetStringAsync("/graphql/bcp-config.json")).RootElement;

        configuration.GetProperty("graphQLDocument").GetString().ShouldBe(Examples.Document);
        configuration.GetProperty("sdlEndpoint").GetString().ShouldBe("/graphql?sdl");
        configuration.GetProperty("useBrowserUrlAsEndpoint").GetBoolean().ShouldBeTrue();
        configuration.GetProperty("disableTelemetry").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("Wallet")]
    [InlineData("Portfolio")]
    public async Task Example_Should_Succeed_When_ItIsRun(string operationName)
    {
        await using var graph = await GraphServer.StartAsync(Settings);

        using var response = await graph.Client.PostAsync("/graphql", new StringContent(JsonSerializer.Serialize(new { query = Examples.Document, operationName }), Encoding.UTF8, "application/json"));

        new GraphResponse(response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement).ShouldHaveNoErrors();
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task Page_Should_SayThatTheDataIsInvented_When_TheSandboxServesIt(string setting, bool expected)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Sandbox:IsServing"] = setting, ["Server:Page"] = "false" });

        (await graph.Client.GetStringAsync("/")).Contains("invented", StringComparison.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task Page_Should_OfferOnlyTrustedDocuments_When_TheProfileIsTrusted()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted", ["Server:Page"] = "false" });

        var page = await graph.Client.GetStringAsync("/");

        Link().Matches(page).Select(match => match.Groups["to"].Value).ShouldBe(["health/live"]);
        page.ShouldNotContain("curl");
        page.ShouldContain("documentId");
    }

    // WCAG 2.2, success criterion 1.4.3: text has a contrast of at least 4.5 to 1 with its background.
    [Theory]
    [InlineData(0, "ink", "paper")]
    [InlineData(0, "soft", "paper")]
    [InlineData(0, "link", "paper")]
    [InlineData(0, "ink", "panel")]
    [InlineData(0, "note-ink", "note")]
    [InlineData(1, "ink", "paper")]
    [InlineData(1, "soft", "paper")]
    [InlineData(1, "link", "paper")]
    [InlineData(1, "ink", "panel")]
    [InlineData(1, "note-ink", "note")]
    public void Colors_Should_HaveEnoughContrast_When_TextIsRead(int scheme, string text, string background)
    {
        var colors = Regex.Matches(Examples.ReadResource("Landing.css"), @":root \{(?<set>[^}]*)\}")[scheme].Groups["set"].Value;

        var (a, b) = (Luminance(colors, text), Luminance(colors, background));

        ((Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05)).ShouldBeGreaterThanOrEqualTo(4.5);
    }

    private static double Luminance(string colors, string name)
    {
        var hex = Regex.Match(colors, $"--{name}: #(?<hex>[0-9a-f]{{6}})").Groups["hex"].Value;
        var parts = hex.Chunk(2).Select(pair => int.Parse(pair, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d)
            .Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private sealed class BelowPath(string path) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UsePathBase(path));
    }

    [GeneratedRegex("<a href=\"(?<to>[^\"]*)\">")]
    private static partial Regex Link();
}
