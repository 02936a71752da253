using PortfolioGraph.Server.Engine;
using PortfolioGraph.Server.Hosting;

namespace PortfolioGraph.Server.Tests.Engine;

/// <summary>How much a document selects, in syntax nodes that both engines call alike.</summary>
public sealed class DocumentLimitTests
{
    [Theory]
    [InlineData("MaxDepth", "{ a { b } }", "{ a { b { c } } }")]
    [InlineData("MaxDepth", "{ a { ...F } } fragment F on T { b }", "{ a { ...F } } fragment F on T { b { ... { c } } }")]
    [InlineData("MaxDepth", "{ __schema { types { fields { name } } } }", "{ x { __typename y { __typename z } } }")]
    [InlineData("MaxFields", "{ a b }", "{ a b c }")]
    [InlineData("MaxFields", "{ ...F ...F } fragment F on T { a }", "{ ...F ...F ...F } fragment F on T { a }")]
    [InlineData("MaxFields", "query A { a b } query B { a b }", "query A { a } query B { a b c }")]
    [InlineData("MaxRootFields", "{ a { x y z } b }", "{ a ... { b c } }")]
    [InlineData("MaxAliases", "{ a: x b: x c }", "{ a: x b { c: x ...F } } fragment F on T { d: x }")]
    [InlineData("MaxDirectives", "{ a @x @y }", "{ a @x @y @z }")]
    [InlineData("MaxDirectives", "query @x { a @x @y }", "query @x @y @z { a }")]
    [InlineData("MaxDirectives", "{ ... @x @y { a } }", "{ ... @x @y @z { a } }")]
    [InlineData("MaxDirectives", "{ ...F @x @y } fragment F on T { a }", "{ ...F @x @y @z } fragment F on T { a }")]
    [InlineData("MaxDirectives", "{ ...F } fragment F on T @x @y { a }", "{ ...F } fragment F on T @x @y @z { a }")]
    public void Document_Should_BeInExcess_When_ItIsOneBeyondALimit(string setting, string within, string beyond)
    {
        var limits = new DocumentLimits(With(setting, 2));

        Excess(limits, within).ShouldBeNull();
        Excess(limits, beyond).ShouldNotBeNull().ShouldContain(setting);
    }

    [Fact]
    public void Document_Should_BeMeasuredAtOnce_When_ItsFragmentsDouble()
    {
        var fragments = string.Concat(Enumerable.Range(0, 60).Select(i => $"fragment F{i} on T {{ ...F{i + 1} ...F{i + 1} }} "));

        Excess(new DocumentLimits(With("MaxFields", 4_096)), $"{{ ...F0 }} {fragments} fragment F60 on T {{ a }}").ShouldNotBeNull().ShouldContain("MaxFields");
    }

    [Theory]
    [InlineData("{ ...F } fragment F on T { a ...F }")]
    [InlineData("{ ...F } fragment F on T { a ...G } fragment G on T { b ...F }")]
    [InlineData("{ ...Missing }")]
    [InlineData("{ ...F } fragment F on T { a } fragment F on T { b }")]
    public void Document_Should_BeLeftToValidation_When_ItIsNotValid(string text) =>
        Excess(new DocumentLimits(new ServerOptions()), text).ShouldBeNull();

    [Theory]
    [InlineData("{ chain(chainId: 1) { name } }", 1)]
    [InlineData("{ wallets(addresses: []) { id } }", 1)]
    [InlineData("{ wallets(addresses: [\"a\", \"b\", \"c\"]) { id } }", 3)]
    [InlineData("{ wallets(addresses: \"a\") { id } }", 1)]
    [InlineData("{ a: wallets(addresses: [\"a\"]) { id } b: wallets(addresses: [\"a\", \"b\"]) { id } }", 2)]
    [InlineData("query($list: [Address!]!) { wallets(addresses: $list) { id } }", 7)]
    [InlineData("mutation($list: [Address!]!) { ... { refresh(addresses: $list) { wallets { id } } } }", 7)]
    [InlineData("{ ...F } fragment F on Query { wallets(addresses: [\"a\", \"b\"]) { id } }", 2)]
    [InlineData("{ portfolio(addresses: [\"a\", \"b\"]) { id } }", 1)]
    public void Document_Should_NameSoManyWallets_When_ItsListsAreCounted(string text, int wallets) =>
        DocumentLimits.MostWallets(Utf8GraphQLParser.Parse(text), name => name == "list" ? 7 : 0).ShouldBe(wallets);

    private static string? Excess(DocumentLimits limits, string text) => limits.Excess(Utf8GraphQLParser.Parse(text));

    private static ServerOptions With(string setting, int limit)
    {
        var settings = new ServerOptions();
        typeof(ServerOptions).GetProperty(setting)!.SetValue(settings, limit);
        return settings;
    }
}
