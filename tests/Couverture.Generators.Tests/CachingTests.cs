using Couverture.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Couverture.Generators.Tests;

public sealed class CachingTests
{
    private const string Source = """
        namespace Sample;
        public sealed record Wallet(int Size);
        [QueryType] public static class Query
        {
            public static Wallet? GetWallet(int id) { return null; }
        }
        [ObjectType<Wallet>] public static partial class WalletNode { public static string GetName([Parent] Wallet wallet) => ""; }
        """;

    [Theory]
    [InlineData("public static Wallet? GetWallet(int id) { return null; }", "public static Wallet? GetWallet(int id) { return new(id); }")]
    [InlineData("public static Wallet? GetWallet", "\n\n // moved down\n internal static int Other;\n public static Wallet? GetWallet")]
    public void Steps_Should_BeReused_When_EditChangesNoModel(string before, string after)
    {
        var again = Edit(before, after);

        foreach (var step in new[] { CouvertureGenerator.ClassesStep, CouvertureGenerator.TypesStep, CouvertureGenerator.SchemaStep })
            Reasons(again, step).ShouldAllBe(r => IsReused(r), step);
        Outputs(again).ShouldAllBe(r => IsReused(r));
    }

    [Fact]
    public void Files_Should_StayCached_When_AnotherTypeChanges()
    {
        var again = Edit("string GetName(", "string? GetName(");

        Reasons(again, CouvertureGenerator.TypesStep).ShouldAllBe(r => IsReused(r));
        Reasons(again, CouvertureGenerator.SchemaStep).ShouldBe([IncrementalStepRunReason.Modified]);
        Outputs(again).Count(r => !IsReused(r)).ShouldBe(1);
        again.File("Sample.WalletNode.Fields.g.cs").ShouldContain("Of<string>(),");
    }

    [Fact]
    public void Diagnostics_Should_Move_When_TheirLinesMove()
    {
        var wrong = Source.Replace("string GetName([Parent] Wallet", "string GetName([Parent] string", StringComparison.Ordinal);
        var first = Generation.Of(wrong);

        var again = first.Again(Generation.Compile("\n\n" + wrong, []));

        (again.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line - first.Diagnostics.Single().Location.GetLineSpan().StartLinePosition.Line)
            .ShouldBe(2);
    }

    private static bool IsReused(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static Generation Edit(string before, string after)
    {
        var compilation = Generation.Compile(Source, []);
        var first = Generation.Of(Source);
        var tree = compilation.SyntaxTrees[1];
        return first.Again(compilation.ReplaceSyntaxTree(tree, Generation.Tree(tree.FilePath, Source.Replace(before, after, StringComparison.Ordinal))));
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(Generation generation, string step) =>
        generation.Result.Results.Single().TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static IEnumerable<IncrementalStepRunReason> Outputs(Generation generation) =>
        generation.Result.Results.Single().TrackedOutputSteps["SourceOutput"].SelectMany(s => s.Outputs).Select(o => o.Reason);
}
