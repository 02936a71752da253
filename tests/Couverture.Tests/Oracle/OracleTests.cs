using Couverture.Fuzzing.Verdicts;

namespace Couverture.Tests.Oracle;

public sealed class OracleTests
{
    private static readonly Dictionary<string, CorpusCase> Cases = Corpus.Cases.ToDictionary(one => one.ToString(), StringComparer.Ordinal);

    public static TheoryData<string> Agreed => [.. Cases.Keys.Except(Deviations.Reasons.Keys)];

    public static TheoryData<string> Deviating => [.. Deviations.Reasons.Keys];

    [Theory]
    [MemberData(nameof(Agreed))]
    public async Task Judge_Should_AgreeWithTheReferenceImplementation(string name)
    {
        var one = Cases[name];

        (await DifferenceAsync(one)).ShouldBeNull(one.Request.Document);
    }

    [Theory]
    [MemberData(nameof(Deviating))]
    public async Task Judge_Should_StillDiffer_When_ADeviationIsListed(string name)
    {
        var one = Cases[name];

        (await DifferenceAsync(one)).ShouldNotBeNull($"{name} agrees by now: its deviation is stale.");
    }

    private static async Task<string?> DifferenceAsync(CorpusCase one)
    {
        var (graph, root) = Corpus.Graph(one.Schema);
        return Comparison.FindDifference(one.Request, await Engine.RunAsync(graph, one.Root ?? root, one.Request), one.Expected);
    }
}
