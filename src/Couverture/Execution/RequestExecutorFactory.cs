using Couverture.Cost;
using Couverture.Data;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Couverture.Execution;

/// <summary>Creates the executor from its setup.</summary>
internal static class RequestExecutorFactory
{
    /// <exception cref="SchemaException">The declared types do not form a valid schema.</exception>
    /// <exception cref="InvalidOperationException">The persisted documents cannot be read.</exception>
    /// <exception cref="PersistedDocumentException">A persisted document is not valid.</exception>
    public static IRequestExecutor Create(IServiceProvider services)
    {
        var setup = services.GetRequiredService<RequestExecutorSetup>();
        var options = Configure(new RequestExecutorOptions(), setup.Options);
        var schema = Configure(new SchemaBuilder(), setup.Schema).Build(Configure(new PagingOptions(), setup.Paging));
        var execution = new ExecutionServices(
            services,
            setup,
            options,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<IRequestExecutor>>());
        return new RequestExecutor(
            schema,
            execution,
            PersistedDocumentReader.Read(setup, schema, options),
            [.. setup.ErrorFilters.Select(create => create(services))],
            [.. setup.ResultExtensions.Select(create => create(services))],
            Configure(new CostOptions(), setup.Costs),
            setup.ResultCache?.Invoke(services),
            [.. setup.Listeners.Select(create => create(services))]);
    }

    private static T Configure<T>(T target, IEnumerable<Action<T>> changes)
    {
        foreach (var change in changes)
            change(target);
        return target;
    }
}
