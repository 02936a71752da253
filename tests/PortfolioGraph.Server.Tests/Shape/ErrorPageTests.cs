using System.Text.RegularExpressions;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>The page of error codes lists exactly the codes in the source.</summary>
public sealed class ErrorPageTests
{
    private static readonly string[] Projects = ["Couverture", "Couverture.AspNetCore", "PortfolioGraph.Server"];

    [Fact]
    public void Page_Should_ListExactlyTheCodesInSource_When_ItIsRead()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("schema", "ERRORS.md"));
        var listed = Regex.Matches(page, @"^\| `(?<code>[A-Z0-9_]+)` \|", RegexOptions.Multiline).Select(m => m.Groups["code"].Value);

        var emitted = Projects
            .SelectMany(project => Directory.GetFiles(RepositoryRoot.Combine("src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) is "ErrorCodes.cs" or "GraphErrorCodes.cs" or "Rejection.cs" or "SyntaxException.cs" or "EngineCodes.cs")
            .SelectMany(file => Regex.Matches(File.ReadAllText(file), @"""(?<code>[A-Z][A-Z0-9]*(_[A-Z0-9]+)+)""").Select(m => m.Groups["code"].Value));

        listed.Order(StringComparer.Ordinal).ShouldBe(emitted.Distinct().Order(StringComparer.Ordinal));
    }
}
