using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Validation;

namespace Couverture.Tests.Execution;

/// <summary>A document is parsed, validated and planned once while it is cached. The cache is bounded by count and size.</summary>
public sealed class DocumentProviderTests
{
    private static DocumentProvider CreateProvider(int documents = 500, int nodes = 500_000) =>
        new(MusicSchema.Schema, new RequestExecutorOptions { MaxCachedDocuments = documents, MaxCachedNodes = nodes }, PersistedDocuments.Empty);

    private static PreparedDocument Get(DocumentProvider provider, string text)
    {
        var (document, errors) = provider.Get(new OperationRequest { Document = text });
        errors.ShouldBeEmpty();
        return document.ShouldNotBeNull();
    }

    [Fact]
    public void Get_Should_ReturnSameDocumentAndPlan_When_TextIsTheSame()
    {
        var provider = CreateProvider();
        const string Text = "query A { band { name } } query B { flag }";

        var first = Get(provider, Text);
        var second = Get(provider, new string(Text));

        second.ShouldBeSameAs(first);
        second.GetPlan("A").Plan.ShouldBeSameAs(first.GetPlan("A").Plan);
        second.GetPlan("B").Plan.ShouldNotBeSameAs(first.GetPlan("A").Plan);
        Get(provider, Text + " ").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Get_Should_CacheNothing_When_DocumentIsInvalid()
    {
        var provider = CreateProvider(documents: 1);
        var valid = Get(provider, "{ flag }");

        provider.Get(new OperationRequest { Document = "{ nothing }" }).Errors.ShouldHaveSingleItem();
        provider.Get(new OperationRequest { Document = "{ " }).Errors.ShouldHaveSingleItem();

        Get(provider, "{ flag }").ShouldBeSameAs(valid);
    }

    [Fact]
    public void Get_Should_EvictLeastRecentlyUsed_When_DocumentsExceedTheCount()
    {
        var provider = CreateProvider(documents: 2);
        var a = Get(provider, "{ a: flag }");
        var b = Get(provider, "{ b: flag }");
        Get(provider, "{ a: flag }").ShouldBeSameAs(a);

        Get(provider, "{ c: flag }");

        Get(provider, "{ a: flag }").ShouldBeSameAs(a);
        Get(provider, "{ b: flag }").ShouldNotBeSameAs(b);
    }

    // Each document counts 7: six nodes (document, operation, selection set, field, alias, name) and one field of the operation.
    [Theory]
    [InlineData(14, true)]
    [InlineData(13, false)]
    public void Get_Should_EvictEarlierDocument_When_BothExceedTheSize(int nodes, bool isCached)
    {
        var provider = CreateProvider(nodes: nodes);
        var first = Get(provider, "{ a: flag }");
        var second = Get(provider, "{ b: flag }");

        Get(provider, "{ b: flag }").ShouldBeSameAs(second);
        ReferenceEquals(Get(provider, "{ a: flag }"), first).ShouldBe(isCached);
    }

    [Fact]
    public void Get_Should_CountFieldsWithFragmentsExpanded_When_MeasuringADocument()
    {
        // The document contains four fields; with fragments expanded, the operation selects six.
        const string Text = "{ a: band { ...F } b: band { ...F } } fragment F on Band { name founded }";
        var nodes = CountNodes(Text);

        var largeEnough = CreateProvider(nodes: nodes + 6);
        Get(largeEnough, Text).ShouldBeSameAs(Get(largeEnough, Text));
        var tooSmall = CreateProvider(nodes: nodes + 5);
        Get(tooSmall, Text).ShouldNotBeSameAs(Get(tooSmall, Text));
    }

    [Fact]
    public void Add_Should_StayWithinMaxWeight_When_ValuesAreReplaced()
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

    private static int CountNodes(string text) => Utf8GraphQLParser.Parse(text).NodeCount;
}
