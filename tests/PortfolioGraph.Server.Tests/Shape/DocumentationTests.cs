using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The pages of the repository refer to files and sections that exist, and the tests have names of three parts.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", ".git"];

    [Fact]
    public void Links_Should_LeadSomewhere_When_APageHasThem() =>
        Files("*.md").SelectMany(page => LinkPattern().Matches(WithoutCode(page)).Select(link => (Page: page, Target: link.Groups["target"].Value)))
            .Where(link => !link.Target.StartsWith("http", StringComparison.Ordinal) && !Exists(link.Page, link.Target))
            .Select(link => $"{Path.GetRelativePath(RepositoryRoot.Path, link.Page)}: {link.Target}")
            .ShouldBeEmpty();

    [Fact]
    public void Tests_Should_HaveNamesOfThreeParts_When_TheyAreMethods()
    {
        var names = Files("*.cs").SelectMany(file => TestPattern().Matches(File.ReadAllText(file)).Select(test => test.Groups["name"].Value)).ToList();

        names.Count.ShouldBeGreaterThan(1_000, "the pattern finds the tests");
        names.Where(name => !NamePattern().IsMatch(name)).ShouldBeEmpty("Method_Should_Outcome_When_Condition");
    }

    private static IEnumerable<string> Files(string pattern) => Directory.EnumerateFiles(RepositoryRoot.Path, pattern, SearchOption.AllDirectories)
        .Where(file => !Path.GetRelativePath(RepositoryRoot.Path, file).Split(Path.DirectorySeparatorChar).Intersect(Skipped).Any());

    private static bool Exists(string page, string target)
    {
        var (path, anchor) = target.Split('#') is [var file, var section] ? (file, section) : (target, null);
        var full = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        return (File.Exists(full) || Directory.Exists(full)) && (anchor is null || !full.EndsWith(".md", StringComparison.Ordinal) || Anchors(full).Contains(anchor));
    }

    // GitHub's rule: lower case, punctuation dropped, spaces as hyphens.
    private static IEnumerable<string> Anchors(string page) =>
        HeadingPattern().Matches(WithoutCode(page)).Select(heading => PunctuationPattern().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static string WithoutCode(string page) => CodePattern().Replace(File.ReadAllText(page), "");

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    [GeneratedRegex("^#+ (?<text>.*)$", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex PunctuationPattern();

    [GeneratedRegex(@"\[(Fact|Theory)[^\]]*\](\s*\[[^\n]*\]|\s*//[^\n]*)*\s*public (static )?(async )?[\w<>]+ (?<name>\w+)\(")]
    private static partial Regex TestPattern();

    [GeneratedRegex("^[A-Za-z0-9]+_Should_[A-Za-z0-9]+_When_[A-Za-z0-9]+$")]
    private static partial Regex NamePattern();
}
