using System.Net;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.AccessControl;

/// <summary>The findings of graphql-cop: none with the profile Trusted, and with Public only those that <c>schema/PROFILES.md</c> declares open.</summary>
public sealed class GraphQLCopTests
{
    [Theory]
    [InlineData("Trusted", new string[0])]
    [InlineData("Public", new[] { "batch queries", "queries by GET", "field suggestions", "introspection", "IDE" })]
    public async Task Server_Should_HaveOnlyTheFindingsOfItsProfile_When_Audited(string profile, string[] expected)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = profile });
        var findings = new List<string>();

        foreach (var check in GraphQLCopCheck.All)
        {
            using var request = new HttpRequestMessage(check.Method, check.Path);
            if (check.Body is not null)
                request.Content = new StringContent(check.Body, Encoding.UTF8, check.Type!);
            if (check.Accept is not null)
                request.Headers.Accept.ParseAdd(check.Accept);
            request.Headers.Add("X-Apollo-Tracing", "1");
            request.Headers.Add("X-Debug", "1");
            using var response = await graph.Client.SendAsync(request);
            if (check.IsFinding(await response.Content.ReadAsStringAsync()))
                findings.Add(check.Name);
            response.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, check.Name);
        }

        GraphQLCopCheck.All.Count.ShouldBe(13);
        findings.ShouldBe(expected, ignoreOrder: true);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Should_RequireThePreflightHeader_When_TheProfileIsTrusted()
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = "Trusted", ["Server:TrustedDocumentsOnly"] = "false" });

        foreach (var (header, status) in new[] { ("X-Other", 400), ("GraphQL-Preflight", 200), ("Apollo-Require-Preflight", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query=%7B__typename%7D");
            request.Headers.Add(header, "1");
            using var response = await graph.Client.SendAsync(request);
            ((int)response.StatusCode).ShouldBe(status, header);
            if (status == 400)
                (await response.Content.ReadAsStringAsync()).ShouldContain("PREFLIGHT_REQUIRED");
        }
    }
}
