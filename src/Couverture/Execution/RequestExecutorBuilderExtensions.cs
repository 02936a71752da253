using Couverture;
using Couverture.Cost;
using Couverture.Data;
using Couverture.Data.Filtering;
using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Execution.Instrumentation;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures the GraphQL server of an application.</summary>
public static class RequestExecutorBuilderExtensions
{
    /// <summary>Adds the executor of the application's one schema, without a transport. Further calls continue the same configuration.</summary>
    /// <param name="services">The application's services.</param>
    public static IRequestExecutorBuilder AddGraphQL(this IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        var setup = services.FirstOrDefault(s => s.ServiceType == typeof(RequestExecutorSetup))?.ImplementationInstance as RequestExecutorSetup;
        if (setup is null)
        {
            services.AddSingleton(setup = new RequestExecutorSetup());
            services.TryAddSingleton<IRequestExecutor>(RequestExecutorFactory.Create);
        }

        return new RequestExecutorBuilder(services, setup);
    }

    /// <summary>Configures the schema.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Runs when the schema is built.</param>
    public static IRequestExecutorBuilder ConfigureSchema(this IRequestExecutorBuilder builder, Action<SchemaBuilder> configure) =>
        builder.With(setup => setup.Schema.Add(configure));

    /// <summary>Binds a runtime type to a scalar.</summary>
    /// <typeparam name="TRuntime">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    /// <typeparam name="TScalar">The scalar.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder BindRuntimeType<TRuntime, TScalar>(this IRequestExecutorBuilder builder)
        where TScalar : ScalarType, new() =>
        builder.ConfigureSchema(schema => schema.BindRuntimeType<TRuntime>(new TScalar()));

    /// <summary>Adds a DataLoader. Called by generated code.</summary>
    /// <typeparam name="TInterface">The interface that resolvers request.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="create">Creates the loader of one operation.</param>
    public static IRequestExecutorBuilder AddDataLoader<TInterface>(
        this IRequestExecutorBuilder builder,
        Func<IServiceProvider, IBatchScheduler, DataLoaderOptions, TInterface> create)
        where TInterface : class, IDataLoader =>
        builder.With(setup => setup.DataLoaders[typeof(TInterface)] = create);

    /// <summary>Adds a filter that can replace every error before it is sent to the client.</summary>
    /// <typeparam name="T">The filter, a singleton created from the application's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder)
        where T : class, IErrorFilter
    {
        builder.Services.TryAddSingleton<T>();
        return builder.With(setup => setup.ErrorFilters.Add(services => services.GetRequiredService<T>()));
    }

    /// <summary>Changes the limits of one request.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyRequestOptions(this IRequestExecutorBuilder builder, Action<RequestExecutorOptions> configure) =>
        builder.With(setup => setup.Options.Add(configure));

    /// <summary>Changes the optional features of the schema.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyOptions(this IRequestExecutorBuilder builder, Action<SchemaOptions> configure) =>
        builder.ConfigureSchema(schema => configure(schema.Options));

    /// <summary>
    /// Adds the interface <c>Node</c> and the fields <c>node</c> and <c>nodes</c>, which load an object by its global id. The types with a method that has
    /// <see cref="NodeResolverAttribute"/> are nodes.
    /// </summary>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder AddGlobalObjectIdentification(this IRequestExecutorBuilder builder) =>
        builder.ConfigureSchema(static schema => schema.EnableGlobalObjectIdentification());

    /// <summary>Changes the maximum cost of one operation, and adds the cost directives to the schema.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyCostOptions(this IRequestExecutorBuilder builder, Action<CostOptions> configure) =>
        builder.ModifyOptions(options => options.EnableCost = true).With(setup => setup.Costs.Add(configure));

    /// <summary>Changes the default page sizes of connections.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyPagingOptions(this IRequestExecutorBuilder builder, Action<PagingOptions> configure) =>
        builder.With(setup => setup.Paging.Add(configure));

    /// <summary>Adds the paging provider for the fields that name it in <c>[UsePaging(ProviderName = ...)]</c>. Other fields are paged by the indexes of their items.</summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <param name="providerName">The name. If several providers have the same name, the last is used.</param>
    public static IRequestExecutorBuilder AddCursorPagingProvider<TProvider>(this IRequestExecutorBuilder builder, string providerName)
        where TProvider : CursorPagingProvider, new() =>
        builder.ModifyPagingOptions(options => options.Providers[providerName] = new TProvider());

    /// <summary>Sets the operations of filters by the types of the members. Further calls add to them.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Binds types to operations.</param>
    public static IRequestExecutorBuilder AddFiltering(this IRequestExecutorBuilder builder, Action<IFilterConventionDescriptor> configure) =>
        builder.ConfigureSchema(schema => configure(schema.Filters));

    /// <summary>
    /// Adds the persisted documents of a directory: its files <c>{id}.graphql</c>, each id the SHA-256 of the file's bytes in lower-case
    /// hexadecimal digits. The files are read and validated when the schema is built.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="directory">The directory; building the schema fails if it does not exist.</param>
    public static IRequestExecutorBuilder AddFileSystemOperationDocumentStorage(this IRequestExecutorBuilder builder, string directory) =>
        builder.With(setup => setup.PersistedDirectories.Add(directory));

    /// <summary>
    /// Adds persisted documents. Building the schema fails with a <see cref="PersistedDocumentException"/> if one is not valid. A client can also identify a document by
    /// the SHA-256 of the text that graphql-js prints for it, with or without <c>__typename</c> in the selection sets below the operation.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="documents">The texts by their ids. Any text can be an id; a prefix <c>sha256:</c> does not count.</param>
    public static IRequestExecutorBuilder AddPersistedDocuments(this IRequestExecutorBuilder builder, IReadOnlyDictionary<string, string> documents) =>
        builder.With(setup => setup.PersistedDocuments.AddRange(documents));

    /// <summary>Adds a listener to the execution of requests.</summary>
    /// <typeparam name="T">The listener, a singleton created from the application's services.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder AddDiagnosticEventListener<T>(this IRequestExecutorBuilder builder)
        where T : ExecutionDiagnosticEventListener
    {
        builder.Services.TryAddSingleton<T>();
        return builder.With(static setup => setup.Listeners.Add(static services => services.GetRequiredService<T>()));
    }

    /// <summary>Answers repeated requests with kept data.</summary>
    /// <typeparam name="T">The cache, a service of the application.</typeparam>
    /// <param name="builder">The builder.</param>
    public static IRequestExecutorBuilder UseResultCache<T>(this IRequestExecutorBuilder builder)
        where T : IResultCache =>
        builder.With(static setup => setup.ResultCache = static services => services.GetRequiredService<T>());

    /// <summary>
    /// Adds a member to the <c>extensions</c> of every response, even if the request failed. An incremental response has it on its last result.
    /// Events of a subscription do not have it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="begin">Runs before the request. Resolvers and batches see the <see cref="AsyncLocal{T}"/> values that it sets. Its result is disposed after <paramref name="read"/>.</param>
    /// <param name="read">Returns the member when the request is complete; receives the application's services.</param>
    public static IRequestExecutorBuilder AddResultExtension(
        this IRequestExecutorBuilder builder,
        string name,
        Func<IDisposable> begin,
        Func<IServiceProvider, IReadOnlyDictionary<string, object?>> read) =>
        builder.With(setup => setup.ResultExtensions.Add(services => new ResultExtension(name, begin, () => read(services))));

    private static IRequestExecutorBuilder With(this IRequestExecutorBuilder builder, Action<RequestExecutorSetup> change)
    {
        change(((RequestExecutorBuilder)builder).Setup);
        return builder;
    }
}
