using Couverture.Fuzzing.Verdicts;

namespace Couverture.Tests.Oracle;

public sealed class OracleTests
{
    private static readonly Dictionary<string, CorpusCase> Cases = Corpus.Cases.ToDictionary(testCase => testCase.ToString(), StringComparer.Ordinal);

    public static TheoryData<string> AgreeingCases => [.. Cases.Keys.Except(Deviations.Reasons.Keys)];

    public static TheoryData<string> DeviatingCases => [.. Deviations.Reasons.Keys];

    [Theory]
    [MemberData(nameof(AgreeingCases))]
    public async Task Judge_Should_AgreeWithReferenceImplementation_When_NoDeviationIsListed(string name)
    {
        var testCase = Cases[name];

        (await DifferenceAsync(testCase)).ShouldBeNull(testCase.Request.Document);
    }

    [Theory]
    [MemberData(nameof(DeviatingCases))]
    public async Task Judge_Should_DifferFromReferenceImplementation_When_DeviationIsListed(string name)
    {
        var testCase = Cases[name];

        (await DifferenceAsync(testCase)).ShouldNotBeNull($"{name} now agrees. Remove its deviation.");
    }

    private static async Task<string?> DifferenceAsync(CorpusCase testCase)
    {
        var (graph, root) = Corpus.Graph(testCase.Schema);
        return Comparison.FindDifference(testCase.Request, await Engine.RunAsync(graph, testCase.Root ?? root, testCase.Request), testCase.Expected);
    }
}
