using System.Text.Json;
using PortfolioGraph.Sandbox.Wire;

namespace PortfolioGraph.Sandbox.Tests;

public sealed class RouteTests(Api api) : IClassFixture<Api>
{
    public static TheoryData<string> Paths => [.. Routes.All.Select(r => r.Path)];

    [Fact]
    public void Routes_Should_BeComplete_When_CountedByVersion()
    {
        Routes.All.Count(r => r.Path.StartsWith("v5.0/", StringComparison.Ordinal)).ShouldBe(11);
        Routes.All.Count(r => r.Path.StartsWith("v4/", StringComparison.Ordinal)).ShouldBe(12);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Route_Should_Succeed_When_AnyPersonaIsRequested(string path)
    {
        foreach (var persona in SandboxPersonas.All)
        {
            using var response = api.Send($"{path}?{Api.Query(persona.Address)}");
            var body = Api.Body(response);

            ((int)response.StatusCode).ShouldBe(200, $"{persona.Name}: {body}");
            response.Headers.GetValues("X-Request-Id").Single().Length.ShouldBe(36);
            if (path == "v5.0/general/report")
            {
                response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
                body.ShouldStartWith("chain_id,protocol_name,");
            }
            else
            {
                response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
                JsonDocument.Parse(body).RootElement.TryGetProperty("result", out _).ShouldBeTrue(persona.Name);
            }
        }
    }

    [Theory]
    [InlineData("/portfolio/v5.0/general/status")]
    [InlineData("/portfolio/v4/general/is_available")]
    [InlineData("/")]
    [InlineData("v5.0/general/nothing")]
    [InlineData("v5.0/general/status/")]
    [InlineData("v6/general/status")]
    public void Route_Should_NotBeFound_When_PathIsUnknownOrPrefixIsNotDoubled(string path)
    {
        using var response = api.Send(path);

        ((int)response.StatusCode).ShouldBe(404);
        Api.Body(response).ShouldBe("""{"detail":"Not Found"}""");
    }

    [Fact]
    public void Route_Should_RejectTheMethod_When_ItIsNotGet()
    {
        using var response = api.Send("v5.0/general/status", method: HttpMethod.Post);

        ((int)response.StatusCode).ShouldBe(405);
    }

    [Fact]
    public void Status_Should_ReportAvailable_When_EitherVersionIsCalled()
    {
        api.Text("v5.0/general/status").ShouldBe("""{"result":{"is_available":true},"meta":null}""");
        api.Text("v4/general/is_available").ShouldBe("""{"result":true}""");
    }

    [Fact]
    public void SupportedChains_Should_BeEqual_When_BothVersionsAreCalled()
    {
        var v5 = api.Rows("v5.0/general/supported_chains");
        var v4 = api.Rows("v4/general/supported_chains");

        v5.Count.ShouldBe(15);
        v5.Select(c => (c.Chain(), c.Text("chain_name"), c.Text("chain_icon")))
            .ShouldBe(v4.Select(c => (c.Chain("id"), c.Text("name"), c.Text("icon"))));
        v5.ShouldAllBe(c => c.GetProperty("native_token").Chain("chain") == c.Chain());
    }

    [Fact]
    public void SupportedProtocols_Should_BeEqual_When_SpellingIsNormalized()
    {
        var v5 = api.Rows("v5.0/general/supported_protocols").Select(p => p.Text("protocol_group_id")).Distinct().ToList();
        var v4 = api.Rows("v4/general/supported_protocols").Select(p => p.Text("id")).ToList();

        v5.ShouldContain("aave-v3");
        v4.ShouldContain("aavev3");
        v5.Select(id => id.Replace("-", "", StringComparison.Ordinal)).Order().ShouldBe(v4.Order());
    }

    [Fact]
    public void AddressCheck_Should_DenyOnlyTheDeniedPersona_When_SeveralAreChecked()
    {
        var rows = api.Rows($"v5.0/general/address_check?{Api.Query(SandboxPersonas.Typical, SandboxPersonas.Denied)}");

        rows.Select(r => (r.Text("address"), r.GetProperty("is_allowed").GetBoolean()))
            .ShouldBe([(SandboxPersonas.Typical, true), (SandboxPersonas.Denied, false)]);
    }

    [Fact]
    public void Report_Should_HaveARowForEachDetail_When_TextsNeedQuotes()
    {
        var wallet = Api.Query(SandboxPersonas.Junk);
        var report = api.Text($"v5.0/general/report?{wallet}");
        var details = api.Rows($"v4/overview/erc20/details?{wallet}").Count + api.Rows($"v4/overview/protocols/details?{wallet}").Count;

        report.ShouldContain("\"A \"\"quoted\"\", comma'd\nname <b>&amp;</b>\"");
        report.Replace("comma'd\n", "comma'd ", StringComparison.Ordinal).TrimEnd('\n').Split('\n').Length.ShouldBe(1 + details);
    }
}
