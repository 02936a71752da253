using System.Text.Json;
using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using OperationType = Couverture.Language.OperationType;

namespace Couverture.Tests.Execution;

/// <summary>Builds an executor from handwritten definitions and runs documents on it.</summary>
internal static class TestGraph
{
    public static IRequestExecutor Executor(Action<SchemaBuilder> schema, Action<IRequestExecutorBuilder>? configure = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddGraphQL().ConfigureSchema(schema);
        configure?.Invoke(builder);
        return services.BuildServiceProvider().GetRequiredService<IRequestExecutor>();
    }

    public static async Task<string> RunAsync(this IRequestExecutor executor, string document, string? variables = null)
    {
        var result = await executor.ExecuteAsync(Request(document, variables));
        return result.ToJson();
    }

    /// <summary>Runs a batch and returns the results in the order of the requests.</summary>
    public static async Task<IReadOnlyList<OperationResult>> RunBatchAsync(this IRequestExecutor executor, params IReadOnlyList<OperationRequest> requests)
    {
        var results = new OperationResult[requests.Count];
        await foreach (var (index, result) in executor.ExecuteBatchAsync(requests))
            results[index] = result;
        return results;
    }

    public static OperationRequest Request(string document, string? variables = null) => new()
    {
        Document = document,
        Variables = variables is null ? null : JsonDocument.Parse(variables).RootElement,
    };

    public static ObjectTypeDefinition Query(this SchemaBuilder schema) => schema.Root(OperationType.Query);

    public static ComplexTypeDefinition With(this ComplexTypeDefinition type, string name, TypeReference fieldType, FieldResolver resolver, params ArgumentDefinition[] arguments)
    {
        type.Fields.Add(new FieldDefinition { Name = name, Type = fieldType, Resolver = resolver, Arguments = [.. arguments] });
        return type;
    }

    public static ComplexTypeDefinition Member<T>(this ComplexTypeDefinition type, string name, TypeReference fieldType, Func<T, object?> value) =>
        type.With(name, fieldType, new FieldResolver.Member(parent => value((T)parent)));

    public static ComplexTypeDefinition Sync(this ComplexTypeDefinition type, string name, TypeReference fieldType, Func<ResolverContext, object?> value, params ArgumentDefinition[] arguments) =>
        type.With(name, fieldType, new FieldResolver.Sync(value), arguments);

    public static ComplexTypeDefinition Async(this ComplexTypeDefinition type, string name, TypeReference fieldType, Func<ResolverContext, ValueTask<object?>> value, params ArgumentDefinition[] arguments) =>
        type.With(name, fieldType, new FieldResolver.Async(value), arguments);

    public static ComplexTypeDefinition Event(
        this ComplexTypeDefinition type,
        string name,
        TypeReference fieldType,
        Func<ResolverContext, object?> value,
        Func<ResolverContext, IAsyncEnumerable<object?>> subscribe,
        params ArgumentDefinition[] arguments)
    {
        type.Fields.Add(new FieldDefinition
        {
            Name = name,
            Type = fieldType,
            Resolver = new FieldResolver.Sync(value),
            Subscribe = subscribe,
            Arguments = [.. arguments],
        });
        return type;
    }

    public static ArgumentDefinition Argument(string name, TypeReference type) => new() { Name = name, Type = type };

    public static ArgumentDefinition Argument(string name, TypeReference type, object? defaultValue) =>
        new() { Name = name, Type = type, HasDefaultValue = true, DefaultValue = defaultValue };

    public static TypeReference Text => TypeReference.Of<string>();

    public static TypeReference Number => TypeReference.Of<int>();
}

/// <summary>A loader that records its batches.</summary>
internal sealed class RecordingLoader(
    IBatchScheduler scheduler,
    DataLoaderOptions options,
    List<string> batches,
    Func<IReadOnlyList<int>, CancellationToken, Task<IReadOnlyDictionary<int, string>>> load)
    : BatchDataLoader<int, string>(scheduler, options)
{
    protected override Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
    {
        lock (batches)
            batches.Add(string.Join(",", keys));
        return load(keys, cancellationToken);
    }
}
