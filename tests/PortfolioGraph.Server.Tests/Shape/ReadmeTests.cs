using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Server.Tests.Mcp;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The README's query returns the README's data, and its examples are those that are run.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Query_Should_ReturnTheShownData_When_ItIsSent()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "README.md"));
        var query = Block(readme, "graphql");
        var shown = JsonDocument.Parse(Block(readme, "json")).RootElement;
        await using var graph = await GraphServer.StartAsync();

        var response = await graph.QueryAsync(query);

        Pretty(response.ShouldHaveNoErrors().Body.GetProperty("data")).ShouldBe(Pretty(shown.GetProperty("data")));
    }

    [Fact]
    public async Task Tool_Should_ReturnTheShownData_When_ItIsCalled()
    {
        var readme = await File.ReadAllTextAsync(RepositoryRoot.Combine("README.md"));
        var shown = JsonNode.Parse(Regex.Match(readme, "<!-- result of WalletMovers -->\n```json\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value);
        var arguments = Regex.Match(readme, "--tool-name WalletMovers --tool-arg (?<arguments>.*)").Groups["arguments"].Value.Split(' ').Select(static argument => argument.Split('='));
        await using var graph = await GraphServer.StartAsync(McpGraph.Enabled);
        await using var client = await McpGraph.ConnectAsync(graph);

        var result = await client.CallToolAsync("WalletMovers", arguments.ToDictionary(static argument => argument[0], static argument => argument[0] == "first" ? (object?)int.Parse(argument[1], CultureInfo.InvariantCulture) : argument[1]));

        WithoutIds(JsonNode.Parse(McpGraph.ResponseOf(result).GetProperty("data").GetRawText()))!.ToJsonString(Indented).ShouldBe(shown!.ToJsonString(Indented));
    }

    // The gateway examples are run by tests/conformance/gateways.
    [Fact]
    public async Task Examples_Should_EqualTheFilesThatAreRun_When_TheyAreCopies()
    {
        var readme = await File.ReadAllTextAsync(RepositoryRoot.Combine("README.md"));

        var copies = Regex.Matches(readme, "<!-- copy (?<file>[^ ]+) -->\n```[a-z]+\n(?<text>.*?)```", RegexOptions.Singleline);

        copies.Count.ShouldBe(4);
        foreach (Match copy in copies)
            copy.Groups["text"].Value.ShouldBe((await File.ReadAllTextAsync(RepositoryRoot.Combine(copy.Groups["file"].Value.Split('/')))).TrimEnd('\n') + "\n", copy.Groups["file"].Value);
    }

    private static string Block(string readme, string language) =>
        Regex.Match(readme, $"```{language}\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value;

    private static string Pretty(JsonElement element) => JsonSerializer.Serialize(element, Indented);

    private static JsonNode? WithoutIds(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.Where(static member => member.Key is not ("id" or "chainId" or "iconUrl")).Select(static member => KeyValuePair.Create(member.Key, WithoutIds(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(WithoutIds)]),
        _ => value?.DeepClone(),
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
