namespace PortfolioGraph.Server.Hosting;

/// <summary>Applies the settings to this engine. <see cref="HotChocolateMiddleware"/> and <see cref="RequestChecks"/> enforce settings that it does not have. README has a table of the remaining differences.</summary>
internal static class EngineProfile
{
    // If a page size is a variable, HotChocolate assumes the maximum of 500 items, but Couverture uses the requested size, 50 by default.
    // So an operation costs at most ten times as much here as on Couverture, unless its pages are smaller than the default, or nested: the positions in protocols are the only
    // pages within pages. An operation whose sizes of both are variables exceeds the limits.
    private const int MaxPageCostFactor = 10;

    /// <summary>Adds the GraphQL server.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="settings">The settings.</param>
    public static IRequestExecutorBuilder AddServer(IServiceCollection services, ServerOptions settings) => services.AddGraphQLServer(maxAllowedRequestSize: settings.MaxBodyBytes);

    /// <summary>Sets the limits of a request and what its response discloses.</summary>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="settings">The settings.</param>
    public static void Limit(IRequestExecutorBuilder graph, ServerOptions settings) => graph
        .DisableIntrospection(disable: !settings.Introspection)
        .ModifyCostOptions(options => (options.MaxFieldCost, options.MaxTypeCost) = (FieldCostLimit(settings), TypeCostLimit(settings)))
        .ModifyParserOptions(options =>
        {
            options.MaxAllowedTokens = settings.MaxTokens;
            options.MaxAllowedFields = settings.MaxFields;
        })
        .ModifyRequestOptions(options =>
        {
            options.ExecutionTimeout = settings.OperationTimeout;
            options.IncludeExceptionDetails = false;
            options.PersistedOperations.OnlyAllowPersistedDocuments = settings.TrustedDocumentsOnly;
            // The text of a known document is allowed like its id.
            options.PersistedOperations.AllowDocumentBody = true;
        });

    /// <summary>Adds the trusted documents. <see cref="RequestRewriter"/> translates the ids and texts of clients to the ids of this storage.</summary>
    /// <param name="graph">The builder of the server.</param>
    /// <param name="documents">The documents.</param>
    public static void AddDocuments(IRequestExecutorBuilder graph, TrustedDocuments documents) =>
        graph.ConfigureSchemaServices(services => services.AddSingleton<IOperationDocumentStorage>(new TrustedDocumentStorage(documents.Index)));

    /// <summary>Does nothing. This engine validates a trusted document when it is requested first.</summary>
    /// <param name="services">The application's services.</param>
    public static void CheckDocuments(IServiceProvider services)
    {
    }

    /// <summary>Parses a trusted document, without the limits of requests.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="SyntaxException">The text has a syntax error.</exception>
    public static DocumentNode Parse(string text) => Utf8GraphQLParser.Parse(text);

    /// <summary>Returns the message and the location of a syntax error.</summary>
    /// <param name="exception">The error.</param>
    public static string Describe(SyntaxException exception) => $"{exception.Message} (line {exception.Line}, column {exception.Column})";

    /// <summary>Returns the maximum field cost of an operation, as this engine counts it.</summary>
    /// <param name="settings">The settings.</param>
    public static double FieldCostLimit(ServerOptions settings) => (double)settings.MaxFieldCost * MaxPageCostFactor;

    /// <summary>Returns the maximum type cost of an operation, as this engine counts it.</summary>
    /// <param name="settings">The settings.</param>
    public static double TypeCostLimit(ServerOptions settings) => (double)settings.MaxTypeCost * MaxPageCostFactor;

    /// <summary>Returns the options of the endpoint.</summary>
    /// <param name="settings">The settings.</param>
    public static GraphQLServerOptions EndpointOptions(ServerOptions settings) => new()
    {
        EnableSchemaRequests = settings.SchemaDownload,
        EnforceGetRequestsPreflightHeader = settings.RequirePreflight,
        EnableBatching = settings.MaxBatchSize > 0,
        // A multipart form would bypass the request filter.
        EnableMultipartRequests = false,
        // The page is served from this server and sends no telemetry.
        Tool = { Enable = settings.Ide, Document = Examples.Document, ServeMode = GraphQLToolServeMode.Embedded, DisableTelemetry = true },
    };
}
