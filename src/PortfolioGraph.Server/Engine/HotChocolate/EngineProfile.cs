namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// What the settings mean to this engine, which has no limits of aliases, fields at the root, directives at a place and variables' bytes, and
/// sends an answer again to a client that holds it.
/// </summary>
internal static class EngineProfile
{
    /// <summary>Adds the server.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="settings">The settings.</param>
    public static IRequestExecutorBuilder AddServer(IServiceCollection services, ServerSettings settings) => services.AddGraphQLServer(maxAllowedRequestSize: settings.MaxBodyBytes);

    /// <summary>Sets what one request may take, and what is told.</summary>
    /// <param name="graph">The server.</param>
    /// <param name="settings">The settings.</param>
    public static void Limit(IRequestExecutorBuilder graph, ServerSettings settings) => graph
        .DisableIntrospection(disable: !settings.Introspection)
        .AddMaxExecutionDepthRule(settings.MaxDepth, skipIntrospectionFields: true)
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

    /// <summary>The options of the endpoint.</summary>
    /// <param name="settings">The settings.</param>
    public static GraphQLServerOptions EndpointOptions(ServerSettings settings) => new()
    {
        EnableSchemaRequests = settings.SchemaDownload,
        EnforceGetRequestsPreflightHeader = settings.RequirePreflight,
        EnableBatching = settings.MaxBatchSize > 0,
        Tool = { Enable = settings.Ide, Document = Examples.Document },
    };
}
