using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Couverture.Generators.Tests.Support;

namespace Couverture.Generators.Tests;

/// <summary>DIAGNOSTICS.md matches the code, and each diagnostic has a test.</summary>
public sealed class DiagnosticPageTests
{
    [Fact]
    public void Page_Should_ListEveryDiagnostic_When_ComparedWithTheCode()
    {
        var rows = Regex.Matches(File.ReadAllText(Page()), @"^\| (CVT\d+) \| (.+?) \| (.+?) \| (.+?) \|$", RegexOptions.Multiline);

        rows.Select(r => $"{r.Groups[1].Value} {r.Groups[2].Value}").ShouldBe(Diagnostics.All.Select(d => $"{d.Id} {d.Title}"));
    }

    [Fact]
    public void Ids_Should_BeConsecutive_When_Listed() =>
        Diagnostics.All.Select(d => d.Id).ShouldBe(Enumerable.Range(1, Diagnostics.All.Count).Select(i => $"CVT{i:000}"));

    [Fact]
    public void Diagnostics_Should_AllHaveATest_When_Listed()
    {
        var tested = typeof(DiagnosticPageTests).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods())
            .Where(m => m.GetParameters().Select(p => p.Name).SequenceEqual(["id", "at", "source"]))
            .SelectMany(m => m.GetCustomAttributes<InlineDataAttribute>().Select(d => (string)d.GetData(m).Single()[0]));

        // CVT033 has its own test below, because an assembly attribute must precede all namespaces.
        tested.Append("CVT033").Distinct().Order(StringComparer.Ordinal).ShouldBe(Diagnostics.All.Select(d => d.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("1st")]
    public void Generator_Should_ReportTheModule_When_ItsNameIsNotAnIdentifier(string name)
    {
        var generation = Generation.Of($"[assembly: Module(\"{name}\")] namespace Sample {{ [QueryType] public static class Query {{ public static int A() => 1; }} }}");

        var diagnostic = generation.Diagnostics.ShouldHaveSingleItem();
        (diagnostic.Id, diagnostic.Location.SourceSpan.Start).ShouldBe(("CVT033", "[assembly: ".Length));
        generation.CompilerDiagnostics.ShouldBeEmpty();
    }

    private static string Page([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../src/Couverture.Generators/DIAGNOSTICS.md");
}
