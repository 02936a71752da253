using Couverture.Execution;
using Couverture.Tests.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Federation;

/// <summary>Federated tracing: the group ftv1 of the compatibility suite, and what a trace contains. The header is tested with the endpoint.</summary>
public sealed class FederatedTraceTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Start);

    private sealed record Item(string Name);

    private sealed class HidingFilter : IErrorFilter
    {
        public IError OnError(IError error) => error.WithMessage("hidden");
    }

    [Fact]
    public async Task Execute_Should_ReturnATraceWithoutFields_When_OnlyTypenameIsSelected()
    {
        var result = await ProductsHost.Executor.ExecuteAsync(Request("query { __typename }") with { IncludeFederatedTrace = true });

        result.ToJson().ShouldStartWith("""{"data":{"__typename":"Query"},"extensions":{"ftv1":""");
        result.Extensions!.Keys.ShouldBe(["ftv1"]);
        Read(result).Root.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_Should_NotTrace_When_TheRequestDoesNotRequestIt() =>
        (await ProductsHost.Executor.ExecuteAsync(Request("query { __typename }"))).ToJson().ShouldBe("""{"data":{"__typename":"Query"}}""");

    [Fact]
    public async Task Trace_Should_HaveTheTreeOfTheResponse_When_FieldsHaveAliasesAndLists()
    {
        var trace = await TraceAsync(ProductsHost.Executor, """{ first: product(id: "apollo-studio") { id research { study { number: caseNumber } } } }""");

        trace.Root.ToString().ShouldBe(
            " { first: Query.product Product { id: Product.id ID!; research: Product.research [ProductResearch!]! { 0 { study: ProductResearch.study CaseStudy! { number: CaseStudy.caseNumber ID! } } } } }");
    }

    [Fact]
    public async Task Trace_Should_HaveTheEntities_When_AGatewayLoadsThem()
    {
        var request = Request(
            "query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { name } ... on Inventory { id } } }",
            """{"r": [{"__typename": "User", "email": "support@apollographql.com"}, {"__typename": "None"}, {"__typename": "Inventory", "id": "apollo-oss"}]}""");

        var trace = Read(await ProductsHost.Executor.ExecuteAsync(request with { IncludeFederatedTrace = true }));

        trace.Root.ToString().ShouldBe(" { _entities: Query._entities [_Entity]! { 0 { name: User.name String }; 2 { id: Inventory.id ID! }; 1 } }");
        trace.Root["_entities"][1].Errors.ShouldBe(["The representation does not have the `__typename` of an entity of this graph. at 1:24"]);
    }

    [Fact]
    public async Task Trace_Should_HaveTheTimesOfTheClock_When_FieldsTakeTime()
    {
        var executor = Executor(Declare, builder => Timed(builder));
        var asynchronous = new TaskCompletionSource<object?>();
        _pending = asynchronous.Task;

        var running = executor.ExecuteAsync(Request("{ slow items { name } later }") with { IncludeFederatedTrace = true });
        _time.Advance(TimeSpan.FromMilliseconds(5));
        asynchronous.SetResult("later");
        var trace = Read(await running);

        trace.StartTime.ShouldBe(Start);
        trace.EndTime.ShouldBe(Start.AddMilliseconds(8));
        trace.DurationNs.ShouldBe(8_000_000UL);
        Times(trace.Root["slow"]).ShouldBe((0UL, 1_000_000UL));
        Times(trace.Root["items"]).ShouldBe((1_000_000UL, 1_000_000UL));
        Times(trace.Root["items"][0]["name"]).ShouldBe((1_000_000UL, 2_000_000UL));
        Times(trace.Root["items"][1]["name"]).ShouldBe((2_000_000UL, 3_000_000UL));
        Times(trace.Root["later"]).ShouldBe((3_000_000UL, 8_000_000UL));
        Times(trace.Root["items"][0]).ShouldBe((null, null));
    }

    [Fact]
    public async Task Trace_Should_HaveTheMaskedMessage_When_AnErrorIsUnexpected()
    {
        var trace = await TraceAsync(Executor(Declare, builder => Timed(builder)), "{ broken }");

        trace.Root["broken"].Errors.ShouldBe(["Unexpected Execution Error at 1:3"]);
        trace.Root["broken"].EndTime.ShouldBe(1_000_000UL);
    }

    [Fact]
    public async Task Trace_Should_HaveTheFilteredMessage_When_AnErrorFilterHidesIt()
    {
        var executor = Executor(Declare, builder => Timed(builder).AddErrorFilter<HidingFilter>());

        (await TraceAsync(executor, "{ refused }")).Root["refused"].Errors.ShouldBe(["hidden at 1:3"]);
        (await TraceAsync(executor, "{ unknown }")).Root.Errors.ShouldBe(["hidden at 1:3"]);
    }

    [Fact]
    public async Task Trace_Should_HaveTheErrorAtTheRoot_When_TheDocumentIsNotValid() =>
        (await TraceAsync(Executor(Declare, builder => Timed(builder)), "{")).Root.Errors.ShouldHaveSingleItem();

    [Fact]
    public async Task Stream_Should_Trace_When_TheResponseIsOneResult()
    {
        await using var stream = await Executor(Declare, builder => Timed(builder)).StreamAsync(Request("{ refused }") with { IncludeFederatedTrace = true });

        Read(stream.Single!).Root.ToString().ShouldBe(" { refused: Query.refused String }");
    }

    [Fact]
    public async Task Batch_Should_TraceEachOperation_When_TheyShareTheirLoads()
    {
        var results = await Executor(Declare, builder => Timed(builder)).RunBatchAsync(
            Request("{ refused }") with { IncludeFederatedTrace = true },
            Request("{ slow }") with { IncludeFederatedTrace = true },
            Request("{ slow }"));

        Read(results[0]).Root.ToString().ShouldBe(" { refused: Query.refused String }");
        Read(results[1]).Root.ToString().ShouldBe(" { slow: Query.slow String }");
        results[2].Extensions.ShouldBeNull();
    }

    private Task<object?> _pending = Task.FromResult<object?>(null);

    private void Declare(SchemaBuilder schema)
    {
        schema.Query()
            .Sync("slow", Text, _ => After("slow"))
            .Sync("items", TypeReference.Of<Item>().List(), _ => new[] { new Item("a"), new Item("b") })
            .Async("later", Text, async _ => await _pending)
            .Sync("broken", Text, _ => throw new InvalidOperationException($"secret {After("")}"))
            .Sync("refused", Text, _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("The reason.").Build()));
        schema.Object<Item>("Item").Member<Item>("name", Text, item => After(item.Name));
    }

    private string After(string value)
    {
        _time.Advance(TimeSpan.FromMilliseconds(1));
        return value;
    }

    private IRequestExecutorBuilder Timed(IRequestExecutorBuilder builder)
    {
        builder.Services.AddSingleton<TimeProvider>(_time);
        return builder;
    }

    private static async Task<TraceMessage> TraceAsync(IRequestExecutor executor, string document) =>
        Read(await executor.ExecuteAsync(Request(document) with { IncludeFederatedTrace = true }));

    private static TraceMessage Read(OperationResult result) => TraceMessage.Parse((string)result.Extensions!["ftv1"]!);

    private static (ulong? Start, ulong? End) Times(TraceMessage.Node node) => (node.StartTime, node.EndTime);
}
