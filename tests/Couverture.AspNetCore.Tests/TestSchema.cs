using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.AspNetCore.Tests;

/// <summary>A small schema with one field for each outcome of a request.</summary>
internal sealed class TestSchema
{
    /// <summary>Completes when the resolver of <c>waits</c> runs.</summary>
    public TaskCompletionSource ResolverStarted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the resolver of <c>waits</c> is cancelled.</summary>
    public TaskCompletionSource ResolverCancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The events of the subscription <c>noted</c>.</summary>
    public Channel<string> Notes { get; } = Channel.CreateUnbounded<string>();

    /// <summary>Released each time the source stream of <c>noted</c> starts.</summary>
    public SemaphoreSlim SourceStarted { get; } = new(0);

    /// <summary>Released each time the source stream of <c>noted</c> or <c>endless</c> ends for any reason.</summary>
    public SemaphoreSlim SourceEnded { get; } = new(0);

    /// <summary>Completing it lets the resolver of <c>later</c> return.</summary>
    public TaskCompletionSource DeferredGate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of events that the subscription <c>endless</c> has emitted.</summary>
    public int EmittedEvents => _emittedEvents;

    /// <summary>How many times the mutation ran.</summary>
    public int TouchCount { get; private set; }

    private int _emittedEvents;

    public void Declare(SchemaBuilder schema)
    {
        DeclareSubscriptions(schema.Root(OperationType.Subscription));
        var query = schema.Root(OperationType.Query);
        query.Fields.Add(new FieldDefinition
        {
            Name = "hello",
            Description = "Greets: ä.",
            Type = TypeReference.Named("String"),
            Arguments = { new ArgumentDefinition { Name = "name", Type = TypeReference.Named("String") } },
            Resolver = new FieldResolver.Sync(context => $"Hello {context.Argument<string?>(0) ?? "world"}"),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "broken",
            Type = TypeReference.Named("String").NonNull(),
            Resolver = new FieldResolver.Sync(_ => throw new GraphQLException(ErrorBuilder.New().SetMessage("Broken on purpose.").SetCode("BROKEN").Build())),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "waits",
            Type = TypeReference.Named("String"),
            Resolver = new FieldResolver.Async(async context =>
            {
                ResolverStarted.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                    return null;
                }
                finally
                {
                    ResolverCancelled.TrySetResult();
                }
            }),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "later",
            Type = TypeReference.Named("String"),
            Resolver = new FieldResolver.Async(async context =>
            {
                await DeferredGate.Task.WaitAsync(context.RequestAborted);
                return "at last";
            }),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "letters",
            Type = TypeReference.Named("String").List(),
            Resolver = new FieldResolver.Sync(_ => new[] { "a", "b", "c" }),
        });
        schema.Root(OperationType.Mutation).Fields.Add(new FieldDefinition
        {
            Name = "touch",
            Type = TypeReference.Named("Int"),
            Resolver = new FieldResolver.Sync(_ => ++TouchCount),
        });
    }

    private void DeclareSubscriptions(ObjectTypeDefinition subscription)
    {
        subscription.Fields.Add(Event("noted", _ => ListenAsync()));
        subscription.Fields.Add(Event("endless", _ => CountAsync()));
        subscription.Fields.Add(Event("spelled", _ => new[] { "a", "b" }.ToAsyncEnumerable<object?>()));
        subscription.Fields.Add(Event("refused", _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("Not for you.").SetCode("REFUSED").Build())));
        subscription.Fields.Add(Event("failing", _ => FailAsync()));
    }

    private static FieldDefinition Event(string name, Func<ResolverContext, IAsyncEnumerable<object?>> source) => new()
    {
        Name = name,
        Type = TypeReference.Named("String"),
        Resolver = new FieldResolver.Sync(context => context.Parent<object>()),
        Subscribe = source,
    };

    private async IAsyncEnumerable<object?> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            SourceStarted.Release();
            await foreach (var note in Notes.Reader.ReadAllAsync(cancellationToken))
                yield return note;
        }
        finally
        {
            SourceEnded.Release();
        }
    }

    private async IAsyncEnumerable<object?> CountAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var large = new string('x', 10_000);
        try
        {
            while (true)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Increment(ref _emittedEvents);
                yield return large;
            }
        }
        finally
        {
            SourceEnded.Release();
        }
    }

    private static async IAsyncEnumerable<object?> FailAsync()
    {
        await Task.Yield();
        yield return "first";
        throw new InvalidOperationException("a secret reason");
    }
}
