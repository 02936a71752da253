using Couverture.Execution;
using Couverture.Language;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

/// <summary>The stream kinds of the transport restrict a request. The requests of a batch share one field limit.</summary>
public sealed class StreamKindTests
{
    private static IRequestExecutor Server(int? maxFields = null) => Executor(
        schema =>
        {
            schema.Options.EnableDefer = true;
            schema.Query().Sync("a", Text, _ => "a").Sync("b", Text, _ => "b");
            schema.Root(OperationType.Subscription).Event("letters", Text, context => context.Parent<object>(), _ => new[] { "a", "b" }.ToAsyncEnumerable<object?>());
        },
        builder => builder.ModifyRequestOptions(options => options.Validation = options.Validation with { MaxFields = maxFields ?? options.Validation.MaxFields }));

    [Theory]
    [InlineData(StreamKinds.None, false)]
    [InlineData(StreamKinds.Subscription, false)]
    [InlineData(StreamKinds.Incremental, true)]
    [InlineData(StreamKinds.All, true)]
    public async Task Stream_Should_DeliverIncrementally_When_TransportSupportsIt(StreamKinds kinds, bool isIncremental)
    {
        await using var stream = await Server().StreamAsync(Request("{ a ... @defer { b } }") with { Streams = kinds });

        stream.IsIncremental.ShouldBe(isIncremental);
        (stream.Single?.ToJson()).ShouldBe(isIncremental ? null : """{"data":{"a":"a","b":"b"}}""");
    }

    [Theory]
    [InlineData(StreamKinds.None, false, OperationResultKind.RequestError)]
    [InlineData(StreamKinds.Incremental, false, OperationResultKind.RequestError)]
    [InlineData(StreamKinds.Incremental, true, OperationResultKind.NotAllowed)]
    public async Task Stream_Should_RejectSubscription_When_TransportCannotCarryEvents(StreamKinds kinds, bool readOnly, OperationResultKind result)
    {
        await using var stream = await Server().StreamAsync(Request("subscription { letters }") with { Streams = kinds, ReadOnly = readOnly });

        stream.Single.ShouldNotBeNull().Kind.ShouldBe(result);
        stream.Single.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.OperationNotAllowed);
    }

    [Theory]
    [InlineData(StreamKinds.Subscription, false)]
    [InlineData(StreamKinds.All, true)]
    public async Task Stream_Should_Subscribe_When_TransportCarriesEvents(StreamKinds kinds, bool readOnly)
    {
        await using var stream = await Server().StreamAsync(Request("subscription { letters }") with { Streams = kinds, ReadOnly = readOnly });

        stream.Single.ShouldBeNull();
        (await stream.Select(result => result.ToJson()).ToListAsync()).ShouldBe(["""{"data":{"letters":"a"}}""", """{"data":{"letters":"b"}}"""]);
    }

    [Fact]
    public async Task Stream_Should_EnumerateSingleResult_When_NoOtherResultFollows()
    {
        await using var stream = await Server().StreamAsync(Request("{ a }"));

        (await stream.Select(result => result.ToJson()).ToListAsync()).ShouldBe(["""{"data":{"a":"a"}}"""]);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, false)]
    public async Task ExecuteBatch_Should_RejectEveryRequest_When_BatchHasTooManyFields(int maxFields, bool isExecuted)
    {
        var results = await Server(maxFields).RunBatchAsync([Request("{ ...F } fragment F on Query { a b }"), Request("{ nope }"), Request("{ b a }")]);

        results.Count.ShouldBe(3);
        if (isExecuted)
        {
            results[0].ToJson().ShouldBe("""{"data":{"a":"a","b":"b"}}""");
            results[1].Errors[0].Code.ShouldBe(ErrorCodes.ValidationFailed);
            results[2].ToJson().ShouldBe("""{"data":{"b":"b","a":"a"}}""");
        }
        else
        {
            results.ShouldAllBe(result => result.Errors.Single().Code == ErrorCodes.LimitExceeded && result.Errors.Single().Message.Contains("MaxFields"));
        }
    }
}
