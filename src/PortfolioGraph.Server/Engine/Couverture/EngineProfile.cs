using Couverture.AspNetCore;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Applies the settings to this engine.</summary>
internal static class EngineProfile
{
    /// <summary>Adds the GraphQL server.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="settings">The settings.</param>
    public static IRequestExecutorBuilder AddServer(IServiceCollection services, ServerOptions settings) => services.AddGraphQLServer();

    /// <summary>Sets the limits of a request and what its response discloses.</summary>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="settings">The settings.</param>
    public static void Limit(IRequestExecutorBuilder graph, ServerOptions settings) => graph
        .ModifyCostOptions(options => (options.MaxFieldCost, options.MaxTypeCost) = (settings.MaxFieldCost, settings.MaxTypeCost))
        .ModifyRequestOptions(options =>
        {
            options.ExecutionTimeout = settings.OperationTimeout;
            options.IncludeExceptionDetails = false;
            options.PersistedOperations.OnlyAllowPersistedDocuments = settings.TrustedDocumentsOnly;
            options.MaxVariablesBytes = settings.MaxVariablesBytes;
            options.Parser = options.Parser with { MaxTokens = settings.MaxTokens, MaxDirectives = settings.MaxDirectives, MaxAllowedFields = settings.MaxTokens };
            options.Validation = options.Validation with
            {
                AllowIntrospection = settings.Introspection,
                Suggestions = settings.Suggestions,
                MaxDepth = settings.MaxDepth,
                MaxFields = settings.MaxFields,
                MaxRootFields = settings.MaxRootFields,
                MaxAliases = settings.MaxAliases,
            };
        });

    /// <summary>Adds the trusted documents.</summary>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="documents">The documents.</param>
    public static void AddDocuments(IRequestExecutorBuilder graph, TrustedDocuments documents) => graph.AddPersistedDocuments(documents.Texts);

    /// <summary>Builds the schema, and validates the trusted documents against it.</summary>
    /// <param name="services">The application's services.</param>
    /// <exception cref="StartupException">A document is not valid.</exception>
    public static void CheckDocuments(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IRequestExecutor>();
        }
        catch (PersistedDocumentException exception)
        {
            throw services.GetRequiredService<TrustedDocuments>().Reject(exception.DocumentId, exception.Problem);
        }
    }

    /// <summary>Parses a trusted document, without the limits of requests.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="SyntaxException">The text has a syntax error.</exception>
    public static DocumentNode Parse(string text) => Utf8GraphQLParser.Parse(text, ParserOptions.Trusted);

    /// <summary>Returns the message and the location of a syntax error.</summary>
    /// <param name="exception">The error.</param>
    public static string Describe(SyntaxException exception) => $"{exception.Message} (line {exception.Location.Line}, column {exception.Location.Column})";

    /// <summary>Returns the options of the endpoint.</summary>
    /// <param name="settings">The settings.</param>
    public static GraphQLServerOptions EndpointOptions(ServerOptions settings) => new()
    {
        EnableSchemaRequests = settings.SchemaDownload,
        EnforceGetRequestsPreflightHeader = settings.RequirePreflight,
        EnableFederatedTracing = settings.FederatedTracing,
        EnableBatching = settings.MaxBatchSize > 0,
        MaxBatchSize = Math.Max(1, settings.MaxBatchSize),
        MaxRequestBodySize = settings.MaxBodyBytes,
        RequestBodyTimeout = settings.RequestTimeout,
        EntityTag = CacheHeadersMiddleware.GetETag,
        EventStreams = { MaxOperations = settings.MaxOperationsPerConnection },
        Sockets =
        {
            MaxOperations = settings.MaxOperationsPerConnection,
            IsOriginAllowed = (context, origin) => OriginMiddleware.IsOriginAllowed(settings, context, origin),
        },
        Tool = { Enable = settings.Ide, Document = Examples.Document },
    };
}
