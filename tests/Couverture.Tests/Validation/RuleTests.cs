using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Tests.Validation;

public sealed class RuleTests
{
    [Theory]
    [InlineData("{ band { name } }")]
    [InlineData("query A { band { name } } query B { band { founded } }")]
    [InlineData("query A { ...F } query B { ...F } fragment F on Query { band { name } }")]
    [InlineData("{ __typename __schema { types { name fields { name } } } __type(name: \"Band\") { name ofType { ofType { name } } } }")]
    [InlineData("{ search { __typename ... on Named { name } ... on Band { founded } ...M } } fragment M on Musician { born }")]
    [InlineData("subscription { renamed { name } }")]
    [InlineData("subscription { ...F } fragment F on Subscription { ... { ... on Subscription { renamed { name __typename } } } }")]
    [InlineData("subscription S { renamed { name } renamed { ... on Band { founded } } }")]
    [InlineData("{ band { name name other: name other: name } }")]
    [InlineData("{ search { ... on Band { x: founded } ... on Musician { x: born } } }")]
    [InlineData("{ search { ... on Band { albums(first: 1) { name } } ... on Musician { albums(first: 2) { name } } } }")]
    [InlineData("{ album(id: 1) { tracks(longerThan: 1, order: [TITLE]) { title } tracks(order: [TITLE], longerThan: 1) { seconds } } }")]
    [InlineData("{ search(filter: { name: \"a\", minRating: 2 }) { __typename } search(filter: { minRating: 2, name: \"\"\"a\"\"\" }) { __typename } }")]
    [InlineData("query ($i: Instrument!) { search { ... on Musician { plays(instrument: $i) } } }")]
    [InlineData("query ($first: Int = 3) { band { albums(first: $first) { name } } }")]
    [InlineData("query ($value: Boolean) { flag(value: $value) }")]
    [InlineData("query ($scale: Int = 3) { album(id: 1) { rating(scale: $scale) } }")]
    [InlineData("query ($a: Int!, $b: [Int!]!) { x: sum(of: [1, $a]) sum(of: $b) y: sum(of: 3) }")]
    [InlineData("{ matrix(of: [[1, null], null, 2]) }")]
    [InlineData("{ text(value: null, number: 3, anything: { a: [1, \"x\", { b: ENUM }] }) }")]
    [InlineData("query ($v: String) { text(anything: { a: [$v] }) }")]
    [InlineData("{ performer(key: { id: 1 }) { name ... on Named { name } ... on Band { founded } } }")]
    [InlineData("query ($id: ID!) { performer(key: { id: $id }) { name } }")]
    [InlineData("query ($id: ID = 1) { performer(key: { id: $id }) { name } }")]
    [InlineData("{ performer(key: { filter: { name: \"a\", nested: { name: \"b\" } } }) { name } }")]
    [InlineData("query @audit @audit(level: 2) { band @audit { name @audit @once } }")]
    [InlineData("query ($a: Boolean! @audit) { band @skip(if: $a) { name @include(if: $a) } }")]
    [InlineData("mutation { rename(id: \"a\", name: \"b\") { name } }")]
    [InlineData("query ($f: Filter = { name: \"a\" }) { search(filter: $f) { __typename } }")]
    [InlineData("query ($k: Key!) { search(keys: [$k, { id: 1 }]) { __typename } }")]
    [InlineData("{ ...A } fragment A on Query { band { ...B } ...C } fragment B on Band { name } fragment C on Query { band { ...B founded } }")]
    [InlineData("\"q\" query ($a: Int = 1) { band { albums(first: $a) { name } } }")]
    public void Validate_Should_ReportNothing_When_DocumentIsValid(string text) => Check(text).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(InvalidDocuments.All), MemberType = typeof(InvalidDocuments))]
    public void Validate_Should_ReportRuleLocationAndMessage_When_DocumentIsInvalid(string text, string[] expected) => Check(text).ShouldBe(expected);

    [Fact]
    public void Validate_Should_ReturnValidationCode_When_RuleIsViolated()
    {
        var error = DocumentValidator.Validate(MusicSchema.Schema, Utf8GraphQLParser.Parse("{ nothing }"), ValidationOptions.Default).Single();

        error.Code.ShouldBe("GRAPHQL_VALIDATION_FAILED");
        error.Path.ShouldBeNull();
        error.Locations!.Single().ShouldBe(new Location(2, 9, 1, 3));
    }

    [Fact]
    public void Validate_Should_ReturnTheScalarsCode_When_ScalarRejectsLiteral()
    {
        var error = DocumentValidator.Validate(MusicSchema.Schema, Utf8GraphQLParser.Parse("{ albumsOf(year: 12) { name } }"), ValidationOptions.Default).Single();

        error.Code.ShouldBe("YEAR_INVALID");
        error.Message.ShouldBe("A year has four digits.");
        error.Extensions!["digits"].ShouldBe(2);
        error.Extensions["coordinate"].ShouldBe("Query.albumsOf(year:)");
    }

    [Fact]
    public void Validate_Should_NameTheVariable_When_ScalarRejectsItsDefault()
    {
        var document = Utf8GraphQLParser.Parse("query ($year: Year! = 12345) { albumsOf(year: $year) { name } }");

        var error = DocumentValidator.Validate(MusicSchema.Schema, document, ValidationOptions.Default).Single();

        error.Code.ShouldBe("YEAR_INVALID");
        error.Extensions!["coordinate"].ShouldBe("$year");
    }

    [Theory]
    [InlineData("{ bnad { name } }")]
    [InlineData("{ band { nmae } }")]
    [InlineData("{ search { name } }")]
    [InlineData("{ band }")]
    [InlineData("{ flag(vlaue: true) }")]
    [InlineData("{ band { ... on Bnad { name } } }")]
    [InlineData("query ($a: Flter) { search(filter: $a) { __typename } }")]
    [InlineData("{ search(filter: { nmae: \"a\", name: \"b\" }) { __typename } }")]
    [InlineData("{ search { ... on Musician { plays(instrument: GUITARE) } } }")]
    [InlineData("{ search { ... on Musician { plays(instrument: \"GUITAR\") } } }")]
    [InlineData("{ band { ...Naem } } fragment Name on Band { name }")]
    public void Validate_Should_SuggestNamesOnlyIfEnabled_When_NameIsMisspelled(string text)
    {
        var document = Utf8GraphQLParser.Parse(text);

        var withSuggestions = DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { Suggestions = true });
        var withoutSuggestions = DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { Suggestions = false });

        withSuggestions.ShouldContain(error => error.Message.Contains(" Did you mean ", StringComparison.Ordinal));
        withoutSuggestions.Count.ShouldBe(withSuggestions.Count);
        withoutSuggestions.ShouldAllBe(error => !error.Message.Contains("Did you mean", StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_Should_AddOneError_When_ThereAreTooMany()
    {
        var document = Utf8GraphQLParser.Parse("{ a b c d e f }");

        var errors = DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxErrors = 5 });

        errors.Count.ShouldBe(6);
        errors[5].Message.ShouldBe("There are more than 5 errors (MaxErrors).");
        DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxErrors = 6 }).Count.ShouldBe(6);
    }

    [Fact]
    public void Validate_Should_TruncateMessages_When_NamesAreLong()
    {
        var name = new string('a', 10_000);
        var document = Utf8GraphQLParser.Parse($"query {name} {{ {string.Join(' ', Enumerable.Range(0, 20).Select(i => $"a{i}: flag(value: $b{i})"))} ...{name}b }} fragment {name}c on Query {{ flag }}");

        var errors = DocumentValidator.Validate(MusicSchema.Schema, document, ValidationOptions.Default);

        errors.Count.ShouldBe(22);
        errors.ShouldAllBe(error => error.Message.Length <= 1_003);
    }

    private static string[] Check(string text)
        =>
        [
            .. DocumentValidator.Check(MusicSchema.Schema, Utf8GraphQLParser.Parse(text), ValidationOptions.Default).Select(e =>
                $"{e.Rule} {string.Join(' ', (e.Error.Locations ?? []).Select(location => $"{location.Line}:{location.Column}"))} {e.Error.Message}"),
        ];
}
