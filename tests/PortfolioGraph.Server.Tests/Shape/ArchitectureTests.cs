using System.Text.RegularExpressions;
using System.Xml.Linq;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The arrows between the projects go one way, and the two versions of the upstream are named in one room only.</summary>
public sealed partial class ArchitectureTests
{
    // Not ArchUnitNET: the compiler holds the arrow from the server to the data source's clients, and no such library sees words like v4.

    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Couverture"] = [],
        ["Couverture.AspNetCore"] = ["Couverture"],
        ["Couverture.Generators"] = [],
        ["PortfolioGraph.Core"] = ["PortfolioGraph.Upstream"],
        ["PortfolioGraph.Sandbox"] = [],
        ["PortfolioGraph.Server"] = ["Couverture", "Couverture.AspNetCore", "Couverture.Generators", "PortfolioGraph.Core", "PortfolioGraph.Sandbox"],
        ["PortfolioGraph.Upstream"] = [],
    };

    private static string Source => Path.Combine(RepositoryRoot.Path, "src");

    [Fact]
    public void Projects_Should_ReferenceOnlyTheirNeighbours_When_TheSolutionIsBuilt()
    {
        var found = Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories).ToDictionary(
            p => Path.GetFileNameWithoutExtension(p),
            p => XDocument.Load(p).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal)
                .ToArray());

        found.Keys.Order(StringComparer.Ordinal).ShouldBe(Arrows.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, references) in found)
            references.ShouldBe(Arrows[project], project);
    }

    [Theory]
    [InlineData("PortfolioGraph.Server", "PortfolioGraph.Upstream")]
    [InlineData("PortfolioGraph.Core", "Couverture")]
    [InlineData("PortfolioGraph.Upstream", "Couverture")]
    [InlineData("PortfolioGraph.Upstream", "PortfolioGraph.Core")]
    [InlineData("Couverture", "PortfolioGraph")]
    [InlineData("Couverture.AspNetCore", "PortfolioGraph")]
    [InlineData("Couverture.Generators", "PortfolioGraph")]
    [InlineData("PortfolioGraph.Sandbox", "PortfolioGraph.Upstream")]
    public void Code_Should_NotUse_When_TheArrowDoesNotGoThere(string project, string other)
    {
        var uses = CodeOf(project).Where(f => Regex.IsMatch(f.Text, $@"^(global )?using {Regex.Escape(other)}[.;]", RegexOptions.Multiline));

        uses.Select(f => f.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Server_Should_UseTheSandboxOnlyToHostIt_When_ItServes() =>
        CodeOf("PortfolioGraph.Server")
            .Where(f => f.Text.Contains("using PortfolioGraph.Sandbox;", StringComparison.Ordinal))
            .Select(f => Path.GetFileName(f.Path))
            .ShouldBe(["EmbeddedSandbox.cs"]);

    [Fact]
    public void Versions_Should_BeNamedOnlyInTheRouteTable_When_TheyAreHidden()
    {
        var above = CodeOf("PortfolioGraph.Server")
            .Concat(CodeOf("PortfolioGraph.Core").Where(f => !f.Path.Contains($"{Path.DirectorySeparatorChar}Routing{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));

        above.Where(f => VersionWord().IsMatch(f.Text)).Select(f => f.Path).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\bv[45]\b|V[45]|ApiVersion", RegexOptions.IgnoreCase)]
    private static partial Regex VersionWord();

    private static IEnumerable<(string Path, string Text)> CodeOf(string project) =>
        Directory.GetFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
            .Where(p => !p.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(p => (Path.GetRelativePath(Source, p), File.ReadAllText(p)));
}
