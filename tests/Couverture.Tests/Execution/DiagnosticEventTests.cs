using System.Text;
using Couverture.Execution;
using Couverture.Execution.Instrumentation;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Listeners see each request once, with its operation and outcome but without values of the client.</summary>
public sealed class DiagnosticEventTests
{
    private static readonly AsyncLocal<string?> Flow = new();

    private readonly Listener _listener = new();

    private sealed class Listener : ExecutionDiagnosticEventListener
    {
        public List<string> Log { get; } = [];

        public bool IsOn { get; set; } = true;

        public override bool IsEnabled => IsOn;

        public override IDisposable ExecuteRequest(RequestDiagnostics request) => Begin("request", request);

        public override IDisposable OnSubscriptionEvent(RequestDiagnostics request) => Begin("event", request);

        private Scope Begin(string what, RequestDiagnostics request)
        {
            Flow.Value = what;
            return new Scope(() => Log.Add(FormattableString.Invariant(
                $"{what} {request.OperationType} {request.OperationName} {request.Outcome} cost={request.FieldCost} {string.Join(' ', request.Errors.Select(static error => error.Code))}").TrimEnd()));
        }
    }

    private sealed class HashListener(List<string?> hashes) : ExecutionDiagnosticEventListener
    {
        public override IDisposable ExecuteRequest(RequestDiagnostics request) => new Scope(() => hashes.Add(request.DocumentHash));
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private sealed class Cache : IResultCache
    {
        private readonly Dictionary<object, ReadOnlyMemory<byte>> _kept = [];

        public bool TryGet(object key, out ReadOnlyMemory<byte> data) => _kept.TryGetValue(key, out data);

        public bool CanKeep(object key, bool isExpectedAgain) => true;

        public void Keep(object key, ReadOnlyMemory<byte> data) => _kept[key] = data;

        public object? GetDependencies() => null;

        public bool TryServe(object dependencies) => false;
    }

    private IRequestExecutor Server(Action<IRequestExecutorBuilder>? configure = null) => Executor(
        schema =>
        {
            schema.Query()
                .Sync("flow", Text, static _ => Flow.Value)
                .Sync("failing", Text, static _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("no").SetCode("NO").Build()));
            schema.Root(OperationType.Subscription).Event("changed", Text, static _ => Flow.Value, static _ => new object?[] { "a", "b" }.ToAsyncEnumerable());
        },
        builder =>
        {
            builder.Services.AddSingleton(_listener);
            builder.AddDiagnosticEventListener<Listener>().ModifyCostOptions(static options => (options.MaxFieldCost, options.MaxTypeCost) = (100, 100));
            configure?.Invoke(builder);
        });

    [Fact]
    public async Task Execute_Should_DescribeTheOperationInItsContext_When_TheRequestSucceedsOrFails()
    {
        var server = Server();

        (await server.RunAsync("query Named { flow }")).ShouldContain("\"flow\":\"request\"");
        await server.RunAsync("{ failing }");
        await server.RunAsync("{ unknown }");
        await server.ExecuteAsync(Request("query A { flow } query B { flow }") with { OperationName = "C" });

        _listener.Log.ShouldBe(["request Query Named Executed cost=0", "request Query  Executed cost=0 NO", "request   RequestError cost= GRAPHQL_VALIDATION_FAILED", "request   RequestError cost= GRAPHQL_REQUEST_INVALID"]);
    }

    [Fact]
    public async Task Execute_Should_DescribeTheOperation_When_ItsDataWasKept()
    {
        var server = Server(static builder =>
        {
            builder.Services.AddSingleton<Cache>();
            builder.UseResultCache<Cache>();
        });

        await server.RunAsync("query Named { flow }");
        await server.RunAsync("query Named { flow }");

        _listener.Log.ShouldBe(["request Query Named Executed cost=0", "request Query Named Executed cost="]);
    }

    [Fact]
    public async Task Hash_Should_BeThatOfTheDocumentsText_When_TheDocumentIsValid()
    {
        var hashes = new List<string?>();
        var server = Executor(static schema => schema.Query().Sync("flow", Text, static _ => "x"), builder =>
        {
            builder.Services.AddSingleton(new HashListener(hashes));
            builder.AddDiagnosticEventListener<HashListener>();
        });

        await server.RunAsync("{ flow }");
        await server.RunAsync("{ unknown }");

        hashes.ShouldBe([Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("{ flow }"))), null]);
    }

    [Fact]
    public async Task Batch_Should_DescribeEachRequest_When_ItRunsOrIsRejected()
    {
        var server = Server(static builder => builder.ModifyRequestOptions(static options => options.Validation = options.Validation with { MaxFields = 3 }));

        await server.RunBatchAsync(Request("query A { flow }"), Request("query B { flow }"));
        _listener.Log.Order().ShouldBe(["request Query A Executed cost=0", "request Query B Executed cost=0"]);
        _listener.Log.Clear();
        await server.RunBatchAsync(Request("{ a: flow b: flow }"), Request("{ c: flow d: flow }"));

        _listener.Log.ShouldBe(["request   RequestError cost= LIMIT_EXCEEDED LIMIT_EXCEEDED"]);
    }

    [Fact]
    public async Task Subscription_Should_DescribeItselfAndItsEvents_When_Streamed()
    {
        await using var stream = await Server().StreamAsync(Request("subscription Changes { changed }"));
        _listener.Log.ShouldBe(["request Subscription Changes Executed cost=0"]);

        var events = new List<string>();
        await foreach (var result in stream)
            events.Add(result.ToJson());

        events.ShouldBe(["""{"data":{"changed":"event"}}""", """{"data":{"changed":"event"}}"""]);
        _listener.Log.Skip(1).ShouldBe(["event Subscription Changes Executed cost=", "event Subscription Changes Executed cost="]);
    }

    [Fact]
    public async Task Listener_Should_SeeNothing_When_ItIsNotEnabled()
    {
        _listener.IsOn = false;
        var server = Server();

        (await server.RunAsync("{ flow }")).ShouldContain("\"flow\":null");

        _listener.Log.ShouldBeEmpty();
    }
}
