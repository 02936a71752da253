using Couverture;
using Couverture.Cost;
using Couverture.Data;
using Couverture.DataLoaders;
using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Declares the GraphQL server of an application.</summary>
public static class RequestExecutorBuilderExtensions
{
    /// <summary>Adds the executor of the application's one schema, without a transport. A second call goes on with the same declaration.</summary>
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

    /// <summary>Declares a part of the schema.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="configure">Runs when the schema is built.</param>
    public static IRequestExecutorBuilder ConfigureSchema(this IRequestExecutorBuilder builder, Action<SchemaBuilder> configure) =>
        builder.With(setup => setup.Schema.Add(configure));

    /// <summary>Binds a runtime type to a scalar.</summary>
    /// <typeparam name="TRuntime">The runtime type, without <see cref="Nullable{T}"/>.</typeparam>
    /// <typeparam name="TScalar">The scalar.</typeparam>
    /// <param name="builder">The server's declaration.</param>
    public static IRequestExecutorBuilder BindRuntimeType<TRuntime, TScalar>(this IRequestExecutorBuilder builder)
        where TScalar : ScalarType, new() =>
        builder.ConfigureSchema(schema => schema.BindRuntimeType<TRuntime>(new TScalar()));

    /// <summary>Adds a DataLoader; generated code calls this.</summary>
    /// <typeparam name="TInterface">The interface that resolvers ask for.</typeparam>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="create">Makes the loader of one operation.</param>
    public static IRequestExecutorBuilder AddDataLoader<TInterface>(
        this IRequestExecutorBuilder builder,
        Func<IServiceProvider, IBatchScheduler, DataLoaderOptions, TInterface> create)
        where TInterface : class, IDataLoader =>
        builder.With(setup => setup.DataLoaders[typeof(TInterface)] = create);

    /// <summary>Adds a filter that sees every error of every answer before the client does.</summary>
    /// <typeparam name="T">The filter, made once with the application's services.</typeparam>
    /// <param name="builder">The server's declaration.</param>
    public static IRequestExecutorBuilder AddErrorFilter<T>(this IRequestExecutorBuilder builder)
        where T : class, IErrorFilter
    {
        builder.Services.TryAddSingleton<T>();
        return builder.With(setup => setup.ErrorFilters.Add(services => services.GetRequiredService<T>()));
    }

    /// <summary>Changes what one request may take.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyRequestOptions(this IRequestExecutorBuilder builder, Action<RequestExecutorOptions> configure) =>
        builder.With(setup => setup.Options.Add(configure));

    /// <summary>Changes what the schema offers beyond the types declared.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyOptions(this IRequestExecutorBuilder builder, Action<SchemaOptions> configure) =>
        builder.ConfigureSchema(schema => configure(schema.Options));

    /// <summary>Changes what one operation may cost, and lets the schema tell what its fields cost.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyCostOptions(this IRequestExecutorBuilder builder, Action<CostOptions> configure) =>
        builder.ModifyOptions(options => options.EnableCost = true).With(setup => setup.Costs.Add(configure));

    /// <summary>Changes the page sizes of connections that set none of their own.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="configure">The change.</param>
    public static IRequestExecutorBuilder ModifyPagingOptions(this IRequestExecutorBuilder builder, Action<PagingOptions> configure) =>
        builder.With(setup => setup.Paging.Add(configure));

    /// <summary>Adds what pages the fields that name it in <c>[UsePaging(ProviderName = ...)]</c>; other fields are paged by the indexes of their items.</summary>
    /// <typeparam name="TProvider">The provider.</typeparam>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="providerName">The name; the last provider of a name counts.</param>
    public static IRequestExecutorBuilder AddCursorPagingProvider<TProvider>(this IRequestExecutorBuilder builder, string providerName)
        where TProvider : CursorPagingProvider, new() =>
        builder.ModifyPagingOptions(options => options.Providers[providerName] = new TProvider());

    /// <summary>
    /// Adds the documents of a directory, which then run by their ids: its files <c>{id}.graphql</c>, each id the SHA-256 of the file's bytes in
    /// lower-case hexadecimal digits. They are read when the schema is built.
    /// </summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="directory">The directory; a missing one fails the start.</param>
    public static IRequestExecutorBuilder AddFileSystemOperationDocumentStorage(this IRequestExecutorBuilder builder, string directory) =>
        builder.With(setup => setup.PersistedDocuments.Add(directory));

    /// <summary>Adds a member to the <c>extensions</c> of every answer, that of a failed request included: in an incremental one, of its last result; never of a subscription's events.</summary>
    /// <param name="builder">The server's declaration.</param>
    /// <param name="name">The member's name.</param>
    /// <param name="begin">Runs before the request; what it sets in an <see cref="AsyncLocal{T}"/>, resolvers and batches see. Disposed after <paramref name="read"/>.</param>
    /// <param name="read">Gives the member, from the application's services, once the request is done.</param>
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
