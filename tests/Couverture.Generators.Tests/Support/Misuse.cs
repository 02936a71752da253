namespace Couverture.Generators.Tests.Support;

/// <summary>Asserts that a misuse of the attributes is reported once, at the symbol that causes it.</summary>
internal static class Misuse
{
    private const string Opening = "namespace Sample { ";

    public static void Check(string id, string at, string source)
    {
        var generation = Generation.Of(Opening + source + " }");
        var diagnostic = generation.Diagnostics.ShouldHaveSingleItem();

        diagnostic.Id.ShouldBe(id);
        diagnostic.Location.GetLineSpan().Path.ShouldBe("Source.cs");
        source.Substring(diagnostic.Location.SourceSpan.Start - Opening.Length, diagnostic.Location.SourceSpan.Length).ShouldBe(at);
        diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture).ShouldNotContain("{");
        // The code generated for the valid part compiles.
        generation.CompilerDiagnostics.Where(d => d.StartsWith("Couverture.Generators/", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
