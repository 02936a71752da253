using System.Security.Cryptography;
using System.Text;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Tests.Validation;
using Couverture.Validation;

namespace Couverture.Tests.Execution;

/// <summary>Persisted documents are recognized in the forms that clients send, and in no others.</summary>
public sealed class PersistedDocumentsTests
{
    private const string Document = """
        # The bands of a label.
        query Bands($on: Boolean! = true) {
          band { ...F  name }
          flag(value: $on)
        }

        fragment F on Band { founded }
        """;

    [Theory]
    [InlineData("query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("query Bands($on:Boolean!=true){band{...F,name}flag(value: $on)}fragment F on Band{founded}# minified")]
    [InlineData("query Bands($on: Boolean! = true) { band { ...F name __typename } flag(value: $on) } fragment F on Band { founded __typename }")]
    [InlineData("query Bands($on: Boolean! = true) { band { __typename ...F name } flag(value: $on) } fragment F on Band { __typename founded }")]
    [InlineData("query Bands($on: Boolean! = true) { band { ...F __typename name } flag(value: $on) } fragment F on Band { founded }")]
    public void Get_Should_RunTheText_When_OnlyFormattingAndTypenamesDiffer(string text)
    {
        var provider = CreateProvider();

        var (document, errors) = provider.Get(new OperationRequest { Document = text });

        errors.ShouldBeEmpty();
        document.ShouldNotBeNull();
        // The text that was sent is cached, and its hash is then an id.
        provider.Get(new OperationRequest { Document = text }).Document.ShouldBeSameAs(document);
        provider.Get(new OperationRequest { DocumentId = Hash(text) }).Document.ShouldBeSameAs(document);
    }

    [Theory]
    [InlineData("another name", "query Band($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("no name", "query ($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("another default", "query Bands($on: Boolean! = false) { band { ...F name } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("another field", "query Bands($on: Boolean! = true) { band { ...F name founded } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("a field less", "query Bands($on: Boolean! = true) { band { ...F } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("another order", "query Bands($on: Boolean! = true) { flag(value: $on) band { ...F name } } fragment F on Band { founded }")]
    [InlineData("the fragment in place", "query Bands($on: Boolean! = true) { band { founded name } flag(value: $on) }")]
    [InlineData("a typename at the root", "query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) __typename } fragment F on Band { founded }")]
    [InlineData("two typenames", "query Bands($on: Boolean! = true) { band { ...F name __typename __typename } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("an aliased typename", "query Bands($on: Boolean! = true) { band { ...F name t: __typename } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("an alias of the same name", "query Bands($on: Boolean! = true) { band { ...F name __typename: __typename } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("a typename with a directive", "query Bands($on: Boolean! = true) { band { ...F name __typename @skip(if: false) } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("a directive", "query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) @include(if: true) } fragment F on Band { founded }")]
    [InlineData("another operation", "query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded } query More { flag }")]
    [InlineData("a type", "query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded } type A { a: Int }")]
    [InlineData("the document in a string", "{ flag(a: \"query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded }\") }")]
    [InlineData("the document in a comment", "{ flag } # query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded }")]
    [InlineData("a syntax error", "query Bands($on: Boolean! = true) { band { ...F name } flag(value: $on) } fragment F on Band { founded } }")]
    public void Get_Should_Fail_When_AnythingElseDiffers(string difference, string text)
    {
        var provider = CreateProvider();

        provider.Get(new OperationRequest { Document = text }).Errors.ShouldHaveSingleItem(difference).Code.ShouldBe("DOCUMENT_NOT_TRUSTED", difference);
        provider.Get(new OperationRequest { DocumentId = Hash(text) }).Errors.ShouldHaveSingleItem(difference).Code.ShouldBe("PERSISTED_QUERY_NOT_FOUND", difference);
    }

    // The texts are those of graphql-js and Apollo Client.
    [Theory]
    [InlineData("query Bands($on: Boolean! = true) {\n  band {\n    ...F\n    name\n  }\n  flag(value: $on)\n}\n\nfragment F on Band {\n  founded\n}", 2)]
    [InlineData("query Bands($on: Boolean! = true) {\n  band {\n    ...F\n    name\n    __typename\n  }\n  flag(value: $on)\n}\n\nfragment F on Band {\n  founded\n  __typename\n}", 4)]
    public void Get_Should_RunThePrintedForm_When_ItsHashIsSent(string printed, int fieldsWithTypenames)
    {
        var provider = CreateProvider();

        var (document, errors) = provider.Get(new OperationRequest { DocumentId = $"sha256:{Hash(printed)}" });

        errors.ShouldBeEmpty();
        document.ShouldNotBeNull().SelectedFields.ShouldBe(fieldsWithTypenames + 2);
        provider.Get(new OperationRequest { Document = printed }).Document.ShouldBeSameAs(document);
    }

    [Fact]
    public void Get_Should_RunThePlainForm_When_ThePersistedDocumentHasTypenames()
    {
        var provider = CreateProvider(documents: [new("bands", "{ band { name __typename } }")]);

        provider.Get(new OperationRequest { DocumentId = Hash("{\n  band {\n    name\n  }\n}") }).Document.ShouldNotBeNull().SelectedFields.ShouldBe(2);
    }

    [Theory]
    [InlineData("bands")]
    [InlineData("sha256:bands")]
    public void Get_Should_RunTheDocument_When_ItsIdIsNotAHash(string id)
    {
        var provider = CreateProvider(documents: [new("sha256:bands", Document)]);

        provider.Get(new OperationRequest { DocumentId = id }).Document.ShouldNotBeNull();
        provider.Get(new OperationRequest { DocumentId = id, Document = $"{Document} # again" }).Document.ShouldNotBeNull();
        provider.Get(new OperationRequest { DocumentId = id, Document = "{ flag }" }).Errors.ShouldHaveSingleItem().Code.ShouldBe("DOCUMENT_ID_MISMATCH");
    }

    [Fact]
    public void Get_Should_PreferTheIdOfADocument_When_ItIsTheHashOfAnother()
    {
        var provider = CreateProvider(documents: [new(Hash("{ flag }"), "{ band { name founded } }"), new("flag", "{ flag }")]);

        provider.Get(new OperationRequest { DocumentId = Hash("{ flag }") }).Document.ShouldNotBeNull().SelectedFields.ShouldBe(3);
        provider.Get(new OperationRequest { DocumentId = "flag" }).Document.ShouldNotBeNull().SelectedFields.ShouldBe(1);
    }

    [Fact]
    public void Get_Should_KeepWithinTheCache_When_ManyFormsAreSent()
    {
        var provider = CreateProvider(cached: 2);
        string[] forms = [.. Enumerable.Range(0, 5).Select(i => $"{Document} # {i}")];

        foreach (var form in forms)
            provider.Get(new OperationRequest { Document = form }).Document.ShouldNotBeNull();

        forms.Count(form => provider.Get(new OperationRequest { DocumentId = Hash(form) }).Document is not null).ShouldBe(2);
    }

    [Theory]
    [InlineData("{ nothing }", "nothing")]
    [InlineData("{ flag", "(line 1, column 7)")]
    [InlineData("fragment F on Band { name }", "The document has no operation.")]
    public void Read_Should_NameTheDocument_When_ItIsNotValid(string text, string problem)
    {
        var failure = Should.Throw<PersistedDocumentException>(() => Read([new("broken", text)]));

        failure.DocumentId.ShouldBe("broken");
        failure.Problem.ShouldContain(problem);
        failure.Message.ShouldContain("broken");
    }

    [Fact]
    public void Get_Should_ReportTheLimit_When_APersistedDocumentExceedsIt()
    {
        var options = new RequestExecutorOptions { Parser = ParserOptions.Default with { MaxTokens = 10 }, Validation = ValidationOptions.Default with { MaxDepth = 1 } };
        var setup = new RequestExecutorSetup();
        setup.PersistedDocuments.AddRange([new("deep", "{ band { name } }"), new("long", "{ a: flag b: flag c: flag }")]);
        var provider = new DocumentProvider(MusicSchema.Schema, options, PersistedDocumentReader.Read(setup, MusicSchema.Schema, options));

        provider.Get(new OperationRequest { DocumentId = "deep" }).Errors.ShouldHaveSingleItem().Message.ShouldContain("MaxDepth");
        provider.Get(new OperationRequest { DocumentId = "long" }).Errors.ShouldHaveSingleItem().Message.ShouldContain("MaxTokens");
    }

    private static PersistedDocuments Read(KeyValuePair<string, string>[] documents)
    {
        var setup = new RequestExecutorSetup();
        setup.PersistedDocuments.AddRange(documents);
        return PersistedDocumentReader.Read(setup, MusicSchema.Schema, new RequestExecutorOptions());
    }

    private static DocumentProvider CreateProvider(int cached = 100, KeyValuePair<string, string>[]? documents = null) => new(
        MusicSchema.Schema,
        new RequestExecutorOptions { MaxCachedDocuments = cached, PersistedOperations = { OnlyAllowPersistedDocuments = true } },
        Read(documents ?? [new(Hash(Document), Document)]));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
