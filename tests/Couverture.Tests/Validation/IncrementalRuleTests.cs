using Couverture.Language;
using Couverture.Tests.Execution.Incremental;
using Couverture.Validation;

namespace Couverture.Tests.Validation;

/// <summary>The rules of the incremental delivery proposal. The expected results are those of the reference implementation.</summary>
public sealed class IncrementalRuleTests
{
    [Theory]
    [InlineData("{ ... @defer(label: \"a\") { id } nodes @stream(label: \"b\") { id } }")]
    [InlineData("{ ... @defer(label: null) { id } ... @defer(label: null) { id } ... @defer { id } }")]
    [InlineData("query ($i: Boolean, $n: Int!) { ... @defer(if: $i) { id } nodes @stream(if: $i, initialCount: $n) { id } }")]
    [InlineData("mutation { change { ... @defer { id } nodes @stream { id } } }")]
    [InlineData("mutation { ...F } fragment F on Mutation { change { ... @defer { id } } }")]
    [InlineData("query ($i: Boolean!) { ... @defer { id } nodes @include(if: $i) @stream { id } }")]
    [InlineData("subscription ($i: Boolean!) { changed { ... @defer(if: $i) { id } nodes @stream(if: false) { id } } }")]
    [InlineData("subscription ($i: Boolean!) { changed { ... @skip(if: $i) { nodes @stream { id } } ... @include(if: false) { more: nodes @stream { id } } } }")]
    [InlineData("{ nodes @stream { id } matrix @stream }")]
    [InlineData("{ ...F ...F } fragment F on Query { nodes @stream { id } }")]
    [InlineData("{ a: nodes @stream { id } b: nodes @stream(initialCount: 1) { id } }")]
    public void Validate_Should_ReportNothing_When_DocumentIsValid(string text) => Check(text).ShouldBeEmpty();

    [Theory]
    [InlineData("{ ... @defer(label: \"a\") { id } ... @defer(label: \"a\") { id } }", "DeferStreamDirectiveLabel 1:7 1:37")]
    [InlineData("{ ... @defer(label: \"a\") { id } nodes @stream(label: \"a\") { id } }", "DeferStreamDirectiveLabel 1:7 1:39")]
    [InlineData("query ($l: String) { ... @defer(label: $l) { id } }", "DeferStreamDirectiveLabel 1:26")]
    [InlineData("mutation { ... @defer { change { id } } }", "DeferStreamDirectiveOnRootField 1:16")]
    [InlineData("mutation { ...F @defer } fragment F on Mutation { ... { change { id } ... @defer { change { id } } } }", "DeferStreamDirectiveOnRootField 1:17", "DeferStreamDirectiveOnRootField 1:75")]
    [InlineData("subscription { changed { ... @defer { id } } }", "DeferStreamDirectiveOnValidOperations 1:30")]
    [InlineData("subscription { changed { nodes @stream(if: true) { id } } }", "DeferStreamDirectiveOnValidOperations 1:32")]
    [InlineData("subscription { changed { ...F } } fragment F on Node { ... @skip(if: false) { nodes @stream { id } } }", "DeferStreamDirectiveOnValidOperations 1:85 1:26")]
    [InlineData("subscription { ... @defer { changed { id } } }", "DeferStreamDirectiveOnRootField 1:20", "DeferStreamDirectiveOnValidOperations 1:20")]
    [InlineData("{ id @stream }", "StreamDirectiveOnListField 1:6")]
    [InlineData("{ node @stream { id } }", "StreamDirectiveOnListField 1:8")]
    [InlineData("{ nodes @stream { id } nodes @stream { id } }", "FieldSelectionMerging 1:3 1:24")]
    [InlineData("{ nodes { id } nodes @stream { id } }", "FieldSelectionMerging 1:3 1:16")]
    [InlineData("{ id @defer nodes { ...F @stream } } fragment F on Node @defer { id }", "DirectivesAreInValidLocations 1:6", "DirectivesAreInValidLocations 1:26", "DirectivesAreInValidLocations 1:57")]
    [InlineData("{ nodes @stream(initialCount: null) { id } ... @defer(if: null) { id } }", "ValuesOfCorrectType 1:31", "ValuesOfCorrectType 1:59")]
    public void Validate_Should_ReportRuleAndLocation_When_DocumentIsInvalid(string text, params string[] expected) => Check(text).ShouldBe(expected);

    private static IEnumerable<string> Check(string text) =>
        DocumentValidator.Check(new IncrementalGraph().Executor().Schema, Utf8GraphQLParser.Parse(text), ValidationOptions.Default)
            .Select(e => $"{e.Rule} {string.Join(' ', (e.Error.Locations ?? []).Select(l => $"{l.Line}:{l.Column}"))}");
}
