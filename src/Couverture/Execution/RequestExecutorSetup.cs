using Couverture.Cost;
using Couverture.Data;
using Couverture.DataLoaders;
using Couverture.Execution.Instrumentation;
using Couverture.Types;

namespace Couverture.Execution;

/// <summary>The collected configuration of the application's one GraphQL server.</summary>
internal sealed class RequestExecutorSetup
{
    public List<Action<SchemaBuilder>> Schema { get; } = [];

    public List<Action<RequestExecutorOptions>> Options { get; } = [];

    public List<Action<CostOptions>> Costs { get; } = [];

    public List<Action<PagingOptions>> Paging { get; } = [];

    /// <summary>The directories of persisted documents.</summary>
    public List<string> PersistedDirectories { get; } = [];

    /// <summary>The ids and texts of persisted documents.</summary>
    public List<KeyValuePair<string, string>> PersistedDocuments { get; } = [];

    public List<Func<IServiceProvider, IErrorFilter>> ErrorFilters { get; } = [];

    public List<Func<IServiceProvider, ResultExtension>> ResultExtensions { get; } = [];

    public List<Func<IServiceProvider, ExecutionDiagnosticEventListener>> Listeners { get; } = [];

    /// <summary>The factory of the cache of results; null to execute every request.</summary>
    public Func<IServiceProvider, IResultCache>? ResultCache { get; set; }

    /// <summary>The factories of the DataLoaders by the interface that resolvers request.</summary>
    public Dictionary<Type, Func<IServiceProvider, IBatchScheduler, DataLoaderOptions, object>> DataLoaders { get; } = [];
}

/// <summary>A member of every response's <c>extensions</c>.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Begin">Runs before the request, in its execution context.</param>
/// <param name="Read">Returns the member when the request is complete.</param>
internal sealed record ResultExtension(string Name, Func<IDisposable> Begin, Func<IReadOnlyDictionary<string, object?>> Read);
