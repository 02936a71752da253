using System.Net;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The security headers of responses, and what logs must not contain.</summary>
public sealed class DisclosureTests
{
    [Theory]
    [InlineData("/graphql?query=%7B__typename%7D", 200)]
    [InlineData("/graphql?query=%7B", 400)]
    [InlineData("/graphql/nothing", 404)]
    [InlineData("/report/" + Wallets.Typical + ".csv", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/nothing", 404)]
    public async Task Response_Should_HaveTheSecurityHeaders_When_AnyPathIsRequested(string path, int status)
    {
        await using var graph = await GraphServer.StartAsync();

        using var response = await graph.Client.GetAsync(new Uri(path, UriKind.Relative));

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldContain("frame-ancestors 'none'");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Logs_Should_NotContainAFullAddress_When_AWalletIsQueried()
    {
        await using var graph = await GraphServer.StartAsync();
        var address = Wallets.Typical[2..];

        (await graph.QueryAsync($"{{ wallet(address: \"0x{address}\") {{ valueUsd tokens {{ totalCount }} positions {{ totalCount }} report {{ csv }} compliance {{ verdict }} }} }}")).ShouldHaveNoErrors();
        graph.Sandbox.Options.Faults.Add(new Sandbox.SandboxFault { Status = 500 });
        using var report = await graph.Client.GetAsync(new Uri($"/report/0x{address}.csv?range=ONE_DAY", UriKind.Relative));
        report.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        // The lines of the framework contain the URLs of requests. With the levels of appsettings.json, it does not write these lines.
        var own = graph.Logs.Lines.Where(line => line.Split(' ')[1] is var category && (category.StartsWith("PortfolioGraph.", StringComparison.Ordinal) || category.StartsWith("Couverture.", StringComparison.Ordinal))).ToList();
        own.ShouldNotBeEmpty();
        own.ShouldNotContain(line => line.Contains(address, StringComparison.OrdinalIgnoreCase));
        graph.Logs.Lines
            .Where(line => !line.Contains(" Microsoft.AspNetCore.", StringComparison.Ordinal) && !line.StartsWith("Trace", StringComparison.Ordinal) && !line.StartsWith("Debug", StringComparison.Ordinal))
            .ShouldNotContain(line => line.Contains(address, StringComparison.OrdinalIgnoreCase));
    }
}
