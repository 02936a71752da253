using Couverture.Language;
using Couverture.Validation;

namespace Couverture.Tests.Validation;

public sealed class LimitTests
{
    [Theory]
    [InlineData("{ band { members { albums { name } } } }", nameof(ValidationOptions.MaxDepth), 4)]
    [InlineData("{ ...A } fragment A on Query { band { ...B } } fragment B on Band { members { ... { name } } }", nameof(ValidationOptions.MaxDepth), 3)]
    [InlineData("{ band { name founded members { name } } }", nameof(ValidationOptions.MaxFields), 5)]
    [InlineData("{ a: band { ...F } b: band { ...F } } fragment F on Band { name founded }", nameof(ValidationOptions.MaxFields), 6)]
    [InlineData("{ a: band { ...F } b: band { ...F m: members { n: name } } x: flag } fragment F on Band { n: name y: founded }", nameof(ValidationOptions.MaxAliases), 3)]
    [InlineData("{ a: band { name } ...F ... { flag } } fragment F on Query { flag band { name } }", nameof(ValidationOptions.MaxRootFields), 4)]
    public void Validate_Should_CountWithFragmentsExpanded_When_LimitIsSet(string text, string setting, int count)
    {
        var document = Utf8GraphQLParser.Parse(text);

        DocumentValidator.Validate(MusicSchema.Schema, document, With(setting, count)).ShouldBeEmpty();

        var error = DocumentValidator.Validate(MusicSchema.Schema, document, With(setting, count - 1)).ShouldHaveSingleItem();
        error.Code.ShouldBe("LIMIT_EXCEEDED");
        error.Message.ShouldContain($"more than {count - 1} ");
        error.Message.ShouldEndWith($"({setting}).");
        error.Locations!.Single().Line.ShouldBe(1);
    }

    [Fact]
    public void Validate_Should_NotCountDepth_When_FieldsAreIntrospection()
    {
        var document = Utf8GraphQLParser.Parse("{ __schema { types { ofType { ofType { ofType { name } } } } } __type(name: \"A\") { name } }");

        DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxDepth = 1 }).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_Should_CountDepth_When_OnlyTheAliasIsIntrospection()
    {
        var document = Utf8GraphQLParser.Parse("{ __schema: band { name } }");

        DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxDepth = 1 }).Single().Code.ShouldBe("LIMIT_EXCEEDED");
    }

    [Theory]
    [InlineData("{ __schema { types { fields { type { fields { type { name } } } } } } }", true)]
    [InlineData("{ __schema { types { fields { type { fields { type { interfaces { name } } } } } } } }", false)]
    [InlineData("{ __type(name: \"A\") { ...A } } fragment A on __Type { fields { type { ...B } } } fragment B on __Type { fields { type { possibleTypes { name } } } }", false)]
    public void Validate_Should_LimitIntrospection_When_ListsAreNested(string text, bool isAllowed)
        => DocumentValidator.Validate(MusicSchema.Schema, Utf8GraphQLParser.Parse(text), ValidationOptions.Default)
            .Select(error => error.Code)
            .ShouldBe(isAllowed ? [] : ["LIMIT_EXCEEDED"]);

    [Fact]
    public void Validate_Should_RejectIntrospection_When_NotAllowed()
    {
        var document = Utf8GraphQLParser.Parse("{ band { __typename } ...F } fragment F on Query { __type(name: \"A\") { name } }");

        var errors = DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { AllowIntrospection = false });

        errors.ShouldHaveSingleItem().Code.ShouldBe("INTROSPECTION_DISABLED");
    }

    [Fact]
    public void Validate_Should_NameTheLimit_When_FieldsMultiplyThroughFragments()
    {
        // Each fragment spreads the next one twice: 2^30 fields when expanded.
        var fragments = Enumerable.Range(0, 30).Select(i => $"fragment F{i} on Band {{ a: members {{ ...M{i} }} b: members {{ ...M{i} }} }} fragment M{i} on Musician {{ albums {{ by {{ ...F{i + 1} }} }} }}");
        var document = Utf8GraphQLParser.Parse($"{{ band {{ ...F0 }} }} {string.Join(' ', fragments)} fragment F30 on Band {{ name }}");
        var options = new ValidationOptions { MaxDepth = null, MaxAliases = null, MaxFragmentVisits = null };

        DocumentValidator.Validate(MusicSchema.Schema, document, options).Single().Message.ShouldContain("(MaxFields)");
    }

    [Fact]
    public void Validate_Should_MergeSharedFragmentsOnce_When_FieldsMultiplyThroughFragments()
    {
        var fragments = Enumerable.Range(0, 30).Select(i => $"fragment F{i} on Band {{ a: members {{ ...M{i} }} b: members {{ ...M{i} }} }} fragment M{i} on Musician {{ albums {{ by {{ ...F{i + 1} }} }} }}");
        var document = Utf8GraphQLParser.Parse($"{{ band {{ ...F0 }} }} {string.Join(' ', fragments)} fragment F30 on Band {{ name }}");
        var options = new ValidationOptions { MaxDepth = null, MaxAliases = null, MaxFields = null, MaxFragmentVisits = null, MaxMergedFields = 1_000 };

        DocumentValidator.Validate(MusicSchema.Schema, document, options).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_Should_NameTheLimit_When_MergingExceedsIt()
    {
        var document = Utf8GraphQLParser.Parse("{ band { members { albums { name } } } }");

        DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxMergedFields = 4 }).ShouldBeEmpty();

        var error = DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxMergedFields = 3 }).ShouldHaveSingleItem();
        error.Code.ShouldBe("LIMIT_EXCEEDED");
        error.Message.ShouldContain("limit of 3 fields (MaxMergedFields)");
    }

    [Fact]
    public void Validate_Should_ReportOnlyCycles_When_CycleLengthsAreCoprime()
    {
        // If merged, the cycles would form a new combination at every level: 7 * 11 * 13 * 17 * 19 * 23 combinations.
        int[] lengths = [7, 11, 13, 17, 19, 23];
        var cycles = lengths.SelectMany(length => Enumerable.Range(0, length).Select(i =>
            $"fragment C{length}x{i} on Band {{ members {{ albums {{ by {{ ...C{length}x{(i + 1) % length} }} }} }} }}"));
        var document = Utf8GraphQLParser.Parse($"{{ band {{ {string.Join(' ', lengths.Select(length => $"...C{length}x0"))} }} }} {string.Join(' ', cycles)}");

        var errors = DocumentValidator.Check(MusicSchema.Schema, document, new ValidationOptions { MaxDepth = null });

        errors.Count.ShouldBe(lengths.Length);
        errors.ShouldAllBe(error => error.Rule == "FragmentSpreadsMustNotFormCycles");
    }

    [Fact]
    public void Validate_Should_CheckEachFieldOnce_When_ManyFieldsAreEqual()
    {
        var document = Utf8GraphQLParser.Parse($"{{ band {{ {string.Join(' ', Enumerable.Repeat("members { name }", 500))} }} }}");

        DocumentValidator.Validate(MusicSchema.Schema, document, new ValidationOptions { MaxMergedFields = 1_100 }).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_Should_NotRecurseThroughFragments_When_ChainIsLong()
    {
        const int length = 20_000;
        var parserOptions = new ParserOptions
        {
            MaxTokens = int.MaxValue,
            MaxAllowedNodes = int.MaxValue,
            MaxAllowedFields = int.MaxValue,
            MaxAllowedFragmentSpreads = int.MaxValue,
        };
        var chain = string.Join(' ', Enumerable.Range(0, length).Select(i => $"fragment F{i} on Track {{ on {{ tracks {{ ...F{i + 1} }} }} }}"));
        var document = Utf8GraphQLParser.Parse($"{{ album(id: 1) {{ tracks {{ ...F0 }} }} }} {chain} fragment F{length} on Track {{ title }}", parserOptions);
        var options = new ValidationOptions { MaxDepth = null, MaxFields = null, MaxFragmentVisits = null, MaxMergedFields = int.MaxValue };

        DocumentValidator.Validate(MusicSchema.Schema, document, options).ShouldBeEmpty();
        DocumentValidator.Validate(MusicSchema.Schema, document, ValidationOptions.Default).ShouldAllBe(error => error.Code == "LIMIT_EXCEEDED");
    }

    private static ValidationOptions With(string setting, int limit) => setting switch
    {
        nameof(ValidationOptions.MaxDepth) => new ValidationOptions { MaxDepth = limit },
        nameof(ValidationOptions.MaxFields) => new ValidationOptions { MaxFields = limit },
        nameof(ValidationOptions.MaxAliases) => new ValidationOptions { MaxAliases = limit },
        _ => new ValidationOptions { MaxRootFields = limit },
    };
}
