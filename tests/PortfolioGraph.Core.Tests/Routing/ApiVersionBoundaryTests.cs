using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Core.Tests.Routing;

/// <summary>Only Routing depends on the upstream's API versions.</summary>
public sealed partial class ApiVersionBoundaryTests
{
    public static TheoryData<string> Folders => [.. (string[])["src/PortfolioGraph.Core", "src/PortfolioGraph.Server", "schema"]];

    [Theory]
    [MemberData(nameof(Folders))]
    public void Sources_Should_NotMentionApiVersions_When_TheyAreOutsideRouting(string folder)
    {
        var mentions = Sources(folder).SelectMany(file => File.ReadLines(file).Select((line, i) => (file, i, line))).Where(hit => Version().IsMatch(hit.line)).Select(hit => $"{hit.file}:{hit.i + 1}: {hit.line.Trim()}");

        mentions.ShouldBeEmpty();
    }

    [Fact]
    public void Sources_Should_MentionApiVersions_When_TheyAreInRouting() =>
        Directory.EnumerateFiles(RepositoryRoot.Combine("src", "PortfolioGraph.Core", "Routing"), "*.cs", SearchOption.AllDirectories)
            .Count(file => Version().IsMatch(File.ReadAllText(file))).ShouldBeGreaterThan(5, "the search pattern must work");

    private static IEnumerable<string> Sources(string folder)
    {
        var root = RepositoryRoot.Combine(folder.Split('/'));
        if (!Directory.Exists(root))
            return [];

        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".graphql" or ".json")
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "Routing" or "wwwroot" or "node_modules"));
    }

    [GeneratedRegex("(?<![A-Za-z0-9])[vV][45](?![a-z0-9])")]
    private static partial Regex Version();
}
