using Couverture.Language;
using Couverture.Types;

namespace Couverture.AspNetCore.Tests;

/// <summary>A small schema with one field for every way a request can end.</summary>
internal sealed class TestSchema
{
    /// <summary>Ends when the resolver of <c>waits</c> runs.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the wait of <c>waits</c> was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often the mutation ran.</summary>
    public int Touched { get; private set; }

    public void Declare(SchemaBuilder schema)
    {
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
                Waiting.TrySetResult();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                    return null;
                }
                finally
                {
                    Cancelled.TrySetResult();
                }
            }),
        });
        schema.Root(OperationType.Mutation).Fields.Add(new FieldDefinition
        {
            Name = "touch",
            Type = TypeReference.Named("Int"),
            Resolver = new FieldResolver.Sync(_ => ++Touched),
        });
    }
}
