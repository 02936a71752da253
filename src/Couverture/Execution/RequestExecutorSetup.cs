using Couverture.Cost;
using Couverture.Data;
using Couverture.DataLoaders;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>Everything that was declared of the one GraphQL server of an application.</summary>
internal sealed class RequestExecutorSetup
{
    public List<Action<SchemaBuilder>> Schema { get; } = [];

    public List<Action<RequestExecutorOptions>> Options { get; } = [];

    public List<Action<CostOptions>> Costs { get; } = [];

    public List<Action<PagingOptions>> Paging { get; } = [];

    /// <summary>The directories of documents that are known by an id.</summary>
    public List<string> PersistedDocuments { get; } = [];

    public List<Func<IServiceProvider, IErrorFilter>> ErrorFilters { get; } = [];

    public List<Func<IServiceProvider, ResultExtension>> ResultExtensions { get; } = [];

    /// <summary>How to make the loaders of an operation, by the interface that resolvers ask for.</summary>
    public Dictionary<Type, Func<IServiceProvider, IBatchScheduler, DataLoaderOptions, object>> DataLoaders { get; } = [];
}

/// <summary>A member of every answer's <c>extensions</c>.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Begin">Runs before the request, in its asynchronous flow.</param>
/// <param name="Read">Gives the member once the request is done.</param>
internal sealed record ResultExtension(string Name, Func<IDisposable> Begin, Func<IReadOnlyDictionary<string, object?>> Read);
