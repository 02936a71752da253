using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Sandbox;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Operations;

/// <summary>The trusted documents. Each is valid, runs by its id, and its response matches the reviewed snapshot.</summary>
public sealed partial class OperationTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Joint = [SandboxPersonas.JointFirst, SandboxPersonas.JointSecond];

    // The sandbox generates the past backwards from today, so the tests fix the date.
    private static readonly DateTimeOffset Noon = new(2025, 7, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Past = new(Noon.UtcDateTime.Date.AddDays(-100), TimeSpan.Zero);

    // The variables of each operation.
    internal static readonly Dictionary<string, object> Variables = new()
    {
        ["WalletOverview"] = new { address = SandboxPersonas.Golden },
        ["WalletTokens"] = new { address = SandboxPersonas.Golden, first = 3 },
        ["WalletPositions"] = new { address = SandboxPersonas.LiquidityProvider, first = 3 },
        ["WalletChart"] = new { address = SandboxPersonas.Golden, range = "ONE_DAY" },
        ["WalletPast"] = new { address = SandboxPersonas.Typical, time = $"{Past:yyyy-MM-dd}T00:00:00Z" },
        ["WalletOnChain"] = new { address = SandboxPersonas.Debtor, chainId = 1 },
        ["WalletReport"] = new { address = SandboxPersonas.Golden },
        ["WalletMovers"] = new { address = SandboxPersonas.Typical, first = 3 },
        ["WalletSearch"] = new { address = SandboxPersonas.Typical, text = "eth", first = 3 },
        ["WalletProtocol"] = new { address = SandboxPersonas.LiquidityProvider, protocolId = "uniswapv3", first = 3 },
        ["WalletAssets"] = new { address = SandboxPersonas.Typical, first = 3 },
        ["WalletDebts"] = new { address = SandboxPersonas.Debtor },
        ["WalletChange"] = new { address = SandboxPersonas.Typical, since = $"{Past:yyyy-MM-dd}T00:00:00Z", first = 3 },
        ["WalletList"] = new { addresses = Joint },
        ["PortfolioOverview"] = new { addresses = Joint },
        ["PortfolioChanged"] = new { addresses = Joint },
        ["PortfolioPage"] = new { addresses = Joint, range = "ONE_DAY" },
        ["PortfolioTokens"] = new { addresses = Joint, first = 3, order = new[] { new { valueUsd = "DESC" } }, where = new { isDebt = new { eq = false } } },
        ["PortfolioPositions"] = new { addresses = Joint, first = 3, order = new[] { new { valueUsd = "DESC" } }, where = new { isDebt = new { eq = false } } },
        ["PortfolioDebts"] = new { addresses = new[] { SandboxPersonas.Debtor, SandboxPersonas.Owing } },
        ["PortfolioSince"] = new { addresses = new[] { SandboxPersonas.Typical, SandboxPersonas.Debtor }, since = $"{Past:yyyy-MM-dd}T00:00:00Z", first = 3 },
        ["RefreshWallets"] = new { addresses = Joint },
        ["InvalidateWallets"] = new { addresses = Joint },
        ["ServiceStatus"] = new { },
    };

    private static readonly Dictionary<string, string> Trusted = new() { ["Server:Profile"] = "Trusted" };

    public static TheoryData<string> Names => [.. Files.Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string[] Files => Directory.GetFiles(RepositoryRoot.Combine("schema", "operations"), "*.graphql");

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Operation_Should_MatchItsSnapshot_When_ItIsRunById(string name)
    {
        await using var graph = await GraphServer.StartAsync(Trusted, time: new OffsetTimeProvider(Noon));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { documentId = TrustedDocument.IdOf(name), variables = Variables[name] }),
        };
        if (name == "PortfolioChanged")
        {
            request.Headers.Accept.Clear();
            request.Headers.Accept.ParseAdd("text/event-stream");
        }

        using var response = await graph.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var text = name == "PortfolioChanged" ? await FirstEventAsync(response) : await response.Content.ReadAsStringAsync();

        var result = new GraphResponse(response.StatusCode, JsonDocument.Parse(text).RootElement).ShouldHaveNoErrors();
        Snapshot.Match(WithoutTimes(JsonSerializer.Serialize(result.Body.GetProperty("data"), Indented)), $"{nameof(OperationTests)}.{name}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void File_Should_BeNamedAfterItsOnlyOperation_When_ItIsRead(string name) =>
        Definition().Matches(File.ReadAllText(TrustedDocument.PathOf(name))).Select(match => match.Groups["name"].Value).ShouldBe([name]);

    [Fact]
    public void Manifest_Should_ContainEveryFileByItsHash_When_TheServerIsBuilt()
    {
        var manifest = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations", "manifest.json")))!;

        manifest.OrderBy(entry => entry.Key, StringComparer.Ordinal).ShouldBe(
            Files.Select(file => KeyValuePair.Create(HashOf(file), File.ReadAllText(file))).OrderBy(entry => entry.Key, StringComparer.Ordinal));
        foreach (var (id, text) in manifest)
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "operations", $"{id}.graphql")).ShouldBe(text);
    }

    [Fact]
    public async Task Server_Should_RejectOtherDocuments_When_ItsProfileIsTrusted()
    {
        await using var graph = await GraphServer.StartAsync(Trusted);
        var unknown = new string('0', 64);

        var text = await graph.QueryAsync("""{ wallet(address: "0xd8da6bf26964af9d7eed9e03e53415d37aa96045") { valueUsd } }""");
        using var named = await graph.Client.PostAsJsonAsync("/graphql", new { documentId = unknown });

        text.Status.ShouldBe(HttpStatusCode.BadRequest);
        text.Codes.ShouldBe(["DOCUMENT_NOT_TRUSTED"]);
        named.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await named.Content.ReadAsStringAsync()).ShouldContain("PERSISTED_QUERY_NOT_FOUND");
        graph.Calls.ShouldBeEmpty();
    }

    // The ids of past holdings contain the time.
    private static string WithoutTimes(string result) => IdOfObject().Replace(
        Time().Replace(result, "a moment"),
        match => Encoding.UTF8.GetString(Convert.FromBase64String(match.Groups["id"].Value)).Replace($"!{Past.ToUnixTimeSeconds()}", "!a moment", StringComparison.Ordinal) is var id
            && id.Contains("a moment", StringComparison.Ordinal) ? $"\"id\": \"{id}\"" : match.Value);

    internal static async Task<string> FirstEventAsync(HttpResponseMessage response)
    {
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line["data: ".Length..];
        }

        throw new InvalidDataException("The stream ended without an event.");
    }

    private static string HashOf(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"""id"": ""(?<id>[^""]+)""")]
    private static partial Regex IdOfObject();

    [GeneratedRegex(@"^(query|mutation|subscription) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Definition();
}
