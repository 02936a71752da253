namespace PortfolioGraph.Server.Hosting;

/// <summary>What the settings mean to this engine. What it has no setting for is checked by <see cref="HotChocolateMiddleware"/> and <see cref="RequestChecks"/>; README has a table of what stays different.</summary>
internal static class EngineProfile
{
    // HotChocolate prices a page whose size is a variable as the greatest, 500, where Couverture prices the page that is asked for, 50 unless set; no page is inside
    // another. So what Couverture prices at its limit costs here at most ten times as much, pages smaller than usual left aside.
    private const int PricedAsGreatestPage = 10;

    /// <summary>Adds the server.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="settings">The settings.</param>
    public static IRequestExecutorBuilder AddServer(IServiceCollection services, ServerOptions settings) => services.AddGraphQLServer(maxAllowedRequestSize: settings.MaxBodyBytes);

    /// <summary>Sets what one request may take, and what is told.</summary>
    /// <param name="graph">The server.</param>
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
            // The text of a known document is as good as its id.
            options.PersistedOperations.AllowDocumentBody = true;
        });

    /// <summary>The greatest field cost of an operation, as this engine counts it.</summary>
    /// <param name="settings">The settings.</param>
    public static double FieldCostLimit(ServerOptions settings) => (double)settings.MaxFieldCost * PricedAsGreatestPage;

    /// <summary>The greatest type cost of an operation, as this engine counts it.</summary>
    /// <param name="settings">The settings.</param>
    public static double TypeCostLimit(ServerOptions settings) => (double)settings.MaxTypeCost * PricedAsGreatestPage;

    /// <summary>The options of the endpoint.</summary>
    /// <param name="settings">The settings.</param>
    public static GraphQLServerOptions EndpointOptions(ServerOptions settings) => new()
    {
        EnableSchemaRequests = settings.SchemaDownload,
        EnforceGetRequestsPreflightHeader = settings.RequirePreflight,
        EnableBatching = settings.MaxBatchSize > 0,
        // A form could carry a request past the gate.
        EnableMultipartRequests = false,
        // The page comes from this server, and reports to no other.
        Tool = { Enable = settings.Ide, Document = Examples.Document, ServeMode = GraphQLToolServeMode.Embedded, DisableTelemetry = true },
    };
}
