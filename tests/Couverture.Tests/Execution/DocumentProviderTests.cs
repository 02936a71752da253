using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Validation;

namespace Couverture.Tests.Execution;

/// <summary>A document is parsed, validated and planned once, as long as it is kept; what is kept has a bound in number and in size.</summary>
public sealed class DocumentProviderTests
{
    private static DocumentProvider Store(int documents = 500, int nodes = 500_000) =>
        new(MusicSchema.Schema, new RequestExecutorOptions { MaxCachedDocuments = documents, MaxCachedNodes = nodes }, PersistedDocuments.Read([]));

    private static PreparedDocument Get(DocumentProvider store, string text)
    {
        var (document, errors) = store.Get(new OperationRequest { Document = text });
        errors.ShouldBeEmpty();
        return document.ShouldNotBeNull();
    }

    [Fact]
    public void Get_Should_GiveTheSameDocumentAndPlan_When_TheTextIsTheSame()
    {
        var store = Store();
        const string Text = "query A { band { name } } query B { flag }";

        var first = Get(store, Text);
        var second = Get(store, new string(Text));

        second.ShouldBeSameAs(first);
        second.GetPlan("A").Plan.ShouldBeSameAs(first.GetPlan("A").Plan);
        second.GetPlan("B").Plan.ShouldNotBeSameAs(first.GetPlan("A").Plan);
        Get(store, Text + " ").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Get_Should_KeepNothing_When_TheDocumentIsInvalid()
    {
        var store = Store(documents: 1);
        var valid = Get(store, "{ flag }");

        store.Get(new OperationRequest { Document = "{ nothing }" }).Errors.ShouldHaveSingleItem();
        store.Get(new OperationRequest { Document = "{ " }).Errors.ShouldHaveSingleItem();

        Get(store, "{ flag }").ShouldBeSameAs(valid);
    }

    [Fact]
    public void Get_Should_ForgetWhatWasUnusedForLongest_When_ThereIsOneTooMany()
    {
        var store = Store(documents: 2);
        var a = Get(store, "{ a: flag }");
        var b = Get(store, "{ b: flag }");
        Get(store, "{ a: flag }").ShouldBeSameAs(a);

        Get(store, "{ c: flag }");

        Get(store, "{ a: flag }").ShouldBeSameAs(a);
        Get(store, "{ b: flag }").ShouldNotBeSameAs(b);
    }

    // Six nodes (document, operation, selection set, field, alias, name) and one field of the operation: 7 each.
    [Theory]
    [InlineData(14, true)]
    [InlineData(13, false)]
    public void Get_Should_ForgetTheFormerDocument_When_BothAreLargerThanTheBound(int nodes, bool isKept)
    {
        var store = Store(nodes: nodes);
        var first = Get(store, "{ a: flag }");
        var second = Get(store, "{ b: flag }");

        Get(store, "{ b: flag }").ShouldBeSameAs(second);
        ReferenceEquals(Get(store, "{ a: flag }"), first).ShouldBe(isKept);
    }

    [Fact]
    public void Get_Should_CountFieldsWithFragmentsExpanded_When_ItMeasuresADocument()
    {
        // Written, there are four fields; the operation selects six.
        const string Text = "{ a: band { ...F } b: band { ...F } } fragment F on Band { name founded }";
        var nodes = Nodes(Text);

        var kept = Store(nodes: nodes + 6);
        Get(kept, Text).ShouldBeSameAs(Get(kept, Text));
        var tooLarge = Store(nodes: nodes + 5);
        Get(tooLarge, Text).ShouldNotBeSameAs(Get(tooLarge, Text));
    }

    [Fact]
    public void Cache_Should_StayWithinItsWeight_When_ValuesReplaceOthers()
    {
        var cache = new LruCache<int, string>(10, maxWeight: 10);
        cache.Add(1, "a", 6);
        cache.Add(1, "b", 4);
        cache.Add(2, "c", 6);
        cache.Add(3, "too heavy", 11);

        cache.TryGet(1, out var first).ShouldBeTrue();
        first.ShouldBe("b");
        cache.TryGet(3, out _).ShouldBeFalse();
        cache.Add(4, "d", 10);
        cache.TryGet(1, out _).ShouldBeFalse();
        cache.TryGet(2, out _).ShouldBeFalse();
        cache.TryGet(4, out _).ShouldBeTrue();
    }

    private static int Nodes(string text) => Utf8GraphQLParser.Parse(text).NodeCount;
}
