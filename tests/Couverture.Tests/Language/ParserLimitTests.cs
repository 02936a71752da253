using Couverture.Language;

namespace Couverture.Tests.Language;

public sealed class ParserLimitTests
{
    public static TheoryData<string, ParserOptions> Limits => new()
    {
        { "{ a(b: 1) }", new ParserOptions { MaxTokens = 8 } },
        { "{ a }", new ParserOptions { MaxAllowedNodes = 5 } },
        { "{ a { b { c } } }", new ParserOptions { MaxAllowedDepth = 3 } },
        { "{ a(b: [{ c: 1 }]) }", new ParserOptions { MaxAllowedDepth = 3 } },
        { "query ($a: [[[Int]]]) { a }", new ParserOptions { MaxAllowedDepth = 3 } },
        { "{ a b c ...F } fragment F on T { d }", new ParserOptions { MaxAllowedFields = 4 } },
        { "{ a @x @y @z }", new ParserOptions { MaxDirectives = 3 } },
        { "{ ...F ...F } fragment F on T { a }", new ParserOptions { MaxAllowedFragmentSpreads = 2 } },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Parse_Should_Succeed_When_DocumentIsAtTheLimit(string text, ParserOptions options)
        => Utf8GraphQLParser.Parse(text, options).Definitions.ShouldNotBeEmpty();

    [Theory]
    [InlineData("{ a(b: 1) c }", 8, nameof(ParserOptions.MaxTokens))]
    [InlineData("{ a b }", 5, nameof(ParserOptions.MaxAllowedNodes))]
    [InlineData("{ a { b { c { d } } } }", 3, nameof(ParserOptions.MaxAllowedDepth))]
    [InlineData("{ a(b: [[{ c: 1 }]]) }", 3, nameof(ParserOptions.MaxAllowedDepth))]
    [InlineData("query ($a: [[[[Int]]]]) { a }", 3, nameof(ParserOptions.MaxAllowedDepth))]
    [InlineData("{ a b c ...F } fragment F on T { d e }", 4, nameof(ParserOptions.MaxAllowedFields))]
    [InlineData("{ a @w @x @y @z }", 3, nameof(ParserOptions.MaxDirectives))]
    [InlineData("{ ...F ...F ...F } fragment F on T { a }", 2, nameof(ParserOptions.MaxAllowedFragmentSpreads))]
    public void Parse_Should_NameTheSetting_When_DocumentExceedsTheLimit(string text, int limit, string setting)
    {
        var options = setting switch
        {
            nameof(ParserOptions.MaxTokens) => new ParserOptions { MaxTokens = limit },
            nameof(ParserOptions.MaxAllowedNodes) => new ParserOptions { MaxAllowedNodes = limit },
            nameof(ParserOptions.MaxAllowedDepth) => new ParserOptions { MaxAllowedDepth = limit },
            nameof(ParserOptions.MaxAllowedFields) => new ParserOptions { MaxAllowedFields = limit },
            nameof(ParserOptions.MaxDirectives) => new ParserOptions { MaxDirectives = limit },
            _ => new ParserOptions { MaxAllowedFragmentSpreads = limit },
        };

        var exception = Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse(text, options));

        exception.Code.ShouldBe(ErrorCodes.LimitExceeded);
        exception.Message.ShouldContain($"more than {limit} ");
        exception.Message.ShouldEndWith($"({setting}).");
        exception.Location.Line.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "{a")]
    [InlineData("", "{...")]
    [InlineData("{a(b:", "[")]
    [InlineData("{a(b:", "{c:")]
    [InlineData("query($a:", "[")]
    public void Parse_Should_StopAtMaxDepth_When_NestingIsUnbounded(string start, string level)
    {
        var text = start + string.Concat(Enumerable.Repeat(level, 200_000));
        var options = new ParserOptions { MaxTokens = int.MaxValue, MaxAllowedDepth = ParserOptions.DeepestAllowedDepth };

        var exception = Should.Throw<SyntaxException>(() => Utf8GraphQLParser.Parse(text, options));

        exception.Code.ShouldBe(ErrorCodes.LimitExceeded);
        exception.Message.ShouldContain(nameof(ParserOptions.MaxAllowedDepth));
    }

    [Fact]
    public void ParserOptions_Should_Throw_When_SettingIsOutOfRange()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ParserOptions { MaxTokens = 0 }).ParamName.ShouldBe("MaxTokens");
        Should.Throw<ArgumentOutOfRangeException>(() => new ParserOptions { MaxAllowedDepth = ParserOptions.DeepestAllowedDepth + 1 })
            .ParamName.ShouldBe("MaxAllowedDepth");
    }
}
