using Couverture.Cost;
using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>A repeated request returns kept data. Anything that is not data of a complete query is executed.</summary>
public sealed class ResultCacheTests
{
    private const string Counted = "query($by: Int) { counted(by: $by) }";

    private readonly Cache _cache = new();
    private int _runs;

    private sealed class Cache : IResultCache
    {
        public Dictionary<object, ReadOnlyMemory<byte>> Kept { get; } = [];

        public bool MayKeep { get; set; } = true;

        public bool IsCurrent { get; set; } = true;

        public bool TryGet(object key, out ReadOnlyMemory<byte> data)
        {
            data = default;
            return IsCurrent && Kept.TryGetValue(key, out data);
        }

        public bool CanKeep(object key, bool isExpectedAgain) => MayKeep;

        public void Keep(object key, ReadOnlyMemory<byte> data) => Kept[key] = data;

        public object? GetDependencies() => null;

        public bool TryServe(object dependencies) => false;
    }

    private IRequestExecutor Server() => Executor(
        schema =>
        {
            schema.Query()
                .Sync("counted", Number, c => ++_runs + (c.Argument<int?>(0) ?? 0), Argument("by", Number))
                .Sync("failing", Text, _ =>
                {
                    _runs++;
                    throw new GraphQLException(ErrorBuilder.New().SetMessage("none").Build());
                });
            schema.Root(OperationType.Mutation).Sync("change", Number, _ => ++_runs);
        },
        builder =>
        {
            builder.Services.AddSingleton(_cache);
            builder.UseResultCache<Cache>().ModifyOptions(static options => options.EnableDefer = true);
            builder.AddResultExtension("request", static () => new MemoryStream(), _ => new Dictionary<string, object?> { ["runs"] = _runs });
        });

    [Fact]
    public async Task Execute_Should_ReturnKeptDataWithNewExtensions_When_TheRequestIsRepeated()
    {
        var server = Server();

        var first = await server.RunAsync(Counted, """{"by":10}""");
        _runs = 5;
        var second = await server.RunAsync(Counted, """{"by":10}""");

        first.ShouldBe("""{"data":{"counted":11},"extensions":{"request":{"runs":1}}}""");
        second.ShouldBe("""{"data":{"counted":11},"extensions":{"request":{"runs":5}}}""");
    }

    [Fact]
    public async Task Stream_Should_ReturnKeptData_When_TheRequestIsRepeated()
    {
        var server = Server();
        await server.RunAsync(Counted);

        await using var stream = await server.StreamAsync(Request(Counted));

        stream.Single!.ToJson().ShouldStartWith("""{"data":{"counted":1}""");
        _runs.ShouldBe(1);
    }

    [Theory]
    [InlineData(Counted, """{"by":2}""", null)]
    [InlineData("query($by: Int) { counted(by: $by)  }", """{"by":1}""", null)]
    [InlineData("query A($by: Int) { counted(by: $by) } query B { counted }", """{"by":1}""", "A")]
    [InlineData("query A($by: Int) { counted(by: $by) } query B { counted }", """{"by":1}""", "B")]
    public async Task Execute_Should_Run_When_DocumentOperationOrVariablesDiffer(string document, string variables, string? operation)
    {
        var server = Server();
        await server.RunAsync(Counted, """{"by":1}""");
        await server.ExecuteAsync(Request("query A($by: Int) { counted(by: $by) } query B { counted }", """{"by":9}""") with { OperationName = "A" });
        var before = _runs;

        await server.ExecuteAsync(Request(document, variables) with { OperationName = operation });

        _runs.ShouldBe(before + 1);
    }

    [Theory]
    [InlineData("{ counted failing }")]
    [InlineData("mutation { change }")]
    [InlineData("{ counted ... @defer { again: counted } }")]
    public async Task Execute_Should_KeepNothing_When_TheResultIsNotTheDataOfAWholeQuery(string document)
    {
        await Server().RunAsync(document);

        _runs.ShouldBeGreaterThan(0);
        _cache.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Execute_Should_NeitherKeepNorReturnKeptData_When_TheRequestIsInABatch()
    {
        var server = Server();
        await server.RunAsync("{ counted }");

        var results = await server.RunBatchAsync(Request("{ counted }"), Request("{ counted }"));

        results.Select(result => result.ToJson()[..20]).ShouldBe(["""{"data":{"counted":2""", """{"data":{"counted":3"""]);
        _cache.Kept.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Execute_Should_Run_When_TheApplicationSaysSo()
    {
        var server = Server();
        _cache.MayKeep = false;
        await server.RunAsync("{ counted }");
        _cache.Kept.ShouldBeEmpty();
        _cache.MayKeep = true;
        await server.RunAsync("{ counted }");
        _cache.IsCurrent = false;

        await server.RunAsync("{ counted }");

        _runs.ShouldBe(3);
    }

    [Theory]
    [InlineData(CostMode.Report)]
    [InlineData(CostMode.Validate)]
    public async Task Execute_Should_NotUseKeptData_When_TheRequestAsksForItsCost(CostMode mode)
    {
        var server = Server();
        await server.RunAsync("{ counted }");

        var result = await server.ExecuteAsync(Request("{ counted }") with { Cost = mode });

        result.Extensions!.ContainsKey("cost").ShouldBeTrue();
        _cache.Kept.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Keep_Should_NotHoldTheDocument_When_ItLeavesTheCacheOfDocuments()
    {
        await Server().RunAsync("{ counted }");

        var key = _cache.Kept.Keys.ShouldHaveSingleItem();
        key.GetType().GetProperties().Select(static property => property.PropertyType).ShouldNotContain(static type => type.IsClass && type != typeof(string) && type != typeof(Type), "a class could hold the document");
    }
}
