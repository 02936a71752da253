namespace Couverture.Generators.Tests.Support;

/// <summary>What a misuse of the attributes must come to: one objection, at the symbol that is wrong.</summary>
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
        // One objection is enough: what is generated of the rest compiles.
        generation.CompilerDiagnostics.Where(d => d.StartsWith("Couverture.Generators/", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
