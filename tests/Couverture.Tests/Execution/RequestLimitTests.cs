using System.Text.Json;
using Couverture.Data;
using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Couverture.Validation;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Every limit of <see cref="RequestExecutorOptions"/>. A request at the limit runs; a larger request fails with the name of the setting.</summary>
public sealed class RequestLimitTests
{
    private sealed record Node(int Depth);

    private static readonly string[] Letters = [.. Enumerable.Range(0, 26).Select(i => ((char)('a' + i)).ToString())];

    private static string Repeat(int count, Func<int, string> item) => string.Join(' ', Enumerable.Range(0, count).Select(item));

    private static IRequestExecutor Server(Action<RequestExecutorOptions> configure) => Executor(
        schema =>
        {
            schema.Query()
                .Sync("node", TypeReference.Of<Node>(), _ => new Node(0))
                .Sync("sum", Number, c => c.Argument<object?[]>(0).Length, Argument("of", Number.NonNull().List()));
            schema.Object<Node>("Node")
                .Member<Node>("depth", Number.NonNull(), n => n.Depth)
                .Member<Node>("node", TypeReference.Of<Node>(), n => new Node(n.Depth + 1));
        },
        builder => builder.ModifyRequestOptions(configure));

    /// <summary>By setting: sets the limit, and creates a document of a given size.</summary>
    private static readonly Dictionary<string, (Action<RequestExecutorOptions, int> Set, Func<int, string> Document)> Limits = new()
    {
        ["MaxTokens"] = ((o, n) => o.Parser = o.Parser with { MaxTokens = n }, n => $"{{ {Repeat(n - 2, _ => "__typename")} }}"),
        ["MaxAllowedNodes"] = ((o, n) => o.Parser = o.Parser with { MaxAllowedNodes = n }, n => $"{{ node {{ {Nodes(n - 6)} }} }}"),
        ["MaxAllowedDepth"] = ((o, n) => o.Parser = o.Parser with { MaxAllowedDepth = n }, n => Nested(n)),
        ["MaxAllowedFields"] = ((o, n) => o.Parser = o.Parser with { MaxAllowedFields = n }, n => $"{{ {Repeat(n, _ => "__typename")} }}"),
        ["MaxAllowedFragmentSpreads"] = (
            (o, n) => o.Parser = o.Parser with { MaxAllowedFragmentSpreads = n },
            n => $"{{ {Repeat(n, _ => "...F")} }} fragment F on Query {{ __typename }}"),
        ["MaxDepth"] = ((o, n) => o.Validation = o.Validation with { MaxDepth = n }, n => Nested(n)),
        ["MaxFields"] = ((o, n) => o.Validation = o.Validation with { MaxFields = n }, n => $"{{ node {{ ...F }} }} fragment F on Node {{ {Repeat(n - 1, _ => "depth")} }}"),
        ["MaxAliases"] = ((o, n) => o.Validation = o.Validation with { MaxAliases = n }, n => $"{{ {Repeat(n, i => $"{Letters[i]}: __typename")} }}"),
        ["MaxRootFields"] = ((o, n) => o.Validation = o.Validation with { MaxRootFields = n }, n => $"{{ {Repeat(n, _ => "__typename")} }}"),
        ["MaxOperations"] = ((o, n) => o.Validation = o.Validation with { MaxOperations = n }, n => Repeat(n, i => $"query {(i == 0 ? "Run" : Letters[i])} {{ __typename }}")),
        ["MaxFragmentVisits"] = (
            (o, n) => o.Validation = o.Validation with { MaxFragmentVisits = n },
            n => $"{{ {Repeat(n - 2, _ => "...F")} ...G }} fragment F on Query {{ __typename }} fragment G on Query {{ ...F }}"),
        ["MaxMergedFields"] = ((o, n) => o.Validation = o.Validation with { MaxMergedFields = n }, n => $"{{ {Repeat(n, _ => "__typename")} }}"),
        ["MaxIntrospectionFields"] = (
            (o, n) => o.Validation = o.Validation with { MaxIntrospectionFields = n },
            n => $"{{ __schema {{ types {{ enumValues {{ name }} ...T }} }} __type(name: \"Node\") {{ fields {{ name }} }} }} fragment T on __Type {{ fields {{ {Repeat(n - 4, i => $"{Letters[i]}: args {{ name }}")} }} }}"),
        ["MaxIntrospectionLists"] = (
            (o, n) => o.Validation = o.Validation with { MaxIntrospectionLists = n },
            n => $"{{ __schema {{ types {{ {string.Concat(Enumerable.Repeat("fields { type { ", n))} name {string.Concat(Enumerable.Repeat(" } }", n))} }} }} }}"),
    };

    public static TheoryData<string> Settings => [.. Limits.Keys];

    private static string Nested(int levels) =>
        string.Concat(Enumerable.Repeat("{ node ", levels - 1)) + "{ __typename" + string.Concat(Enumerable.Repeat(" }", levels));

    // A field and its name are two nodes. An alias is another node.
    private static string Nodes(int count) => Repeat(count / 2, i => i == 0 && count % 2 == 1 ? "d: depth" : "depth");

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task Execute_Should_RejectDocument_When_ItExceedsTheLimitByOne(string setting)
    {
        var (set, document) = Limits[setting];
        const int Limit = 9;
        var executor = Server(options => set(options, Limit));

        var within = await executor.ExecuteAsync(Request(document(Limit)) with { OperationName = setting == "MaxOperations" ? "Run" : null });
        var beyond = await executor.ExecuteAsync(Request(document(Limit + 1)));

        within.Errors.ShouldBeEmpty();
        within.Kind.ShouldBe(OperationResultKind.Executed);
        beyond.Kind.ShouldBe(OperationResultKind.RequestError);
        var error = beyond.Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCodes.LimitExceeded);
        error.Message.ShouldContain($" {Limit} ");
        error.Message.ShouldEndWith($"({setting}).");
    }

    [Fact]
    public async Task Execute_Should_RejectDocument_When_OneLocationHasTooManyDirectives()
    {
        var executor = Server(options => options.Parser = options.Parser with { MaxDirectives = 2 });

        (await executor.RunAsync("{ __typename @skip(if: false) @include(if: true) node @skip(if: false) @include(if: true) { depth } }"))
            .ShouldBe("""{"data":{"__typename":"Query","node":{"depth":0}}}""");
        var error = (await executor.ExecuteAsync(Request("{ __typename @skip(if: false) @include(if: true) @a }"))).Errors.ShouldHaveSingleItem();
        (error.Code, error.Message).ShouldBe((ErrorCodes.LimitExceeded, "The document has more than 2 directives at one place (MaxDirectives)."));
    }

    [Fact]
    public async Task Execute_Should_RejectVariables_When_TheyExceedTheSizeByOneByte()
    {
        const string Document = "query ($of: [Int!]) { sum(of: $of) }";
        const string Variables = """{"of":[1,2,3]}""";

        (await Server(options => options.MaxVariablesBytes = Variables.Length).RunAsync(Document, Variables)).ShouldBe("""{"data":{"sum":3}}""");

        var tooSmall = Server(options => options.MaxVariablesBytes = Variables.Length - 1);
        var result = await tooSmall.ExecuteAsync(Request(Document, Variables));
        result.Kind.ShouldBe(OperationResultKind.RequestError);
        var error = result.Errors.ShouldHaveSingleItem();
        (error.Code, error.Message).ShouldBe((ErrorCodes.LimitExceeded, "The variables have more than 13 bytes (MaxVariablesBytes)."));

        // Variables that the operation does not declare are not read.
        (await tooSmall.RunAsync("{ sum(of: 1) }", Variables)).ShouldBe("""{"data":{"sum":1}}""");
    }

    [Fact]
    public async Task Execute_Should_RejectVariables_When_TheyNestOneLevelTooDeep()
    {
        const string Document = "query ($of: [Int!]) { sum(of: $of) }";
        var executor = Server(options => options.MaxVariablesDepth = 3);

        (await executor.ExecuteAsync(Request(Document, """{"of":[1],"more":{"a":[]}}"""))).Errors.ShouldBeEmpty();
        foreach (var variables in new[] { """{"of":[1],"more":{"a":[[]]}}""", """{"of":[[[1]]]}""" })
        {
            var error = (await executor.ExecuteAsync(Request(Document, variables))).Errors.ShouldHaveSingleItem();
            (error.Code, error.Message).ShouldBe((ErrorCodes.LimitExceeded, "The variables have more than 3 levels (MaxVariablesDepth)."));
        }
    }

    [Fact]
    public async Task Execute_Should_RejectDeepVariables_When_HostReadsJsonOfAnyDepth()
    {
        var deep = JsonDocument.Parse($$"""{"of":{{new string('[', 50_000)}}{{new string(']', 50_000)}}}""", new JsonDocumentOptions { MaxDepth = int.MaxValue }).RootElement;

        var result = await Server(_ => { }).ExecuteAsync(new OperationRequest { Document = "query ($of: [Int!]) { sum(of: $of) }", Variables = deep });

        result.Errors.ShouldHaveSingleItem().Message.ShouldEndWith("(MaxVariablesDepth).");
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Set_Should_Throw_When_ValueIsOutOfRange(string setting, Action set) =>
        Should.Throw<ArgumentOutOfRangeException>(set).ParamName.ShouldBe(setting);

    public static TheoryData<string, Action> OutOfRange => new()
    {
        { "MaxTokens", () => _ = new ParserOptions { MaxTokens = 0 } },
        { "MaxAllowedNodes", () => _ = new ParserOptions { MaxAllowedNodes = 0 } },
        { "MaxAllowedDepth", () => _ = new ParserOptions { MaxAllowedDepth = 0 } },
        { "MaxAllowedDepth", () => _ = new ParserOptions { MaxAllowedDepth = 501 } },
        { "MaxAllowedFields", () => _ = new ParserOptions { MaxAllowedFields = 0 } },
        { "MaxDirectives", () => _ = new ParserOptions { MaxDirectives = 0 } },
        { "MaxAllowedFragmentSpreads", () => _ = new ParserOptions { MaxAllowedFragmentSpreads = 0 } },
        { "MaxErrors", () => _ = new ValidationOptions { MaxErrors = 0 } },
        { "MaxIntrospectionLists", () => _ = new ValidationOptions { MaxIntrospectionLists = -1 } },
        { "MaxIntrospectionFields", () => _ = new ValidationOptions { MaxIntrospectionFields = -1 } },
        { "MaxOperations", () => _ = new ValidationOptions { MaxOperations = 0 } },
        { "MaxDepth", () => _ = new ValidationOptions { MaxDepth = 0 } },
        { "MaxFields", () => _ = new ValidationOptions { MaxFields = 0 } },
        { "MaxAliases", () => _ = new ValidationOptions { MaxAliases = -1 } },
        { "MaxRootFields", () => _ = new ValidationOptions { MaxRootFields = 0 } },
        { "MaxFragmentVisits", () => _ = new ValidationOptions { MaxFragmentVisits = -1 } },
        { "MaxMergedFields", () => _ = new ValidationOptions { MaxMergedFields = 0 } },
        { "ExecutionTimeout", () => _ = new RequestExecutorOptions { ExecutionTimeout = TimeSpan.Zero } },
        { "MaxVariablesBytes", () => _ = new RequestExecutorOptions { MaxVariablesBytes = 0 } },
        { "MaxVariablesDepth", () => _ = new RequestExecutorOptions { MaxVariablesDepth = 0 } },
        { "MaxVariablesDepth", () => _ = new RequestExecutorOptions { MaxVariablesDepth = 501 } },
        { "MaxFieldErrors", () => _ = new RequestExecutorOptions { MaxFieldErrors = 0 } },
        { "MaxCachedDocuments", () => _ = new RequestExecutorOptions { MaxCachedDocuments = -1 } },
        { "MaxCachedNodes", () => _ = new RequestExecutorOptions { MaxCachedNodes = -1 } },
        { "DefaultPageSize", () => _ = new PagingOptions { DefaultPageSize = 0 } },
        { "MaxPageSize", () => _ = new PagingOptions { MaxPageSize = 0 } },
        { "MaxBatchSize", () => _ = new DataLoaderOptions { MaxBatchSize = 0 } },
    };

    [Theory]
    [InlineData("""{"of":["a","b"]}""", 2, false)]
    [InlineData("""{"of":["a","b","c"]}""", 3, true)]
    public async Task Execute_Should_ReportThatThereAreMoreErrors_When_VariablesHaveOneTooMany(string variables, int count, bool isBeyond)
    {
        var executor = Server(options => options.Validation = options.Validation with { MaxErrors = 2 });

        var errors = (await executor.ExecuteAsync(Request("query ($of: [Int!]) { sum(of: $of) }", variables))).Errors;

        errors.Count.ShouldBe(count);
        errors.Take(2).ShouldAllBe(error => error.Code == ErrorCodes.VariableInvalid);
        if (isBeyond)
            (errors[2].Code, errors[2].Message).ShouldBe((ErrorCodes.LimitExceeded, "There are more than 2 errors (MaxErrors)."));
    }

    [Fact]
    public async Task Execute_Should_ReportThatThereAreMoreErrors_When_DocumentHasOneTooMany()
    {
        var executor = Server(options => options.Validation = options.Validation with { MaxErrors = 2 });

        (await executor.ExecuteAsync(Request("{ a b }"))).Errors.Select(error => error.Code).ShouldBe([ErrorCodes.ValidationFailed, ErrorCodes.ValidationFailed]);
        var errors = (await executor.ExecuteAsync(Request("{ a b c }"))).Errors;
        errors.Select(error => error.Code).ShouldBe([ErrorCodes.ValidationFailed, ErrorCodes.ValidationFailed, ErrorCodes.LimitExceeded]);
        errors[2].Message.ShouldBe("There are more than 2 errors (MaxErrors).");
    }

    [Fact]
    public async Task Execute_Should_RejectVariables_When_NameIsHalfASurrogatePair()
    {
        var result = await Server(_ => { }).ExecuteAsync(Request("query ($of: [Int!]) { sum(of: $of) }", """{"\ud800":1,"of":[1]}"""));

        result.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.RequestInvalid);
    }
}
