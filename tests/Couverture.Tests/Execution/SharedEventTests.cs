using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>Subscriptions that receive the same event and select only its members share its data. Everything else is executed for each subscription.</summary>
public sealed class SharedEventTests
{
    private const string Members = "subscription ($twice: Boolean = false) { changed { value again: value @include(if: $twice) part { value } } }";

    private readonly object _event = new Change();
    private int _reads;
    private int _resolved;

    private sealed class Change
    {
        public bool Fails { get; set; }
    }

    private IRequestExecutor Server(bool isPure = true, bool isImmutable = true) => Executor(schema =>
    {
        schema.Query().Sync("ok", Text, _ => "ok");
        schema.Object<Change>("Change")
            .Member<Change>("value", Number.NonNull(), change => change.Fails ? null : Interlocked.Increment(ref _reads))
            .Member<Change>("part", TypeReference.Of<Change>(), change => change)
            .Sync("computed", Number, _ => Interlocked.Increment(ref _reads));
        schema.Root(OperationType.Subscription).Fields.Add(new FieldDefinition
        {
            Name = "changed",
            Type = TypeReference.Of<Change>(),
            Resolver = new FieldResolver.Sync(Resolve) { IsPure = isPure },
            Subscribe = _ => Events(),
        });
    },
    builder => builder.ModifyRequestOptions(options =>
    {
        if (isImmutable)
            options.ImmutableEvents.Add(typeof(Change));
    }));

    private object Resolve(ResolverContext context)
    {
        Interlocked.Increment(ref _resolved);
        return context.Parent<object>();
    }

    private async IAsyncEnumerable<object?> Events()
    {
        await Task.Yield();
        yield return _event;
    }

    private static async Task<string[]> SubscribeAsync(IRequestExecutor server, int count, string document, Func<int, string?>? variables = null) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var stream = await server.StreamAsync(Request(document, variables?.Invoke(i)));
            List<string> results = [];
            await foreach (var result in stream)
                results.Add(result.ToJson());
            return results.ShouldHaveSingleItem();
        }));

    [Fact]
    public async Task Event_Should_BeExecutedOnce_When_500SubscriptionsSelectItsMembers()
    {
        var results = await SubscribeAsync(Server(), 500, Members);

        results.ShouldAllBe(json => json == """{"data":{"changed":{"value":1,"part":{"value":2}}}}""");
        (_resolved, _reads).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Event_Should_BeExecutedOncePerRequest_When_VariablesDiffer()
    {
        var results = await SubscribeAsync(Server(), 10, Members, i => i % 2 == 0 ? """{"twice":true}""" : """{"twice":false}""");

        results.Distinct().Count().ShouldBe(2);
        _resolved.ShouldBe(2);
    }

    [Fact]
    public async Task Event_Should_BeExecutedForEachSubscription_When_ItsRequestsAreTooManyToKeep()
    {
        var server = Server();
        for (var i = 0; i < 16; i++)
            await SubscribeAsync(server, 1, $"subscription {{ changed {{ value{i}: value }} }}");
        _resolved = 0;

        await SubscribeAsync(server, 5, "subscription { changed { value0: value } }");
        _resolved.ShouldBe(0, "the first requests are kept");
        await SubscribeAsync(server, 5, "subscription { changed { another: value } }");
        _resolved.ShouldBe(5);
    }

    [Theory]
    [InlineData("subscription { changed { computed } }", true, true)]
    [InlineData("subscription { changed { part { computed } } }", true, true)]
    [InlineData("subscription { changed { value } }", false, true)]
    [InlineData("subscription { changed { value } }", true, false)]
    public async Task Event_Should_BeExecutedForEachSubscription_When_AResolverCouldUseMoreThanTheEventOrTheEventCouldChange(string document, bool isPure, bool isImmutable)
    {
        await SubscribeAsync(Server(isPure, isImmutable), 5, document);

        (_resolved, _reads).ShouldBe((5, 5));
    }

    [Fact]
    public async Task Event_Should_ReportItsErrorToEachSubscription_When_AMemberHasAnError()
    {
        ((Change)_event).Fails = true;

        var results = await SubscribeAsync(Server(), 5, "subscription { changed { value } }");

        results.ShouldAllBe(json => json.Contains("\"path\":[\"changed\",\"value\"]", StringComparison.Ordinal));
        _resolved.ShouldBe(5);
    }
}
