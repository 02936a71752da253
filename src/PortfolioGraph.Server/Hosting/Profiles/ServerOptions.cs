namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// What the server exposes and which limits it enforces: section <c>Server</c> (environment <c>Server__Name</c>). The profile provides the values that are not
/// set (<see cref="ServerProfiles"/>). No profile exposes stack traces.
/// </summary>
internal sealed record ServerOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Server";

    /// <summary>The profile, which provides the values of settings that are not set.</summary>
    public ServerProfile Profile { get; set; }

    /// <summary>Whether operations may select <c>__schema</c> and <c>__type</c>.</summary>
    public bool Introspection { get; set; }

    /// <summary>Whether <c>GET ?sdl</c> returns the schema.</summary>
    public bool SchemaDownload { get; set; }

    /// <summary>Whether the server serves the IDE to browsers.</summary>
    public bool Ide { get; set; }

    /// <summary>Whether the server serves the portfolio page at <c>/</c>, if the build has it. Otherwise it serves a page with links there.</summary>
    public bool Page { get; set; } = true;

    /// <summary>
    /// Whether the graph is a subgraph of Apollo Federation: gateways can load its objects by their keys with <c>_entities</c>, and its schema with <c>_service</c>.
    /// </summary>
    public bool Federation { get; set; } = true;

    /// <summary>
    /// Whether a response has the times of its fields in <c>extensions.ftv1</c> if the request has the header <c>apollo-federation-include-trace: ftv1</c>, as gateways of Apollo
    /// Federation send. Enable it only if clients are trusted. It has no effect on HotChocolate.
    /// </summary>
    public bool FederatedTracing { get; set; }

    /// <summary>Whether error messages suggest similar names ("Did you mean ...").</summary>
    public bool Suggestions { get; set; }

    /// <summary>Whether the server runs trusted documents only.</summary>
    public bool TrustedDocumentsOnly { get; set; }

    /// <summary>
    /// A folder with the trusted documents of clients: files <c>*.graphql</c> and manifests <c>*.json</c>, read at startup. A relative path starts at the content root.
    /// If null, only the documents of the build are trusted; they are trusted in any case.
    /// </summary>
    public string? TrustedDocuments { get; set; }

    /// <summary>Whether <c>/mcp</c> offers the trusted documents to assistants as tools of the Model Context Protocol. It needs no session, and has the keys and limits of <c>/graphql</c>.</summary>
    public bool Mcp { get; set; }

    /// <summary>Whether mutations of the trusted documents are tools of <c>/mcp</c> too, such as <c>RefreshWallets</c>, which loads data again. It has no effect without <see cref="Mcp"/>.</summary>
    public bool McpRefresh { get; set; }

    /// <summary>Whether an operation over GET needs a header that a page of another site can send only after a CORS preflight.</summary>
    public bool RequirePreflight { get; set; }

    /// <summary>Whether clients may request fresher data than is cached. <c>Cache:HonorClientCacheControl</c> takes precedence if it is set.</summary>
    public bool HonorClientCacheControl { get; set; }

    /// <summary>
    /// The maximum number of operations in one batch: of requests in a list, each times its sets of variables; 0 disables batches. The cost limits apply to the whole batch, so the
    /// number may be high.
    /// </summary>
    public int MaxBatchSize { get; set; } = 1_000;

    /// <summary>The maximum nesting depth of fields in an operation.</summary>
    public int MaxDepth { get; set; } = 16;

    /// <summary>The maximum number of fields in an operation, with fragments expanded.</summary>
    public int MaxFields { get; set; } = 10_000;

    /// <summary>The maximum number of root fields in an operation.</summary>
    public int MaxRootFields { get; set; } = 200;

    /// <summary>The maximum number of different aliases of fields without selections in an operation. Other fields have a cost, which <see cref="MaxFieldCost"/> limits.</summary>
    public int MaxAliases { get; set; } = 50;

    /// <summary>The maximum estimated sum of field weights of an operation or of a batch. One upstream call weighs ten.</summary>
    public int MaxFieldCost { get; set; } = 100_000;

    /// <summary>The maximum estimated number of objects in a response.</summary>
    public int MaxTypeCost { get; set; } = 100_000;

    /// <summary>The maximum number of directives at one location of a document.</summary>
    public int MaxDirectives { get; set; } = 8;

    /// <summary>The maximum number of tokens in a document.</summary>
    public int MaxTokens { get; set; } = 20_000;

    /// <summary>The maximum size of a request body or of a WebSocket message, in bytes.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>The maximum size of a request's variables, in bytes.</summary>
    public int MaxVariablesBytes { get; set; } = 128 * 1024;

    /// <summary>The maximum time for the body of a request to arrive.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The maximum time of an operation. The fields that are complete by then are returned.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of concurrent requests, without streams.</summary>
    public int MaxConcurrentRequests { get; set; } = 2_000;

    /// <summary>The maximum number of concurrent WebSockets and event streams.</summary>
    public int MaxStreams { get; set; } = 5_000;

    /// <summary>The maximum number of operations in flight on one WebSocket or reserved event stream.</summary>
    public int MaxOperationsPerConnection { get; set; } = 100;

    /// <summary>How long the server still accepts requests after a signal to stop. The readiness check fails during this time, so that load balancers notice.</summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long the requests in flight may take after <see cref="DrainDelay"/>. The remaining requests are then aborted.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The URL by which clients reach this server, without the server's own paths, for example <c>https://api.example.com/portfolio</c>. It must be an absolute
    /// <c>http</c> or <c>https</c> URL without query, fragment and user info. Every absolute link to this server starts with it. If null, links start with the host of the request.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// The origins whose pages may use the server, besides the server's own pages: scheme, host and port as browsers send them, for example <c>https://app.example</c>.
    /// </summary>
    public IList<string> AllowedOrigins { get; init; } = [];

    /// <summary>
    /// Whether pages of the client's own machine may use the server, whatever their port: <c>localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c> over <c>http</c> or
    /// <c>https</c>. For development only, because any program on a user's machine can serve such a page.
    /// </summary>
    public bool AllowLoopbackOrigins { get; set; }

    /// <summary>How long a browser may cache the response to a CORS preflight request (<c>Access-Control-Max-Age</c>). Browsers have limits of their own; Chromium's is two hours. Zero: not at all.</summary>
    public TimeSpan PreflightMaxAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The API keys of clients. If there are none, clients need no key.</summary>
    public IList<ApiKeyOptions> ApiKeys { get; init; } = [];
}

/// <summary>The API key of a client: section <c>Server:ApiKeys:N</c>.</summary>
internal sealed record ApiKeyOptions
{
    /// <summary>The name of the client, which identifies it in the call budget.</summary>
    public string Name { get; set; } = "";

    /// <summary>The SHA-256 hash of the key in UTF-8, as hexadecimal digits. The settings do not contain the key itself.</summary>
    public string Hash { get; set; } = "";

    /// <summary>The maximum number of requests per minute; null for no limit.</summary>
    public int? RequestsPerMinute { get; set; }
}
