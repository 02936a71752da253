using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Couverture.Language;
using PortfolioGraph.Server.Tests.Failures.Malformed;
using PortfolioGraph.Server.Tests.Hosting;

namespace PortfolioGraph.Server.Tests.Operations;

/// <summary>The profile Trusted runs each trusted document in every form in which clients send it, and by each of their ids.</summary>
public sealed partial class TrustedClientTests(TrustedServer server) : IClassFixture<TrustedServer>
{
    private const string EventStream = "text/event-stream";

    public static TheoryData<string> Names => OperationTests.Names;

    public static TheoryData<string> Queries => [.. OperationTests.Variables.Keys.Where(name => name is not ("RefreshWallets" or "InvalidateWallets" or "PortfolioChanged"))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Post_Should_ReturnTheSelectedFields_When_TheTextIsInAFormOfClients(string name)
    {
        var file = ReadFile(name);
        var expected = await PostAsync(name, new { query = file });
        var minified = Spaces().Replace(Comments().Replace(file, ""), " ");
        var (printed, withTypename) = (Print(name, TypenameForm.AsWritten), Print(name, TypenameForm.With));

        (await PostAsync(name, new { query = minified })).ShouldBe(expected);
        (await PostAsync(name, new { query = file.Replace("\n", "\r\n", StringComparison.Ordinal) + "# end" })).ShouldBe(expected);
        (await PostAsync(name, new { query = printed })).ShouldBe(expected);
        var extended = await PostAsync(name, new { query = withTypename });

        extended.Where(path => !path.EndsWith(".__typename", StringComparison.Ordinal)).ShouldBe(expected);
        extended.Count.ShouldBeGreaterThan(expected.Count);
        withTypename.ShouldNotBe(printed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Post_Should_ReturnTheFieldsOfTheForm_When_ItsHashIsSent(string name)
    {
        foreach (var text in (string[])[ReadFile(name), Print(name, TypenameForm.AsWritten), Print(name, TypenameForm.With)])
        {
            var expected = await PostAsync(name, new { query = text });
            var hash = Hash(text);
            var persisted = new { persistedQuery = new { version = 1, sha256Hash = hash } };

            (await PostAsync(name, new { documentId = hash })).ShouldBe(expected);
            (await PostAsync(name, new { documentId = $"sha256:{hash}" })).ShouldBe(expected);
            (await PostAsync(name, new { id = hash })).ShouldBe(expected);
            (await PostAsync(name, new { id = $"sha256:{hash}", query = "" })).ShouldBe(expected);
            (await PostAsync(name, new { extensions = persisted })).ShouldBe(expected);
            (await PostAsync(name, new { extensions = persisted, query = text })).ShouldBe(expected);
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Get_Should_ReturnTheFieldsOfTheForm_When_ItsHashOrTextIsSent(string name)
    {
        foreach (var text in (string[])[ReadFile(name), Print(name, TypenameForm.AsWritten), Print(name, TypenameForm.With)])
        {
            var expected = await PostAsync(name, new { query = text });
            var hash = Hash(text);

            (await GetAsync(name, $"query={Uri.EscapeDataString(text)}")).ShouldBe(expected);
            (await GetAsync(name, $"documentId=sha256:{hash}")).ShouldBe(expected);
            (await GetAsync(name, $"id={hash}")).ShouldBe(expected);
            (await GetAsync(name, "extensions=" + Uri.EscapeDataString($$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{hash}}}"}}"""))).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("valueUsd", "valueUsd compliance { status }")]
    [InlineData("wallet(", "wallet: wallet(")]
    [InlineData("ONE_YEAR", "ONE_DAY")]
    [InlineData("valueUsd", "valueUsd t: __typename")]
    [InlineData("valueUsd", "valueUsd __typename @include(if: true)")]
    public async Task Post_Should_BeRejected_When_AnythingButTypenameDiffers(string original, string replacement)
    {
        var text = ReadFile("WalletOverview");
        text.ShouldContain(original);
        var calls = server.Graph.Calls.Count;

        using var response = await server.Graph.Client.PostAsJsonAsync("/graphql", new { query = new Regex(Regex.Escape(original)).Replace(text, replacement, 1), variables = OperationTests.Variables["WalletOverview"] });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldContain("DOCUMENT_NOT_TRUSTED");
        server.Graph.Calls.Count.ShouldBe(calls);
    }

    private async Task<IReadOnlyList<string>> PostAsync(string name, object body)
    {
        var members = JsonSerializer.SerializeToNode(body)!.AsObject();
        members["variables"] = JsonSerializer.SerializeToNode(OperationTests.Variables[name]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(members) };
        return await ReadPathsAsync(name, request);
    }

    private async Task<IReadOnlyList<string>> GetAsync(string name, string parameters)
    {
        var variables = Uri.EscapeDataString(JsonSerializer.Serialize(OperationTests.Variables[name]));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/graphql?{parameters}&variables={variables}");
        request.Headers.Add("GraphQL-Preflight", "1");
        return await ReadPathsAsync(name, request);
    }

    /// <summary>Sends a request, and returns the paths of all fields in the data, so that the data itself may change.</summary>
    private async Task<IReadOnlyList<string>> ReadPathsAsync(string name, HttpRequestMessage request)
    {
        if (name == "PortfolioChanged")
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd(EventStream);
        }

        using var response = await server.Graph.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = name == "PortfolioChanged" ? await OperationTests.FirstEventAsync(response) : await response.Content.ReadAsStringAsync();
        var result = new GraphResponse(response.StatusCode, JsonDocument.Parse(text).RootElement).ShouldHaveNoErrors();
        return [.. GetPaths("", result.Body.GetProperty("data"))];
    }

    private static IEnumerable<string> GetPaths(string path, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => GetPaths($"{path}.{member.Name}", member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, i) => GetPaths($"{path}.{i}", item)),
        _ => [path],
    };

    private static string ReadFile(string name) => File.ReadAllText(TrustedDocument.PathOf(name));

    // Tests of the engine compare the printed texts with those of graphql-js and Apollo Client.
    private static string Print(string name, TypenameForm form) => GraphQLJsPrinter.Print(Utf8GraphQLParser.Parse(ReadFile(name)), form)!;

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("#.*")]
    private static partial Regex Comments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
