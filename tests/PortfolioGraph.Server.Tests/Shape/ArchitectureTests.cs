using System.Text.RegularExpressions;
using System.Xml.Linq;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>Projects reference each other in one direction, and the API versions of the upstream are named below the route table only.</summary>
public sealed partial class ArchitectureTests
{
    // No ArchUnitNET, because the compiler already prevents references from the server to the upstream clients, and such a library does not find words like v4.

    private static readonly Dictionary<string, string[]> AllowedReferences = new()
    {
        ["Couverture"] = [],
        ["Couverture.AspNetCore"] = ["Couverture"],
        ["Couverture.Generators"] = [],
        ["PortfolioGraph.Core"] = ["PortfolioGraph.Upstream"],
        ["PortfolioGraph.Redis"] = ["PortfolioGraph.Core", "PortfolioGraph.Upstream"],
        ["PortfolioGraph.Sandbox"] = [],
        ["PortfolioGraph.Server"] = ["Couverture", "Couverture.AspNetCore", "Couverture.Generators", "PortfolioGraph.Core", "PortfolioGraph.Redis", "PortfolioGraph.Sandbox"],
        ["PortfolioGraph.Upstream"] = [],
    };

    private static string Source => Path.Combine(RepositoryRoot.Path, "src");

    [Fact]
    public void Projects_Should_ReferenceOnlyAllowedProjects_When_TheSolutionIsBuilt()
    {
        var found = Directory.GetFiles(Source, "*.csproj", SearchOption.AllDirectories).ToDictionary(
            p => Path.GetFileNameWithoutExtension(p),
            p => XDocument.Load(p).Descendants("ProjectReference")
                .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')))
                .Order(StringComparer.Ordinal)
                .ToArray());

        found.Keys.Order(StringComparer.Ordinal).ShouldBe(AllowedReferences.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, references) in found)
            references.ShouldBe(AllowedReferences[project], project);
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
    public void Code_Should_NotImportANamespace_When_TheReferenceIsNotAllowed(string project, string other)
    {
        var uses = GetSources(project).Where(f => Regex.IsMatch(f.Text, $@"^(global )?using {Regex.Escape(other)}[.;]", RegexOptions.Multiline));

        uses.Select(f => f.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Server_Should_ImportTheSandboxInOneFile_When_ItHostsIt() =>
        GetSources("PortfolioGraph.Server")
            .Where(f => f.Text.Contains("using PortfolioGraph.Sandbox;", StringComparison.Ordinal))
            .Select(f => Path.GetFileName(f.Path))
            .ShouldBe(["EmbeddedSandbox.cs"]);

    [Fact]
    public void Source_Should_NotNameApiVersions_When_ItIsAboveTheRouteTable()
    {
        var above = GetSources("PortfolioGraph.Server")
            .Concat(GetSources("PortfolioGraph.Core").Where(f => !f.Path.Contains($"{Path.DirectorySeparatorChar}Routing{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));

        above.Where(f => VersionWord().IsMatch(f.Text)).Select(f => f.Path).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\bv[45]\b|V[45]|ApiVersion", RegexOptions.IgnoreCase)]
    private static partial Regex VersionWord();

    private static IEnumerable<(string Path, string Text)> GetSources(string project) =>
        Directory.GetFiles(Path.Combine(Source, project), "*.cs", SearchOption.AllDirectories)
            .Where(p => !p.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(p => (Path.GetRelativePath(Source, p), File.ReadAllText(p)));
}
