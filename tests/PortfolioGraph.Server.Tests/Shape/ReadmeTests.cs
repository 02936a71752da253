using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Tests.Hosting;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The README's query returns the README's data.</summary>
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

    private static string Block(string readme, string language) =>
        Regex.Match(readme, $"```{language}\n(?<text>.*?)```", RegexOptions.Singleline).Groups["text"].Value;

    private static string Pretty(JsonElement element) => JsonSerializer.Serialize(element, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
