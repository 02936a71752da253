using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>The limits on selections, in syntax nodes that have the same names in both engines.</summary>
public sealed class DocumentLimitsTests
{
    [Theory]
    [InlineData("MaxDepth", "{ a { b } }", "{ a { b { c } } }")]
    [InlineData("MaxDepth", "{ a { ...F } } fragment F on T { b }", "{ a { ...F } } fragment F on T { b { ... { c } } }")]
    [InlineData("MaxDepth", "{ __schema { types { fields { name } } } }", "{ x { __typename y { __typename z } } }")]
    [InlineData("MaxFields", "{ a b }", "{ a b c }")]
    [InlineData("MaxFields", "{ ...F ...F } fragment F on T { a }", "{ ...F ...F ...F } fragment F on T { a }")]
    [InlineData("MaxFields", "query A { a b } query B { a b }", "query A { a } query B { a b c }")]
    [InlineData("MaxRootFields", "{ a { x y z } b }", "{ a ... { b c } }")]
    [InlineData("MaxAliases", "{ a: x b: x c d: y { a: z b: z } e: y { ...F } f: y { ...F } } fragment F on T { a: x }", "{ a: x b { c: x ...F } } fragment F on T { d: x }")]
    [InlineData("MaxDirectives", "{ a @x @y }", "{ a @x @y @z }")]
    [InlineData("MaxDirectives", "query @x { a @x @y }", "query @x @y @z { a }")]
    [InlineData("MaxDirectives", "{ ... @x @y { a } }", "{ ... @x @y @z { a } }")]
    [InlineData("MaxDirectives", "{ ...F @x @y } fragment F on T { a }", "{ ...F @x @y @z } fragment F on T { a }")]
    [InlineData("MaxDirectives", "{ ...F } fragment F on T @x @y { a }", "{ ...F } fragment F on T @x @y @z { a }")]
    public void FindViolation_Should_NameTheSetting_When_TheDocumentIsOneAboveALimit(string setting, string within, string exceeding)
    {
        var limits = new DocumentLimits(With(setting, 2));

        FindViolation(limits, within).ShouldBeNull();
        FindViolation(limits, exceeding).ShouldNotBeNull().ShouldContain(setting);
    }

    [Fact]
    public void FindViolation_Should_TakeLinearTime_When_FragmentsDouble()
    {
        var fragments = string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on T {{ ...F{i + 1} ...F{i + 1} }} "));

        FindViolation(new DocumentLimits(With("MaxFields", 4_096)), $"{{ ...F0 }} {fragments} fragment F60 on T {{ a }}").ShouldNotBeNull().ShouldContain("MaxFields");
    }

    [Theory]
    [InlineData("{ ...F } fragment F on T { a ...F }")]
    [InlineData("{ ...F } fragment F on T { a ...G } fragment G on T { b ...F }")]
    [InlineData("{ ...Missing }")]
    [InlineData("{ ...F } fragment F on T { a } fragment F on T { b }")]
    public void FindViolation_Should_ReturnNull_When_TheDocumentIsInvalid(string text) =>
        FindViolation(new DocumentLimits(new ServerOptions()), text).ShouldBeNull();

    [Theory]
    [InlineData("{ chain(chainId: 1) { name } }", 1)]
    [InlineData("{ wallets(addresses: []) { id } }", 1)]
    [InlineData("{ wallets(addresses: [\"a\", \"b\", \"c\"]) { id } }", 3)]
    [InlineData("{ wallets(addresses: \"a\") { id } }", 1)]
    [InlineData("{ a: wallets(addresses: [\"a\"]) { id } b: wallets(addresses: [\"a\", \"b\"]) { id } }", 2)]
    [InlineData("query($list: [Address!]!) { wallets(addresses: $list) { id } }", 7)]
    [InlineData("mutation($list: [Address!]!) { ... { refreshWallets(addresses: $list) { wallets { id } } } }", 7)]
    [InlineData("{ ...F } fragment F on Query { wallets(addresses: [\"a\", \"b\"]) { id } }", 2)]
    [InlineData("{ portfolio(addresses: [\"a\", \"b\"]) { id } }", 1)]
    public void GetMaxWalletCount_Should_ReturnTheLongestList_When_FieldsNameWallets(string text, int wallets) =>
        DocumentLimits.GetMaxWalletCount(Utf8GraphQLParser.Parse(text), name => name == "list" ? 7 : 0).ShouldBe(wallets);

    private static string? FindViolation(DocumentLimits limits, string text) => limits.FindViolation(Utf8GraphQLParser.Parse(text));

    private static ServerOptions With(string setting, int limit)
    {
        var settings = new ServerOptions();
        typeof(ServerOptions).GetProperty(setting)!.SetValue(settings, limit);
        return settings;
    }
}
