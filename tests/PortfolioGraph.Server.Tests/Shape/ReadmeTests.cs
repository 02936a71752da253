using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Tests.Hosting;
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

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
