using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class ResolverContextTests
{
    private interface IHoldings
    {
        string Name { get; }
    }

    private sealed record Wallet(string Name) : IHoldings;

    private sealed record Row(string Name);

    private sealed class ScopeBound
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    private static readonly AsyncLocal<string?> Ambient = new();

    private readonly List<string> _selected = [];

    private IRequestExecutor Server() => Executor(schema =>
    {
        var holdings = schema.Interface<IHoldings>("Holdings");
        holdings.Fields.Add(new FieldDefinition
        {
            Name = "rows",
            Type = TypeReference.Of<Row>(),
            Paging = new PagingDefinition("Row", 0, 0, false, false),
            Resolver = new FieldResolver.Async(async context =>
            {
                _selected.Add($"{context.Path[0]}: {context.Select("nodes").IsSelected("profit") || context.Select("edges").Select("node").IsSelected("profit")}");
                context.SetScopedState("loaded", $"of {context.Path[0]}");
                await Task.Yield();
                return new[] { new Row("x") };
            }),
        });
        schema.Object<Wallet>("Wallet").Interfaces.Add(typeof(IHoldings));
        schema.Object<Row>("Row")
            .Member<Row>("name", Text.NonNull(), r => r.Name)
            .Member<Row>("profit", Text, _ => null)
            .Sync("state", Text, context => context.ScopedState<string>("loaded"));
        schema.Extend("RowConnection", type => type.Sync("source", Text, context => context.ScopedState<string>("loaded")));
        schema.Query()
            .Sync("wallet", TypeReference.Of<Wallet>(), _ => new Wallet("w"))
            .Sync("holdings", TypeReference.Of<IHoldings>(), _ => new Wallet("w"))
            .Sync("lost", Text, context => context.ScopedState<string>("loaded"));
    });

    [Theory]
    [InlineData("{ w: wallet { rows { nodes { name } } } }", "w: False")]
    [InlineData("{ w: wallet { rows { nodes { profit } } } }", "w: True")]
    [InlineData("{ w: wallet { rows { edges { node { p: profit } } } } }", "w: True")]
    [InlineData("{ w: wallet { rows { a: nodes { name } b: nodes { ...F } } } } fragment F on Row { ... { profit } }", "w: True")]
    [InlineData("{ w: wallet { ... on Holdings { rows { nodes { profit } } } } }", "w: True")]
    [InlineData("{ w: holdings { rows { nodes { profit } } } }", "w: True")]
    [InlineData("{ w: wallet { rows { nodes { name profit @skip(if: true) } } } }", "w: False")]
    [InlineData("query ($no: Boolean = false) { w: wallet { rows { nodes { name profit @include(if: $no) } } } }", "w: False")]
    [InlineData("query ($no: Boolean = false) { w: wallet { rows { nodes @skip(if: $no) { profit } } } }", "w: True")]
    public async Task IsSelected_Should_ResolveFragmentsAliasesAndConditions_When_ResolverLooksAhead(string document, string expected)
    {
        var result = await Server().ExecuteAsync(Request(document));

        result.Errors.ShouldBeEmpty();
        _selected.ShouldBe([expected]);
    }

    [Fact]
    public async Task ScopedState_Should_ReachOnlyFieldsBelow_When_AliasesSetIt()
    {
        var response = await Server().RunAsync("{ a: wallet { rows { source nodes { state } } } b: wallet { rows { source edges { node { state } } } } }");

        response.ShouldBe("""
            {"data":{"a":{"rows":{"source":"of a","nodes":[{"state":"of a"}]}},"b":{"rows":{"source":"of b","edges":[{"node":{"state":"of b"}}]}}}}
            """);
    }

    [Fact]
    public async Task ScopedState_Should_FailField_When_NoResolverAboveSetIt()
    {
        var result = await Server().ExecuteAsync(Request("{ wallet { rows { source } } lost }"));

        result.Errors.ShouldHaveSingleItem().Path.ShouldBe(["lost"]);
    }

    [Fact]
    public async Task Service_Should_ShareOneScopePerOperation_When_ServicesAreScoped()
    {
        var seen = new List<Guid>();
        var executor = Executor(
            schema => schema.Query().Sync("a", Text, context =>
            {
                seen.Add(context.Service<ScopeBound>().Id);
                return null;
            }),
            builder => builder.Services.AddScoped<ScopeBound>());

        await executor.RunAsync("{ a b: a }");
        await executor.RunAsync("{ a }");

        seen[0].ShouldBe(seen[1]);
        seen[0].ShouldNotBe(seen[2]);
    }

    [Fact]
    public async Task Execute_Should_WriteResultExtensions_When_RequestSucceedsOrFails()
    {
        var executor = Executor(
            schema => schema.Query().Async("a", Text, async _ =>
            {
                await Task.Yield();
                return Ambient.Value;
            }),
            builder => builder.AddResultExtension(
                "upstream",
                () =>
                {
                    Ambient.Value = "started";
                    return new DisposeAction(() => Ambient.Value = "ended");
                },
                _ => new Dictionary<string, object?> { ["state"] = Ambient.Value, ["stale"] = new[] { new Dictionary<string, object?> { ["calls"] = 1 } } }));

        (await executor.RunAsync("{ a }")).ShouldBe("""{"data":{"a":"started"},"extensions":{"upstream":{"state":"started","stale":[{"calls":1}]}}}""");
        (await executor.RunAsync("{ b }")).ShouldEndWith("""],"extensions":{"upstream":{"state":"started","stale":[{"calls":1}]}}}""");
        Ambient.Value.ShouldBeNull();
    }

    [Fact]
    public async Task ArgumentValue_Should_FindArgument_When_NameIsGiven()
    {
        var executor = Executor(schema => schema.Query().Sync(
            "echo",
            Text,
            context => context.ArgumentValue<string>("text") + context.ArgumentValue<int?>("number"),
            Argument("text", Text),
            Argument("number", Number)));

        (await executor.RunAsync("""{ echo(text: "a", number: 2) }""")).ShouldBe("""{"data":{"echo":"a2"}}""");
    }

    private sealed class DisposeAction(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
