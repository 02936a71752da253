using System.Reflection;
using System.Text.RegularExpressions;
using PortfolioGraph.Server.Errors;
using PortfolioGraph.Testing;

namespace PortfolioGraph.Server.Tests.Shape;

/// <summary>Every error code has one home, and ERRORS.md lists exactly the codes of the two homes.</summary>
public sealed class ErrorPageTests
{
    private static readonly string[] Projects = ["Couverture", "Couverture.AspNetCore", "PortfolioGraph.Server"];

    // Read as text, because the tests of the HotChocolate build do not reference Couverture.
    private static IReadOnlyList<string> EngineCodes =>
        [.. Regex.Matches(File.ReadAllText(RepositoryRoot.Combine("src", "Couverture", "Errors", "ErrorCodes.cs")), @"public const string \w+ = ""(?<code>[A-Z_]+)"";").Select(m => m.Groups["code"].Value)];

    private static IReadOnlyList<string> ServerCodes => ValuesOf(typeof(GraphErrorCodes));

    [Fact]
    public void Page_Should_ListExactlyTheCodesOfTheHomes_When_ItIsRead()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("schema", "ERRORS.md"));

        Regex.Matches(page, @"^\| `(?<code>[A-Z0-9_]+)` \|", RegexOptions.Multiline).Select(m => m.Groups["code"].Value)
            .ShouldBe(EngineCodes.Concat(ServerCodes), ignoreOrder: true);
    }

    [Fact]
    public void Codes_Should_HaveOneHome_When_TheyAreDefined()
    {
        EngineCodes.Intersect(ServerCodes).ShouldBeEmpty();
        ValuesOf(typeof(EngineErrorCodes)).Except(EngineCodes).ShouldBeEmpty("EngineErrorCodes repeats codes of Couverture and adds none");
    }

    [Fact]
    public void Codes_Should_BeConstants_When_SourceUsesThem() =>
        Projects
            .SelectMany(project => Directory.GetFiles(RepositoryRoot.Combine("src", project), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => Path.GetFileName(file) is not ("ErrorCodes.cs" or "GraphErrorCodes.cs" or "EngineErrorCodes.cs"))
            .SelectMany(file => EngineCodes.Concat(ServerCodes)
                .Where(code => File.ReadAllText(file).Contains($"\"{code}\"", StringComparison.Ordinal))
                .Select(code => $"{Path.GetFileName(file)}: {code}"))
            .ShouldBeEmpty();

    private static IReadOnlyList<string> ValuesOf(Type codes) =>
        [.. codes.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];
}
