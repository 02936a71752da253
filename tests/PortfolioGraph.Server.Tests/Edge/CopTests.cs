using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Edge;

/// <summary>
/// The thirteen questions of graphql-cop, asked as it asks them. In Trusted none is a finding; in Public those are which
/// <c>schema/PROFILES.md</c> declares open.
/// </summary>
public sealed class CopTests
{
    private static readonly Dictionary<string, (HttpMethod Method, string Path, string? Body, string? Type, Func<string, bool> IsFinding)> Checks = new()
    {
        ["alias overloading"] = Query($"query cop {{ {Many(101, i => $"alias{i}: __typename ")} }}", body => body.Contains("alias100", StringComparison.Ordinal)),
        ["batch queries"] = Post($"[{string.Join(',', Enumerable.Repeat("""{"query":"query cop { __typename }","operationName":"cop"}""", 10))}]", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        ["directive overloading"] = Query($"query cop {{ __typename {Many(10, _ => "@aa")} }}", body => Occurrences(body, "@aa") >= 10 || Occurrences(body, "\"message\"") >= 10),
        ["circular introspection"] = Query("query cop { __schema { types { fields { type { fields { type { fields { type { fields { type { name } } } } } } } } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        ["field duplication"] = Query($"query cop {{ {Many(500, _ => "__typename ")} }}", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        ["queries by GET"] = Get("query cop { __typename }", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        ["mutations by GET"] = Get("mutation cop { __typename }", body => body.Contains("\"Mutation\"", StringComparison.Ordinal)),
        ["form-encoded POST"] = (HttpMethod.Post, "/graphql", "query=query%20cop%20%7B__typename%7D", "application/x-www-form-urlencoded", body => body.Contains("\"Query\"", StringComparison.Ordinal)),
        ["trace mode"] = Query("query cop { __typename }", body => body.Contains("tracing", StringComparison.OrdinalIgnoreCase)),
        ["unhandled errors"] = Query("qwerty cop { abc }", body => body.Contains("exception", StringComparison.OrdinalIgnoreCase) || body.Contains("   at ", StringComparison.Ordinal)),
        ["field suggestions"] = Query("query cop { walet { __typename } }", body => body.Contains("Did you mean", StringComparison.OrdinalIgnoreCase)),
        ["introspection"] = Query("query cop { __schema { types { name fields { name } } } }", body => body.Contains("\"types\"", StringComparison.Ordinal)),
        ["IDE"] = (HttpMethod.Get, "/graphql/", null, null, body => body.Contains("<html", StringComparison.OrdinalIgnoreCase)),
    };

    [Theory]
    [InlineData("Trusted", new string[0])]
    [InlineData("Public", new[] { "queries by GET", "field suggestions", "introspection", "IDE" })]
    public async Task Server_Should_ShowOnlyWhatItsProfileOpens_When_ItIsAudited(string profile, string[] open)
    {
        await using var graph = await GraphServer.StartAsync(new Dictionary<string, string> { ["Server:Profile"] = profile });
        var findings = new List<string>();

        foreach (var (name, check) in Checks)
        {
            using var request = new HttpRequestMessage(check.Method, check.Path);
            if (check.Body is not null)
                request.Content = new StringContent(check.Body, Encoding.UTF8, check.Type!);
            if (name == "IDE")
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            request.Headers.Add("X-Apollo-Tracing", "1");
            request.Headers.Add("X-Debug", "1");
            using var response = await graph.Client.SendAsync(request);
            if (check.IsFinding(await response.Content.ReadAsStringAsync()))
                findings.Add(name);
            response.StatusCode.ShouldNotBe(HttpStatusCode.InternalServerError, name);
        }

        Checks.Count.ShouldBe(13);
        findings.ShouldBe(open, ignoreOrder: true);
        graph.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_Should_NeedTheHeader_When_ClientsAreTrusted()
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

    private static (HttpMethod, string, string?, string?, Func<string, bool>) Query(string document, Func<string, bool> isFinding) =>
        Post(System.Text.Json.JsonSerializer.Serialize(new { query = document, operationName = "cop" }), isFinding);

    private static (HttpMethod, string, string?, string?, Func<string, bool>) Post(string body, Func<string, bool> isFinding) => (HttpMethod.Post, "/graphql", body, "application/json", isFinding);

    private static (HttpMethod, string, string?, string?, Func<string, bool>) Get(string document, Func<string, bool> isFinding) =>
        (HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(document)}", null, null, isFinding);

    private static string Many(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static int Occurrences(string text, string part) => text.Split(part).Length - 1;
}
